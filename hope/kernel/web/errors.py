"""Error pages: what happened, and what to do now."""

import logging

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from hope.kernel.trail import trail_of

log = logging.getLogger(__name__)

PAGES = {
    400: ("We could not read that request", "Go back, reload the page and try once more."),
    403: (
        "That did not come from our page",
        "For your safety we only accept forms sent from this site. Open the page again and send the form from there.",
    ),
    404: ("We cannot find that page", "The address may have changed. Start again from the front page."),
    405: ("That page cannot be used this way", "Open it from a link on this site."),
    410: (
        "This page was taken down",
        "What stood here is no longer told. That may be because somebody asked us to, and that is reason enough.",
    ),
    413: (
        "That is more than we can take",
        "Shorten what you wrote, or choose a smaller file, and send it again.",
    ),
    429: (
        "That was very quick",
        "Too many requests came from your connection. Wait a minute, then try again. Nothing was charged.",
    ),
    500: (
        "Something went wrong on our side",
        "It was not your doing. Try again in a minute. If your gift arrived, its receipt is in your mail.",
    ),
    503: ("We are catching our breath", "The site is busy or being looked after. Try again in a minute."),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Exception, _surprise)


def _answer(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    title, advice = PAGES.get(code, PAGES[400 if code < 500 else 500])
    response = make_response(
        render_template("errors/error.html", code=code, title=title, advice=advice), code
    )
    response.headers["Cache-Control"] = "no-store"
    if error.response is None:
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after"):
                response.headers[name] = value
    return response


def _surprise(error: Exception) -> Response | HTTPException:
    log.error("unexpected %s", trail_of(error))
    return _answer(HTTPException())
