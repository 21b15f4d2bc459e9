"""Receipts: the first, and the version that replaces it when money went back."""

from typing import Any

from hope.giving.mails.words import absolute, charity, greeted, page_of
from hope.giving.models import Gift, LineKind, Receipt, RecurringGift
from hope.giving.receipts import NOTHING_IN_RETURN
from hope.kernel.db import db
from hope.kernel.mail.compose import composer
from hope.kernel.money import Money


@composer("receipt")
def receipt(receipt_id: int) -> dict[str, Any]:
    """The written acknowledgment of one gift, with the words that the IRS asks for."""
    context = _context(receipt_id)
    gift: Gift = context["gift"]
    recurring = db.session.get(RecurringGift, gift.recurring_id) if gift.recurring_id else None
    return context | {
        "lines": [line for line in gift.lines if line.kind is LineKind.GIFT],
        "cover": _cover(gift),
        "recurring_url": page_of(recurring) if recurring else None,
        "campaign_url": absolute("campaigns.show", slug=gift.lines[0].campaign_slug),
    }


@composer("receipt_replaced")
def receipt_replaced(receipt_id: int) -> dict[str, Any]:
    """The version that says what is left of a gift, and that the one before must not be used."""
    context = _context(receipt_id)
    gift, issued = context["gift"], context["receipt"]
    return context | {"went_back": gift.total - issued.kept, "is_void": not issued.kept}


def _context(receipt_id: int) -> dict[str, Any]:
    issued = db.session.get_one(Receipt, receipt_id)
    return {
        "gift": issued.gift,
        "receipt": issued,
        "giver_name": greeted(issued.gift.giver_name),
        "charity": charity(),
        "goods_statement": NOTHING_IN_RETURN,
    }


def _cover(gift: Gift) -> Money | None:
    total = Money.zero(gift.total.currency)
    for line in gift.lines:
        if line.kind is LineKind.COVER:
            total = total + line.total
    return total or None
