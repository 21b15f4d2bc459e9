"""What the giver is told after paying: from our rows, then from Stripe, and never "failed" on mere silence."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import checkout as checkouts
from hope.giving import recording
from hope.giving.gateway import Gateway, GatewayError
from hope.giving.models import Checkout, CheckoutState, Gift
from hope.giving.pledge import PledgeLine
from hope.giving.receipts import receipt_of
from hope.giving.second_thoughts import window
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

log = logging.getLogger(__name__)
_WAITING = (CheckoutState.OPEN, CheckoutState.PROCESSING)
_WORDS = {
    CheckoutState.COMPLETED: "confirmed",
    CheckoutState.PROCESSING: "processing",
    CheckoutState.OPEN: "confirming",
    CheckoutState.EXPIRED: "expired",
    CheckoutState.FAILED: "failed",
}


@dataclass(frozen=True)
class Thoughts:
    """The way to put something right about the gift."""

    token: str
    is_open: bool
    closes_at: datetime


@dataclass(frozen=True)
class Thanks:
    """What stands on the thank-you page."""

    state: str
    reference: str
    total: Money
    interval: str
    lines: tuple[PledgeLine, ...]
    cover: Money | None
    receipt_number: str | None
    email_hint: str
    thoughts: Thoughts | None = None
    # What is given each time from then on, where it is less than today.
    again: Money | None = None


def look(session: Session, reference: str, secret: str) -> Thanks | None:
    """The page of this reference as our rows have it; None when there is no such attempt."""
    checkout = checkouts.find(session, reference)
    if checkout is None:
        return None
    pledge = checkouts.pledge_of(checkout)
    return Thanks(
        state=_WORDS[checkout.state],
        reference=reference,
        total=pledge.total,
        interval=pledge.interval.value,
        lines=pledge.lines,
        cover=pledge.cover or None,
        receipt_number=_receipt_number(session, checkout),
        email_hint=masked(checkout.giver_email),
        thoughts=_thoughts(session, checkout, secret),
        again=pledge.again().total if any(line.once for line in pledge.lines) else None,
    )


def _thoughts(session: Session, checkout: Checkout, secret: str) -> Thoughts | None:
    gift = window.of_attempt(session, checkout.id)
    if gift is None:
        return None
    return Thoughts(window.token_of(gift, secret), window.is_open(gift), window.closes_at(gift))


def catch_up(reference: str, gateway: Gateway) -> None:
    """Where our rows still wait, ask Stripe and record its answer as its events would have; silence is fine."""
    checkout = checkouts.find(db.session(), reference)
    if checkout is None or checkout.session_id is None or checkout.state not in _WAITING:
        return
    try:
        facts = gateway.fetch_facts(checkout.session_id)
        with unit_of_work() as session:
            for fact in facts:
                recording.record(session, fact)
    except (GatewayError, recording.CannotRecord) as error:
        # The giver is told "still confirming", which is true; the event will come, or staff will look.
        log.warning("could not catch up checkout %s: %s", checkout.id, error)


def masked(email: str) -> str:
    """Enough of an address to recognise it by, too little to write to: a•••@example.org."""
    if not email:
        return ""  # its owner asked to be forgotten
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _receipt_number(session: Session, checkout: Checkout) -> str | None:
    first = select(Gift.id).where(Gift.checkout_id == checkout.id).order_by(Gift.id).limit(1)
    gift_id = session.scalar(first)
    receipt = receipt_of(session, gift_id) if gift_id else None
    return receipt.number if receipt else None
