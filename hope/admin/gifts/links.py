"""Where a thing of Stripe's is shown: its dashboard in the right mode, or the stand-in's while developing."""

from flask import current_app

from hope.giving.models import Checkout, Gift
from hope.giving.story import Story

DASHBOARD = "https://dashboard.stripe.com"


def payment_href(story: Story) -> str | None:
    """The page of a gift's payment; None for one that did not come through Stripe."""
    gift: Gift = story.gift
    if gift.is_example:
        return None
    settled = story.settlement
    payment = gift.payment_intent_id or (settled.payment_intent_id if settled else None)
    return at_stripe("payments", payment) if payment else None


def attempt_href(checkout: Checkout) -> str | None:
    """The page of an attempt at the stand-in; Stripe's own dashboard has none for a checkout without a payment."""
    if not checkout.session_id or not current_app.config["STRIPE_API_BASE"]:
        return None
    return at_stripe("sessions", checkout.session_id)


def at_stripe(kind: str, name: str) -> str:
    """The address of a thing of this kind and name."""
    base = current_app.config["STRIPE_API_BASE"]
    if base:
        return f"{base}/dashboard/{kind}/{name}"
    live = current_app.config["STRIPE_SECRET_KEY"].startswith(("sk_live_", "rk_live_"))
    return f"{DASHBOARD}/{'' if live else 'test/'}{kind}/{name}"
