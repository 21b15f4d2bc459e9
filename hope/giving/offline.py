"""Gifts that staff enter: a cheque, cash, a bank transfer, stock or things. Entered wrongly, they are taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.finding import fold
from hope.accounts.models import Supporter
from hope.accounts.supporters import find_or_add
from hope.accounts.unaddressed import add_unaddressed, find_or_add_unaddressed
from hope.giving import counting, ledger, receipts
from hope.giving.arrivals import Arrival, OnPaper, Payment
from hope.giving.gifts import record_gifts
from hope.giving.models import Gift, GiftSummary, OfflineGift
from hope.giving.pledge import Giver, Interval, Naming, Pledge, PledgeLine
from hope.kernel import audit, once
from hope.kernel.clock import charity_day, charity_midnight, now
from hope.kernel.mail import outbox
from hope.kernel.money import Money

NOON = timedelta(hours=12)


class CannotEnter(Exception):
    """Why nothing was entered or taken back, in words for staff."""


class LooksTheSame(Exception):
    """A gift that was entered before looks like this one; staff say whether it is another."""

    def __init__(self, gift: Gift) -> None:
        super().__init__(f"gift {gift.id}")
        self.gift = gift


@dataclass(frozen=True)
class PaperGift:
    """A gift as staff write it down; `supporter_id` where they said which known person it is."""

    paper: OnPaper
    line: PledgeLine
    given_on: date
    name: str
    email: str
    naming: Naming = Naming.ANONYMOUS
    supporter_id: int | None = None
    is_somebody_new: bool = False
    sends_receipt: bool = True
    is_another: bool = False


def enter(session: Session, wanted: PaperGift, actor: str) -> Gift:
    """Write the gift down with its books and receipt; the same form sent twice enters it once.

    Raises LooksTheSame where the same reference, or the same amount, came from this person on this day already.
    """
    # Whoever sends the form a second time waits here for the first, and finds what it made.
    key = wanted.paper.key
    once.made_before(session, key)
    entered = session.scalar(select(OfflineGift).where(OfflineGift.key == key))
    if entered is not None:
        return session.get_one(Gift, entered.gift_id)
    person = giver_of(session, wanted)
    if not wanted.is_another:
        _require_that_it_is_new(session, wanted, person)
    giver = Giver(wanted.name or person.name, person.email, wanted.naming, show_amount=False)
    total = wanted.line.total
    arrival = Arrival(
        Payment(source_of(session, wanted, person), total, moment_of(wanted.given_on)),
        Pledge(giver, Interval.ONCE, (wanted.line,), Money.zero(total.currency)),
        receipt_to=person.email if wanted.sends_receipt and person.email else None,
        on_paper=wanted.paper,
        supporter_id=person.id,
    )
    (recorded,) = record_gifts(session, [arrival])
    details = {"amount": f"{total.decimal} {total.currency}", "by": wanted.paper.method.value}
    audit.note(session, actor, "enter gift", f"gift:{recorded.id}", wanted.paper.reference, details)
    return session.get_one(Gift, recorded.id)


def giver_of(session: Session, wanted: PaperGift) -> Supporter:
    """Whose gift it is: whom staff chose, whoever has the address, or somebody known by name alone."""
    if wanted.supporter_id is not None:
        found = session.get(Supporter, wanted.supporter_id)
        if found is None:
            raise CannotEnter("This person is not there any more. Look for them once more.")
        return found
    if wanted.email:
        return find_or_add(session, wanted.email, wanted.name)
    if wanted.is_somebody_new:
        return add_unaddressed(session, wanted.name)
    return session.get_one(Supporter, find_or_add_unaddressed(session, [wanted.name])[0])


def take_back(session: Session, gift: Gift, reason: str, actor: str) -> None:
    """Undo an entry that was wrong, by an entry against it; its receipt is void from then on. Raises CannotEnter."""
    paper = session.get(OfflineGift, gift.id, with_for_update=True, populate_existing=True)
    if paper is None:
        raise CannotEnter("Only gifts that staff entered can be taken back; this one came through Stripe.")
    if paper.taken_back_at is not None:
        raise CannotEnter("This entry was taken back already.")
    undo(session, gift, paper)
    audit.note(session, actor, "take gift back", f"gift:{gift.id}", reason)
    void_receipt(session, gift)


def undo(session: Session, gift: Gift, paper: OfflineGift) -> None:
    """Book that nothing of it is left, and that no campaign counts it."""
    paper.taken_back_at = now()
    session.flush()
    campaigns = ledger.shares_of(session, gift)
    leaving = {campaign for campaign in campaigns if counting.leave(session, gift, campaign)}
    ledger.book_taking_back(session, gift, f"{gift.source}/taken-back", now(), leaving)


def void_receipt(session: Session, gift: Gift) -> None:
    """Say of its receipt that nothing is left to acknowledge, and tell whoever got it."""
    replaced = receipts.replace(session, gift, Money.zero(gift.total.currency))
    if replaced is not None:
        cause, email = f"receipt:{replaced.id}", gift.supporter.email
        outbox.post(session, "receipt_replaced", email, cause=cause, receipt_id=replaced.id)


def moment_of(day: date) -> datetime:
    """When a gift of this day counts as given: at its noon, which is the same day for whoever reads of it nearby."""
    return (
        min(charity_midnight(day) + NOON, now())
        if day == charity_day(now())
        else charity_midnight(day) + NOON
    )


def source_of(session: Session, wanted: PaperGift, person: Supporter) -> str:
    """What makes it one: how it came, from whom, when, and under which number; the form where it has none."""
    paper = wanted.paper
    number = fold(paper.reference).replace(" ", "") or f"form-{paper.key}"
    source = f"offline:{paper.method.value}:{number}:{person.id}:{wanted.given_on.isoformat()}"[:240]
    taken = session.scalar(select(Gift.id).where(Gift.source == source))
    return source if taken is None else f"{source}:{paper.key}"[:255]


def _require_that_it_is_new(session: Session, wanted: PaperGift, person: Supporter) -> None:
    """Question what looks like a gift of this person's from this day: the same number, or the same amount and way."""
    begin = charity_midnight(wanted.given_on)
    same_day = (
        select(Gift)
        .join(OfflineGift, OfflineGift.gift_id == Gift.id)
        .join(GiftSummary, GiftSummary.gift_id == Gift.id)
        .where(
            GiftSummary.supporter_id == person.id,
            GiftSummary.given_at >= begin,
            GiftSummary.given_at < begin + timedelta(days=1),
            OfflineGift.taken_back_at.is_(None),
            OfflineGift.method == wanted.paper.method,
        )
    )
    number = fold(wanted.paper.reference)
    for gift in session.scalars(same_day):
        paper = session.get_one(OfflineGift, gift.id)
        same = fold(paper.reference) == number if number else gift.total == wanted.line.total
        if same:
            raise LooksTheSame(gift)
