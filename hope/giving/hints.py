"""One search box that understands what is at hand: a name, an address, a receipt’s number, an id of Stripe’s."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, select, union
from sqlalchemy.orm import Session

from hope.accounts import finding
from hope.giving.models import (
    Checkout,
    Dispute,
    Gift,
    GiftSummary,
    OfflineGift,
    Payout,
    Receipt,
    RecurringGift,
    Refund,
    Settlement,
)
from hope.kernel.references import ALPHABET

# So many people are looked up one by one; when more fit, the newest gifts are gone through instead.
MOST_PEOPLE = 2_000
RECEIPT = re.compile(r"\d{4}-\d{4,9}")
REFERENCE = re.compile(f"[{ALPHABET}]{{24}}", re.IGNORECASE)
STRIPE = re.compile(r"[a-z]{2,4}_[A-Za-z0-9_]{1,250}")
BATCH = re.compile(r"import:(\d{1,15})")
NUMBER = re.compile(r"#?(\d{1,15})")
_summary = GiftSummary.__table__.c


@dataclass(frozen=True)
class Hint:
    """What the words mean: the condition on summaries, and how to say it."""

    condition: ColumnElement[bool]
    words: str
    # Where so many fit, the newest are found quickly, and all of them only by going through everything.
    is_wide: bool = False


def read(session: Session, text: str) -> Hint | None:
    """What somebody typed into the search box; None for nothing."""
    text = text.strip()
    if not text:
        return None
    if RECEIPT.fullmatch(text):
        return _gifts(select(Receipt.gift_id).where(Receipt.number == text), f"the number of receipt {text}")
    if REFERENCE.fullmatch(text):
        return _gifts(_by_reference(session, text.upper()), "reference")
    if STRIPE.fullmatch(text) and text.split("_")[0] in _BY_PREFIX:
        return _gifts(_BY_PREFIX[text.split("_")[0]](text), "Stripe’s id")
    if batch := BATCH.fullmatch(text):
        imported = select(OfflineGift.gift_id).where(OfflineGift.batch_id == int(batch[1]))
        return _gifts(imported, "their import")
    if number := NUMBER.fullmatch(text):
        cheques = select(OfflineGift.gift_id).where(OfflineGift.reference == number[1])
        ids = union(select(Gift.id).where(Gift.id == int(number[1])), cheques)
        return _gifts(ids, "the gift’s or a cheque’s number")
    return _people(session, text)


def _gifts(ids: Select[Any] | CompoundSelect[Any], words: str) -> Hint:
    return Hint(_summary.gift_id.in_(ids), words)


def _people(session: Session, text: str) -> Hint:
    words = finding.wanted(text)
    if not words:
        return Hint(false(), "nothing that could be a name or a number")
    people = session.scalars(finding.matching(words).limit(MOST_PEOPLE + 1)).all()
    if len(people) > MOST_PEOPLE:
        condition = and_(*(finding.has_word(_summary.supporter_id, word) for word in words))
        return Hint(
            condition, f"name or address; more than {MOST_PEOPLE:,} people have such a one", is_wide=True
        )
    return Hint(_summary.supporter_id.in_(people), "name or address")


# Each way of being meant is looked up by its own index: PostgreSQL answers “either, or” by reading every gift.
def _by_reference(session: Session, reference: str) -> CompoundSelect[Any]:
    checkout = session.scalar(select(Checkout.id).where(Checkout.reference == reference))
    standing = session.scalar(select(RecurringGift.id).where(RecurringGift.reference == reference))
    return union(
        select(Gift.id).where(Gift.reference == reference),
        select(Gift.id).where(Gift.checkout_id == (checkout or 0)),
        select(Gift.id).where(Gift.recurring_id == (standing or 0)),
    )


def _by_payment(name: str) -> CompoundSelect[Any]:
    return union(
        select(Gift.id).where(Gift.payment_intent_id == name),
        select(Settlement.gift_id).where(Settlement.payment_intent_id == name),
    )


def _by_payout(name: str) -> Select[Any]:
    return (
        select(GiftSummary.gift_id)
        .join(Payout, Payout.id == GiftSummary.payout_id)
        .where(Payout.payout_id == name)
    )


def _by_standing(column: Any) -> Callable[[str], Select[Any]]:
    return lambda name: select(Gift.id).join(RecurringGift).where(column == name)


_BY_PREFIX: dict[str, Callable[[str], Select[Any] | CompoundSelect[Any]]] = {
    "pi": _by_payment,
    "in": lambda name: select(Gift.id).where(Gift.source == f"stripe:{name}"),
    "ch": lambda name: select(Settlement.gift_id).where(Settlement.charge_id == name),
    "py": lambda name: select(Settlement.gift_id).where(Settlement.charge_id == name),
    "txn": lambda name: select(Settlement.gift_id).where(Settlement.transaction_id == name),
    "cs": lambda name: select(Gift.id).join(Checkout).where(Checkout.session_id == name),
    "re": lambda name: select(Refund.gift_id).where(Refund.source == f"stripe:{name}"),
    "pyr": lambda name: select(Refund.gift_id).where(Refund.source == f"stripe:{name}"),
    "du": lambda name: select(Dispute.gift_id).where(Dispute.dispute_id == name),
    "dp": lambda name: select(Dispute.gift_id).where(Dispute.dispute_id == name),
    "sub": _by_standing(RecurringGift.subscription_id),
    "cus": _by_standing(RecurringGift.customer_id),
    "po": _by_payout,
}
