"""What Stripe's own types say: which parameters a call takes, which fields an object has.

`parameters.json` and `shapes.json` are derived by `derive.py` from an OpenAPI description that was itself made from the
typings of the npm package `stripe` 23.1.0 (MIT licence), API version 2026-10-28.endive.
"""
