"""What all pages share: the office behind them and safe headers."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template

from stripe_sandbox.core.currencies import written
from stripe_sandbox.office import Office

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


def office() -> Office:
    """The office of the running application."""
    found: Office = current_app.extensions["office"]
    return found


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A rendered page; events that it raised follow once it has been sent."""
    body = render_template(template, written=written, moment=moment, **context)
    response = make_response(body, status)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(office().wake)
    return response


def go(url: str) -> Response:
    """Send the browser on; events follow once it has been told."""
    response = make_response(redirect(url, 303))
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(office().wake)
    return response


def moment(stamp: float | None) -> str:
    """A point in time for people."""
    return datetime.fromtimestamp(stamp, UTC).strftime("%-d %b %Y, %H:%M:%S UTC") if stamp else "–"
