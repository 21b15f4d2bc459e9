"""Every change comes from one of our own pages, or says why it may come from elsewhere.

Public pages carry no cookie, so there is no session for a forged request to ride on; still, a form of another
site must not send people into a checkout they never asked for. The browser itself says where a request
comes from: `Sec-Fetch-Site` (Fetch Metadata, W3C), else `Origin`, else `Referer`.
A request without any of the three comes from no browser that could be abused, and is refused too.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request
from werkzeug.routing import IntegerConverter, Map, RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def from_elsewhere(view: View) -> View:
    """Mark a view that other machines post to; it has to prove its caller by itself (a signature, a token)."""
    view.from_elsewhere = True  # type: ignore[attr-defined]
    return view


class RowNumber(IntegerConverter):
    """A row's number in an address: one that no database could hold is an address of nothing."""

    def __init__(self, map: Map, *, max: int = 2**63 - 1, **options: Any) -> None:
        super().__init__(map, max=max, **options)


def init_app(app: Flask) -> None:
    """Ask the questions before every request."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_unprintable_addresses)
    app.before_request(_complete_the_address)
    app.before_request(_refuse_other_origins)


def _refuse_unprintable_addresses() -> None:
    # No address of ours has a control character in it, and PostgreSQL refuses to be asked for one.
    if any(letter < " " for letter in request.path):
        abort(404)


def _complete_the_address() -> AnyResponse | None:
    # Flask would name the host that was asked for, and anybody can ask for any.
    if not isinstance(request.routing_exception, RequestRedirect):
        return None
    _scheme, _, _host, rest = request.routing_exception.new_url.split("/", 3)
    return redirect("/" + rest.lstrip("/"), request.routing_exception.code)


def _refuse_other_origins() -> None:
    if request.method in SAFE or request.url_rule is None:
        return
    view = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "from_elsewhere", False) or is_same_origin():
        return
    abort(403, description="cross-origin")


def is_same_origin() -> bool:
    """True when the browser says that this request began on one of our pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    stated = request.headers.get("Origin") or request.headers.get("Referer")
    if not stated:
        return False
    try:
        parts = urlsplit(stated)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.host)
