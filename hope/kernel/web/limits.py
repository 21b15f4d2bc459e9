"""Speed limits by address: a person never meets one, a machine that tries cards does."""

import hashlib
import hmac

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from hope.kernel.clock import now

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=False)


def init_app(app: Flask) -> None:
    """Count in this process, or in Redis where several processes share the work."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["REDIS_URL"] or "memory://"
    # A limiter that is away must not close the site.
    app.config["RATELIMIT_SWALLOW_ERRORS"] = True
    limiter.init_app(app)
    # It would look for limits before every request. Ours stand at the views that have one, which ask by themselves.
    app.before_request_funcs[None].pop()


def counts(what: str, once_in: str = "1/day", at_most: str = "60/hour") -> bool:
    """True when this visitor has not done this lately, without a cookie and without knowing who it is.

    Address and browser are made into a mark with a salt of the day, which is kept in memory and nowhere else.
    Several people behind one address have different browsers most often; a machine that pretends has the address.
    """
    address = get_remote_address() or ""
    asked = [
        (parse(at_most), _mark("visitor", address)),
        (parse(once_in), _mark(what, address, request.user_agent.string)),
    ]
    try:
        return all(limiter.limiter.hit(limit, mark) for limit, mark in asked)
    except Exception:  # a limiter that is away must not close the site
        return True


def _mark(*parts: str) -> str:
    salt = hmac.digest(current_app.config["SECRET_KEY"].encode(), f"{now():%Y-%m-%d}".encode(), "sha256")
    return hashlib.sha256(salt + "\n".join(parts).encode()).hexdigest()
