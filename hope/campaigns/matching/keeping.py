"""What a sponsor paid becomes an entry of its own in the books, when staff have seen it arrive."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.matching.counting import count
from hope.campaigns.matching.models import Match, MatchPayment
from hope.giving import matched
from hope.giving.models import Parcel
from hope.kernel import audit
from hope.kernel.clock import charity_midnight, now
from hope.kernel.money import Money


class CannotConfirm(Exception):
    """Why nothing was booked, in words for staff."""


@dataclass(frozen=True)
class Seen:
    """A payment of the sponsor's that arrived; `key` makes it one, however often the form is sent."""

    total: Money
    received_on: date
    key: str
    proof: str = ""


def confirm(session: Session, match_id: int, seen: Seen, actor: str) -> MatchPayment:
    """Book what arrived, no more than the gifts so far are matched with. Raises CannotConfirm."""
    match = session.get_one(Match, match_id, with_for_update=True, populate_existing=True)
    known = session.scalar(select(MatchPayment).where(MatchPayment.key == seen.key))
    if known is not None:
        return known
    count(session, match)
    if not 0 < seen.total.amount <= match.owed.amount or seen.total.currency != match.currency:
        owed = match.owed
        raise CannotConfirm(f"No more than {owed.decimal} {owed.currency} is matched and not paid yet.")
    moment = charity_midnight(seen.received_on)
    parcel = Parcel(
        campaign_id=match.campaign_id, currency=match.currency, ready=seen.total.amount, settled_at=moment
    )
    session.add(parcel)
    session.flush()
    payment = MatchPayment(
        match_id=match_id, key=seen.key, total=seen.total, received_on=seen.received_on, proof=seen.proof,
        parcel_id=parcel.id, recorded_by=actor,
    )  # fmt: skip
    session.add(payment)
    match.confirmed_amount += seen.total.amount
    details = {"amount": f"{seen.total.decimal} {seen.total.currency}"}
    audit.note(session, actor, "confirm match", f"match:{match_id}", seen.proof, details)
    session.flush()
    matched.book(session, match.campaign_id, seen.total, payment.source, moment)
    return payment


def undo(session: Session, payment_id: int, actor: str) -> bool:
    """Take a payment back that was confirmed by mistake, by an entry against it; False when that was done before."""
    payment = session.get_one(MatchPayment, payment_id, with_for_update=True, populate_existing=True)
    if payment.undone_at is not None:
        return False
    match = session.get_one(Match, payment.match_id, with_for_update=True, populate_existing=True)
    parcel = session.get_one(Parcel, payment.parcel_id, with_for_update=True, populate_existing=True)
    payment.undone_at = now()
    match.confirmed_amount -= payment.total.amount
    parcel.ready -= payment.total.amount
    audit.note(session, actor, "undo match", f"match:{match.id}")
    session.flush()
    matched.book(session, match.campaign_id, -payment.total, f"{payment.source}/undone", now())
    return True


def end(session: Session, match_id: int, actor: str) -> bool:
    """End a match today; what was given until now stays matched. False when it is over already."""
    match = session.get_one(Match, match_id, with_for_update=True, populate_existing=True)
    moment = now()
    if match.ends_at <= moment or match.starts_at >= moment:
        return False
    match.ends_at = moment
    audit.note(session, actor, "end match", f"match:{match_id}")
    return True
