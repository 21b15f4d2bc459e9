"""Checkout sessions that tests ask for."""

from typing import Any

import stripe

SUCCESS = "http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}"


def once(amount: int = 5000, currency: str = "usd", **more: Any) -> dict[str, Any]:
    """What a one-time gift asks for."""
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "A night of safe housing"}}
    return {
        "mode": "payment",
        "submit_type": "donate",
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": SUCCESS,
        "cancel_url": "http://127.0.0.1:9/cancelled",
        "client_reference_id": "pledge-7",
        "metadata": {"pledge": "7"},
        "payment_intent_data": {"metadata": {"pledge": "7"}},
    } | more


def monthly(
    amount: int = 2500, currency: str = "usd", interval: str = "month", **more: Any
) -> dict[str, Any]:
    """What a standing gift asks for."""
    asked = once(amount, currency)
    del asked["payment_intent_data"]
    asked["line_items"][0]["price_data"]["recurring"] = {"interval": interval}
    return asked | {"mode": "subscription", "subscription_data": {"metadata": {"pledge": "7"}}} | more


def paid(client: stripe.StripeClient, sandbox: Any, asked: dict[str, Any], **how: Any) -> Any:
    """A session that has been paid, as the API shows it now."""
    session = client.v1.checkout.sessions.create(asked)
    sandbox.pay(session.id, **how)
    return client.v1.checkout.sessions.retrieve(session.id)
