"""A sandbox in its own process, an endpoint that hears its events, and the official client."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from stripe_sandbox.testing import RunningSandbox

SECRET = "whsec_heard"


class Listener(ThreadingHTTPServer):
    """An endpoint that remembers what it heard and answers what it is told to."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hearing)
        self.heard: list[tuple[str, bytes]] = []
        self.answers: list[int] = []
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks/stripe"

    def clear(self) -> None:
        self.heard.clear()
        self.answers.clear()

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.heard]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events()]


class Hearing(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.headers["Stripe-Signature"], body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def running(listener: Listener) -> Iterator[RunningSandbox]:
    with RunningSandbox(listener.url, SECRET, retry_base="0.02") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: RunningSandbox, listener: Listener) -> RunningSandbox:
    running.reset()
    listener.clear()
    return running


@pytest.fixture
def client(sandbox: RunningSandbox) -> stripe.StripeClient:
    return client_of(sandbox.url)


def client_of(url: str, key: str = "sk_test_sandbox_tests", **options: Any) -> stripe.StripeClient:
    options = {"max_network_retries": 0} | options
    return stripe.StripeClient(key, base_addresses={"api": url}, **options)
