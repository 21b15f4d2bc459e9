"""Brings Stripe's events to the site as a web server would hand them over: signed, many at once, to one process."""

import io
import itertools
import sys
import threading
import time
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from tests.support.stripe_events import PATH, sign


def delivered_a_second(app: Flask, bodies: list[bytes], at_once: int) -> float:
    """Bring these events, `at_once` at the same time; how many a second were answered with 200."""
    requests = [_request(body) for body in bodies]
    waiting = iter(requests)
    next_one = threading.Lock()
    refused: list[str] = []

    def bring() -> None:
        while True:
            with next_one:
                request = next(waiting, None)
            if request is None:
                return
            status = _answer(app, request)
            if not status.startswith("200"):
                refused.append(status)

    threads = [threading.Thread(target=bring) for _ in range(at_once)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - begun
    assert not refused, refused[:3]
    return len(bodies) / taken


def _request(body: bytes) -> dict[str, Any]:
    headers = {"Stripe-Signature": sign(body)}
    builder = EnvironBuilder(PATH, method="POST", data=body, content_type="application/json", headers=headers)
    return {**builder.get_environ(), "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr}


def _answer(app: Flask, request: dict[str, Any]) -> str:
    said: list[str] = []

    def start(status: str, _headers: Any, _error: Any = None) -> Any:
        said.append(status)

    answer = app.wsgi_app(request, start)
    for _ in itertools.chain(answer):
        pass
    close = getattr(answer, "close", None)
    if close:
        close()
    return said[0]
