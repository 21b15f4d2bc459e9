"""Puts the sandbox together."""

from flask import Flask, Response, request

from stripe_sandbox import control
from stripe_sandbox.api import account, catalogue, customers, endpoints, payments, reading, sessions
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.store import Store
from stripe_sandbox.office import Office
from stripe_sandbox.pages import checkout, dashboard
from stripe_sandbox.ticker import Ticker
from stripe_sandbox.webhooks.courier import Courier
from stripe_sandbox.wire.endpoint import unknown_url

CALLS = (
    account.calls,
    catalogue.calls,
    customers.calls,
    endpoints.calls,
    payments.calls,
    reading.calls,
    sessions.calls,
)


def create_app(
    data: str | None = None,
    public_url: str = "http://127.0.0.1:8421",
    settings: Settings | None = None,
    background: bool = True,
) -> Flask:
    """The sandbox as a WSGI application; without background threads nothing is delivered by itself."""
    office = Office(Store(data), settings or Settings(), public_url)
    courier, ticker = Courier(office.store, office.settings), Ticker(office)
    office.on_wake.append(courier.wake)
    app = Flask(
        __name__, template_folder="pages/templates", static_folder="pages/static", static_url_path="/static"
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["office"], app.extensions["courier"], app.extensions["ticker"] = office, courier, ticker
    for calls in CALLS:
        calls.register(app, office)
    app.register_blueprint(checkout.pages)
    app.register_blueprint(dashboard.pages)
    app.register_blueprint(control.pages)
    app.add_url_rule("/healthz", "healthz", lambda: "ok")
    app.register_error_handler(404, lambda _: not_found(office))
    app.register_error_handler(405, lambda _: not_found(office))
    if background:
        courier.start()
        ticker.start()
    return app


def not_found(office: Office) -> Response:
    if request.path.startswith("/v1/"):
        return unknown_url(office)
    return Response("There is nothing at this address.\n", 404, mimetype="text/plain")
