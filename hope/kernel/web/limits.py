"""Speed limits by address: a person never meets one, a machine that tries cards does."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=False)


def init_app(app: Flask) -> None:
    """Count in this process, or in Redis where several processes share the work."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["REDIS_URL"] or "memory://"
    # A limiter that is away must not close the site.
    app.config["RATELIMIT_SWALLOW_ERRORS"] = True
    limiter.init_app(app)
