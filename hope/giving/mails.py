"""The words that go out about gifts."""

from datetime import datetime
from typing import Any

from flask import current_app, url_for

from hope.giving.links import token_of
from hope.giving.models import Checkout, Gift, LineKind, Receipt, RecurringGift
from hope.giving.pledge import PledgeLine, lines_from_json
from hope.giving.receipts import NOTHING_IN_RETURN
from hope.kernel.db import db
from hope.kernel.mail.compose import composer
from hope.kernel.money import Money


@composer("receipt")
def receipt(receipt_id: int) -> dict[str, Any]:
    """The written acknowledgment of one gift, with the words that the IRS asks for."""
    issued = db.session.get_one(Receipt, receipt_id)
    gift = issued.gift
    return {
        "gift": gift,
        "receipt": issued,
        "lines": [line for line in gift.lines if line.kind is LineKind.GIFT],
        "cover": _cover(gift),
        "giver_name": gift.giver_name,
        "charity": _charity(),
        "goods_statement": NOTHING_IN_RETURN,
        "campaign_url": _absolute("campaigns.show", slug=gift.lines[0].campaign_slug),
        "manage_url": _manage_url(_recurring(gift)),
    }


def _recurring(gift: Gift) -> RecurringGift | None:
    return db.session.get(RecurringGift, gift.recurring_id) if gift.recurring_id else None


@composer("receipt_replaced")
def receipt_replaced(receipt_id: int) -> dict[str, Any]:
    """The version of a receipt that says what is left of a gift."""
    issued = db.session.get_one(Receipt, receipt_id)
    return {
        "gift": issued.gift,
        "receipt": issued,
        "charity": _charity(),
        "goods_statement": NOTHING_IN_RETURN,
    }


def _about_checkout(checkout_id: int) -> dict[str, Any]:
    """A payment that a bank takes its time over."""
    checkout = db.session.get_one(Checkout, checkout_id)
    lines = lines_from_json(checkout.lines)
    return {
        "giver_name": checkout.giver_name,
        "total": checkout.total,
        "titles": _titles(lines),
        "charity": _charity(),
        "campaign_url": _absolute("campaigns.show", slug=lines[0].campaign_slug),
    }


def _about_recurring(
    recurring_id: int, page_url: str | None = None, next_attempt_at: str | None = None
) -> dict[str, Any]:
    """A standing gift as it is when the mail is written."""
    recurring = db.session.get_one(RecurringGift, recurring_id)
    return {
        "recurring": recurring,
        "titles": _titles(lines_from_json(recurring.lines)),
        "charity": _charity(),
        "manage_url": _manage_url(recurring),
        "page_url": page_url,
        "next_attempt_at": datetime.fromisoformat(next_attempt_at) if next_attempt_at else None,
    }


for kind in ("payment_processing", "payment_failed"):
    composer(kind)(_about_checkout)
for kind in ("recurring_failed", "recurring_action", "recurring_changed", "card_changed"):
    composer(kind)(_about_recurring)


def _titles(lines: tuple[PledgeLine, ...]) -> str:
    """The campaigns in words: “Safe nights” and “A table set”."""
    named = [f"“{title}”" for title in dict.fromkeys(line.campaign_title for line in lines)]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _manage_url(recurring: RecurringGift | None) -> str | None:
    if recurring is None:
        return None
    return _absolute("standing.show", token=token_of(recurring, current_app.config["SECRET_KEY"]))


def _cover(gift: Gift) -> Money | None:
    total = Money.zero(gift.total.currency)
    for line in gift.lines:
        if line.kind is LineKind.COVER:
            total = total + line.total
    return total or None


def _charity() -> dict[str, str]:
    config = current_app.config
    return {
        "name": config["CHARITY_NAME"],
        "tax_id": config["CHARITY_TAX_ID"],
        "address": config["CHARITY_ADDRESS"],
    }


def _absolute(endpoint: str, **values: str) -> str:
    """A link that works in a mail, whether or not a request is under way."""
    with current_app.test_request_context(base_url=current_app.config["SITE_URL"]):
        return url_for(endpoint, _external=True, **values)
