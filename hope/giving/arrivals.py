"""A payment beside the pledge that it fulfils: everything that becomes rows when a gift is recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hope.giving.models import EntryKind, LineKind, Method
from hope.giving.pledge import Pledge
from hope.kernel.money import Money
from hope.kernel.references import new_reference


@dataclass(frozen=True)
class Payment:
    """What proves one gift: `source` is unique for it."""

    source: str
    total: Money
    paid_at: datetime
    payment_intent_id: str | None = None


@dataclass(frozen=True)
class OnPaper:
    """How a gift came that Stripe knows nothing of, and who wrote it down; `key` is unique for it."""

    method: Method
    key: str
    entered_by: str
    reference: str = ""
    description: str = ""
    batch_id: int | None = None


@dataclass(frozen=True)
class Arrival:
    """A payment, what it was asked for, and where its receipt is to be sent (an example's goes nowhere).

    `beside` names whoever is told of it for what was asked for beside the money.
    """

    payment: Payment
    pledge: Pledge
    receipt_to: str | None = None
    checkout_id: int | None = None
    recurring_id: int | None = None
    is_example: bool = False
    on_paper: OnPaper | None = None
    # Said where the giver is known otherwise than by an address.
    supporter_id: int | None = None
    has_receipt: bool = True
    beside: str = ""


@dataclass(frozen=True)
class Recorded:
    """A gift whose row is written: what its books, receipt and mail are made from; `shares` is by campaign."""

    id: int
    reference: str
    supporter_id: int
    source: str
    total: Money
    given_at: datetime
    shares: dict[int, Money]
    receipt_to: str | None
    kind: EntryKind = EntryKind.GIFT
    has_receipt: bool = True
    checkout_id: int | None = None
    beside: str = ""


def gift_row(arrival: Arrival, supporter_id: int, moment: datetime) -> dict[str, Any]:
    """The row of the gift itself."""
    payment, giver = arrival.payment, arrival.pledge.giver
    return {
        "reference": new_reference(),
        "source": payment.source,
        "payment_intent_id": payment.payment_intent_id,
        "supporter_id": supporter_id,
        "checkout_id": arrival.checkout_id,
        "recurring_id": arrival.recurring_id,
        "interval": arrival.pledge.interval,
        "amount": payment.total.amount,
        "currency": payment.total.currency,
        "giver_name": giver.name,
        "naming": giver.naming,
        "show_amount": giver.show_amount,
        "note": giver.note,
        "given_at": payment.paid_at,
        "is_example": arrival.is_example,
        "created_at": moment,
    }


def line_rows(pledge: Pledge, gift_id: int) -> list[dict[str, Any]]:
    """The rows of what a gift is for: each choice, then each campaign's part of the cover."""
    rows = [(LineKind.GIFT, line, line.label, line.total) for line in pledge.lines]
    if pledge.cover:
        covers = pledge.cover.split([line.total.amount for line in pledge.lines])
        pairs = zip(pledge.lines, covers, strict=True)
        rows += [(LineKind.COVER, line, "Towards the card fee", cover) for line, cover in pairs if cover]
    return [
        {
            "gift_id": gift_id,
            "kind": kind,
            "campaign_id": line.campaign_id,
            "tier_id": line.tier_id if kind is LineKind.GIFT else None,
            "campaign_title": line.campaign_title,
            "campaign_slug": line.campaign_slug,
            "label": label,
            "quantity": line.quantity if kind is LineKind.GIFT else 1,
            "amount": total.amount,
            "currency": total.currency,
            "goods": line.goods if kind is LineKind.GIFT else "",
            "goods_amount": line.goods_amount if kind is LineKind.GIFT else 0,
        }
        for kind, line, label, total in rows
    ]


def recorded(arrival: Arrival, row: dict[str, Any], lines: list[dict[str, Any]], gift_id: int) -> Recorded:
    """A gift as it now stands in its rows."""
    shares: dict[int, Money] = {}
    for line in lines:
        before = shares.get(line["campaign_id"], Money.zero(line["currency"]))
        shares[line["campaign_id"]] = before + Money(line["amount"], line["currency"])
    payment = arrival.payment
    return Recorded(
        gift_id,
        row["reference"],
        row["supporter_id"],
        payment.source,
        payment.total,
        payment.paid_at,
        shares,
        arrival.receipt_to,
        EntryKind.OFFLINE if arrival.on_paper else EntryKind.GIFT,
        arrival.has_receipt,
        arrival.checkout_id,
        arrival.beside,
    )


def paper_row(arrival: Arrival, gift_id: int, moment: datetime) -> dict[str, Any]:
    """The row that says how a gift on paper came."""
    paper = arrival.on_paper
    assert paper is not None
    return {
        "gift_id": gift_id,
        "method": paper.method,
        "reference": paper.reference,
        "description": paper.description,
        "key": paper.key,
        "batch_id": paper.batch_id,
        "entered_by": paper.entered_by,
        "entered_at": moment,
    }
