"""Receipts: the first, and the version that replaces it when money went back."""

from typing import Any

from flask import current_app

from hope.giving.acknowledgment import acknowledge
from hope.giving.mails.words import absolute, charity, greeted, page_of
from hope.giving.models import Receipt, RecurringGift
from hope.giving.papers.law import goods_statement, paid_with, written_code
from hope.giving.second_thoughts import window
from hope.kernel.db import db
from hope.kernel.mail.compose import composer


@composer("receipt", readable=True)
def receipt(receipt_id: int) -> dict[str, Any]:
    """The written acknowledgment of one gift, with the words that the IRS asks for."""
    context = _context(receipt_id)
    gift = context["gift"]
    recurring = db.session.get(RecurringGift, gift.recurring_id) if gift.recurring_id else None
    return context | {
        "recurring_url": page_of(recurring) if recurring else None,
        "campaign_url": absolute("campaigns.show", slug=gift.lines[0].campaign_slug),
    }


@composer("receipt_replaced", readable=True)
def receipt_replaced(receipt_id: int) -> dict[str, Any]:
    """The version that says what is left of a gift, and that the one before must not be used."""
    context = _context(receipt_id)
    said = context["receipt"]
    # The card’s cost is not given back with a refund, so what was added towards it is the last to go back.
    from_cover = said.went_back - (said.total - said.cover) if said.cover else None
    return context | {"from_cover": from_cover if from_cover and from_cover.amount > 0 else None}


def _context(receipt_id: int) -> dict[str, Any]:
    issued = db.session.get_one(Receipt, receipt_id)
    said, secret = acknowledge(db.session(), issued), current_app.config["SECRET_KEY"]
    return {
        "gift": issued.gift,
        "receipt": said,
        "giver_name": greeted(said.giver_name),
        "charity": charity(),
        "goods_statement": goods_statement(said),
        "payment_method": paid_with(said.method),
        "code": written_code(said.code),
        "check_url": absolute("receipts.verify"),
        "print_url": absolute("papers.receipt", number=said.number),
        "thoughts_url": absolute("second_thoughts.show", token=window.token_of(issued.gift, secret)),
        "thoughts_until": window.closes_at(issued.gift) if window.is_open(issued.gift) else None,
    }
