"""Payments that take days: on their way from a bank, or not sent by it."""

from typing import Any

from hope.giving.checkout import pledge_of
from hope.giving.mails.words import absolute, charity, greeted, quoted
from hope.giving.models import Checkout
from hope.kernel.db import db
from hope.kernel.mail.compose import composer


@composer("payment_processing", readable=True)
def payment_processing(checkout_id: int) -> dict[str, Any]:
    """A bank debit is on its way: nothing to do, we write again."""
    return _context(checkout_id)


@composer("payment_failed", readable=True)
def payment_failed(checkout_id: int) -> dict[str, Any]:
    """The bank did not send it: nothing was taken, and how to try again."""
    return _context(checkout_id)


def _context(checkout_id: int) -> dict[str, Any]:
    checkout = db.session.get_one(Checkout, checkout_id)
    lines = pledge_of(checkout).lines
    return {
        "total": checkout.total,
        "interval": checkout.interval.value,
        "purpose": quoted(list(dict.fromkeys(line.campaign_title for line in lines))),
        "giver_name": greeted(checkout.giver_name),
        "charity": charity(),
        "thanks_url": absolute("giving.thanks", reference=checkout.reference),
        "campaign_url": absolute("campaigns.show", slug=lines[0].campaign_slug, fragment="give"),
    }
