"""A short way in for machines that call many times a second.

What a page needs from every request (a session, speed limits, compression, headers for browsers) takes three times
as long as reading and checking a machine's message. The addresses named here are answered before all that begins.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from hope.kernel.trail import trail_of

log = logging.getLogger(__name__)
Taker = Callable[[Request], Response]


class Express:
    """Stands in front of the site: what is posted to one of these addresses goes to its taker, all else passes."""

    def __init__(self, app: Flask, takers: dict[str, Taker]) -> None:
        self._app = app
        self._site: Any = app.wsgi_app
        self._takers = takers

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        take = self._takers.get(environ.get("PATH_INFO", ""))
        if take is None or environ["REQUEST_METHOD"] != "POST":
            answer: Iterable[bytes] = self._site(environ, start_response)
            return answer
        response = self._answer(take, environ)
        response.headers["Cache-Control"] = "no-store"
        return response(environ, start_response)

    def _answer(self, take: Taker, environ: dict[str, Any]) -> Response:
        request = Request(environ)
        request.max_content_length = self._app.config["MAX_CONTENT_LENGTH"]
        with self._app.app_context():
            try:
                return take(request)
            except HTTPException as problem:  # a body that is too large, a caller who hung up
                return Response(f"{problem.name}\n", status=problem.code, mimetype="text/plain")
            except Exception as error:
                log.error("could not answer %s: %s", request.path, trail_of(error))
                return Response("Try again later\n", status=500, mimetype="text/plain")
