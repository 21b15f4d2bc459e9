"""Matching gifts: promised by sponsors, counted by the worker, confirmed by whoever looks after the money.

`forms`   the form of a promise, and of a payment that arrived
`views`   the pages
"""

from hope.admin.matches.views import bp

__all__ = ["bp"]
