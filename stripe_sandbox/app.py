"""Puts the sandbox together."""

from flask import Flask, Response, request

from stripe_sandbox import control
from stripe_sandbox.api import (
    account,
    catalogue,
    clocks,
    customers,
    endpoints,
    invoices,
    money_back,
    payments,
    portal,
    reading,
    sessions,
    subscriptions,
)
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.core.store import Store
from stripe_sandbox.office import Office
from stripe_sandbox.pages import checkout, dashboard, invoice, portal_pages, settings
from stripe_sandbox.ticker import Ticker
from stripe_sandbox.webhooks.courier import Courier
from stripe_sandbox.wire.endpoint import broken, unknown_url

CALLS = (
    account.calls,
    catalogue.calls,
    clocks.calls,
    customers.calls,
    endpoints.calls,
    invoices.calls,
    money_back.calls,
    payments.calls,
    portal.calls,
    reading.calls,
    sessions.calls,
    subscriptions.calls,
)


def create_app(
    data: str | None = None,
    public_url: str = "http://127.0.0.1:8421",
    behaviour: Settings | None = None,
    background: bool = True,
) -> Flask:
    """The sandbox as a WSGI application; without background threads nothing is delivered by itself."""
    office = Office(Store(data), behaviour or Settings(), public_url)
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
    for pages in (
        checkout.pages,
        dashboard.pages,
        settings.pages,
        portal_pages.pages,
        invoice.pages,
        control.pages,
    ):
        app.register_blueprint(pages)
    app.add_url_rule("/healthz", "healthz", lambda: "ok")
    app.register_error_handler(404, lambda _: not_found(office))
    app.register_error_handler(405, lambda _: not_found(office))
    app.register_error_handler(500, lambda _: failed(office))
    if background:
        courier.start()
        ticker.start()
    return app


def failed(office: Office) -> Response:
    if request.path.startswith("/v1/"):
        return broken(office)
    return Response("The sandbox itself failed; its output has the trace.\n", 500, mimetype="text/plain")


def not_found(office: Office) -> Response:
    if request.path.startswith("/v1/"):
        return unknown_url(office)
    return Response("There is nothing at this address.\n", 404, mimetype="text/plain")
