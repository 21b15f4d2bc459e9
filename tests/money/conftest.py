"""The real app before the real sandbox, in one process: events come over HTTP, the worker is played by the test."""

import threading
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

import config
from hope.giving.gateway import StripeGateway
from stripe_sandbox.testing import RunningSandbox
from tests.money.life import Life
from tests.money.world import World
from tests.support import databases
from tests.support.stripe_events import SECRET
from tests.support.web import SiteClient


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, *_: object) -> None:
        """Nothing to say."""


class Door:
    """The address that Stripe knows; behind it stands the app of whichever test runs."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self._server.port}/webhooks/stripe"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _serve(self, environ: WSGIEnvironment, start: StartResponse) -> object:
        if self.app is None:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return []
        return self.app(environ, start)


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    """Where events arrive, once for each worker."""
    door = Door()
    yield door
    door.close()


@pytest.fixture(scope="session")
def running(door: Door) -> Iterator[RunningSandbox]:
    """The sandbox, once for each worker."""
    with RunningSandbox(door.url, SECRET, retry_base="0.02") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: RunningSandbox) -> RunningSandbox:
    """The sandbox as it is on its first day."""
    running.reset()
    return running


@pytest.fixture
def gateway(settings: config.Settings, sandbox: RunningSandbox) -> StripeGateway:  # type: ignore[override]
    """Stripe's own library, led to the sandbox."""
    return StripeGateway(
        settings.stripe_secret_key, settings.stripe_webhook_secret, sandbox.url, settings.live
    )


@pytest.fixture
def life(
    app: Flask, client: SiteClient, session: Session, sandbox: RunningSandbox, door: Door
) -> Iterator[Life]:
    """A site that lives; at the end of each test its books match Stripe's, unless the test says why not."""
    door.app = app
    life = Life(app, client, session, sandbox)
    yield life
    life.catch_up()
    found = [] if life.books_may_differ else life.differences()
    sandbox.settings(webhooks="drop")
    sandbox.idle()
    door.app = None
    assert found == []


@pytest.fixture(scope="module")
def world(server: databases.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site and a sandbox that forget each life before the next."""
    with RunningSandbox() as sandbox:
        world = World(server, sandbox, tmp_path_factory.mktemp("lives"))
        yield world
        world.close()
