"""What needs a person: each matter in a sentence, how many there are, and where to look after it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.accounts.rights import Right
from hope.campaigns.wall import leaving
from hope.giving.models import (
    Answer,
    BooksCheck,
    Dispute,
    ForgottenCustomer,
    FraudWarning,
    GiftStatus,
    GiftSummary,
    GiverLetter,
    Outcome,
    Payout,
    RecurringGift,
    RecurringStatus,
    Refund,
    RefundRequest,
    RefundStatus,
    StripeEvent,
)
from hope.honour.models import Tribute
from hope.kernel.clock import charity_day, now
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.web.filters import counted
from hope.prayer.models import PrayerRequest
from hope.spotlight import confirming, consents

UNPAID = (RecurringStatus.PAST_DUE, RecurringStatus.UNPAID)
SOON = timedelta(days=30)
STUCK = timedelta(hours=1)
FORGOTTEN_BY = timedelta(hours=12)
CHECKED_LATELY = timedelta(hours=36)
# What nobody can mend, such as a letter to an address that is gone, leaves the list by itself.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Matter:
    """One thing to look after; `kind` is warn or bad."""

    words: str
    count: int
    kind: str
    href: str
    due: datetime | None = None


def matters(session: Session, may: Callable[[Right], bool]) -> list[Matter]:
    """Everything that waits for somebody with these rights, the most pressing first."""
    parts = {
        Right.SEE_GIFTS: (_disputes, _warnings, _refunds, _renewals, _letters),
        Right.SEE_BOOKS: (_books, _payouts),
        Right.RUN_MACHINES: (_events, _mail, _forgotten),
        Right.EDIT_CONTENT: (_requests, _words, _facts),
        Right.LOOK_AFTER_CARDS: (_reported,),
    }
    found = [one for right, those in parts.items() if may(right) for part in those for one in part(session)]
    return sorted(found, key=lambda matter: matter.kind != "bad")


def _facts(session: Session) -> Iterator[Matter]:
    partners = url_for("admin_organizations.index")
    if said := confirming.number_waiting(session):
        words = counted(said, "partner says", "partners say") + " that a fact is not right"
        yield Matter(words, said, "warn", partners)
    if stale := confirming.number_stale(session):
        words = (
            counted(stale, "fact about a partner was", "facts about partners were")
            + " not checked for a year"
        )
        yield Matter(words, stale, "warn", partners)
    if soon := consents.ending_before(session, charity_day(now()) + SOON):
        words = (
            counted(soon, "consent ends", "consents end") + " within a month: think of what to write instead"
        )
        yield Matter(words, soon, "warn", url_for("admin_consents.index"))


def _disputes(session: Session) -> Iterator[Matter]:
    open_ones = Dispute.status.in_(["needs_response", "warning_needs_response"])
    count, due = session.execute(select(func.count(), func.min(Dispute.due_by)).where(open_ones)).one()
    if count:
        href = url_for("admin_gifts.index", status=GiftStatus.DISPUTED.value)
        yield Matter(
            counted(count, "dispute waits", "disputes wait") + " for an answer", count, "bad", href, due
        )


def _warnings(session: Session) -> Iterator[Matter]:
    kept = (GiftSummary.status == GiftStatus.KEPT, FraudWarning.warned_at > now() - LATELY)
    count, first = _those(session, FraudWarning.gift_id, GiftSummary.gift_id == FraudWarning.gift_id, *kept)
    if count:
        words = (
            counted(count, "gift", "gifts")
            + " may be fraud, says the card network: refund before it is contested"
        )
        yield Matter(words, count, "bad", first)


def _refunds(session: Session) -> Iterator[Matter]:
    count, first = _those(session, RefundRequest.gift_id, RefundRequest.answer == Answer.WAITING)
    if count:
        yield Matter(
            counted(count, "refund has", "refunds have") + " no answer from Stripe yet", count, "bad", first
        )
    failed = Refund.status == RefundStatus.FAILED, Refund.refunded_at > now() - LATELY
    count, first = _those(session, Refund.gift_id, *failed)
    if count:
        words = counted(count, "refund", "refunds") + " did not reach the giver, and the money came back"
        yield Matter(words, count, "bad", first)


def _renewals(session: Session) -> Iterator[Matter]:
    count = _count(session, RecurringGift.id, RecurringGift.status.in_(UNPAID))
    if count:
        words = counted(count, "recurring gift") + " could not be renewed"
        yield Matter(words, count, "warn", url_for("admin_recurring.index", list="late"))


def _books(session: Session) -> Iterator[Matter]:
    newest = session.scalar(select(BooksCheck).order_by(BooksCheck.id.desc()).limit(1))
    href = url_for("admin_books.index")
    if newest is None or newest.ran_at < now() - CHECKED_LATELY:
        yield Matter("The books were not compared with Stripe’s lately", 1, "warn", href)
    elif not newest.matched:
        count = len(newest.differences)
        yield Matter(counted(count, "difference") + " between the books and Stripe’s", count, "bad", href)


def _payouts(session: Session) -> Iterator[Matter]:
    failed = (Payout.status == "failed") & (Payout.arrives_at > now() - LATELY)
    count = _count(session, Payout.id, failed)
    if count:
        words = counted(count, "payout") + " did not reach the charity’s bank"
        yield Matter(words, count, "bad", url_for("admin_books.payouts"))


def _events(session: Session) -> Iterator[Matter]:
    count = _count(session, StripeEvent.id, StripeEvent.outcome == Outcome.FAILED)
    if count:
        href = url_for("admin_events.index", outcome=Outcome.FAILED.value)
        yield Matter(counted(count, "event") + " of Stripe’s could not be recorded", count, "bad", href)


def _mail(session: Session) -> Iterator[Matter]:
    # A list that is long takes its time, and an address that bounced is no letter lost.
    owed = OutgoingMail.is_list.is_(False)
    failed = owed & (OutgoingMail.state == MailState.FAILED) & (OutgoingMail.due_at > now() - LATELY)
    if count := _count(session, OutgoingMail.id, failed):
        href = url_for("admin_mail.index", state=MailState.FAILED.value)
        yield Matter(counted(count, "letter") + " could not be delivered", count, "bad", href)
    late = owed & (OutgoingMail.state == MailState.WAITING) & (OutgoingMail.due_at < now() - STUCK)
    if count := _count(session, OutgoingMail.id, late):
        words = counted(count, "letter has", "letters have")
        words += " waited for more than an hour: is the worker running?"
        yield Matter(words, count, "bad", url_for("admin_mail.index", state=MailState.WAITING.value))


def _forgotten(session: Session) -> Iterator[Matter]:
    """Stripe was asked for hours: its key may not be allowed to, or something of theirs goes on there."""
    count = _count(
        session, ForgottenCustomer.customer_id, ForgottenCustomer.created_at < now() - FORGOTTEN_BY
    )
    if count:
        words = counted(count, "person", "people")
        words += " who asked to be forgotten could not be deleted at Stripe: may our key write Customers?"
        yield Matter(words, count, "bad", url_for("admin_audit.index", q="erase"))


def _letters(session: Session) -> Iterator[Matter]:
    count = _count(session, GiverLetter.id, GiverLetter.answered_at.is_(None))
    if count:
        words = counted(count, "letter of a giver waits", "letters of givers wait") + " for an answer"
        yield Matter(words, count, "warn", url_for("admin_letters.index"))


def _reported(session: Session) -> Iterator[Matter]:
    waiting = Tribute.reported_at.is_not(None) & Tribute.looked_at.is_(None)
    count = _count(session, Tribute.id, waiting)
    if count:
        words = counted(count, "card was", "cards were") + " reported by a receiver"
        yield Matter(words, count, "bad", url_for("admin_cards.index", list="reported"))


def _requests(session: Session) -> Iterator[Matter]:
    count = _count(session, PrayerRequest.id, PrayerRequest.id > 0)
    if count:
        words = counted(count, "request for prayer waits", "requests for prayer wait") + " to be read"
        yield Matter(words, count, "warn", url_for("admin_prayer.waiting"))


def _words(session: Session) -> Iterator[Matter]:
    count, campaign_id = leaving.waiting(session)
    if count:
        words = f"Words of {counted(count, 'giver')} wait to be read"
        href = url_for("admin_campaigns.show", campaign_id=campaign_id, _anchor="wall")
        yield Matter(words, count, "warn", href)


def _count(session: Session, column: object, condition: object) -> int:
    return int(session.scalar(select(func.count(column)).where(condition)) or 0)  # type: ignore[arg-type]


def _those(session: Session, gift_id: object, *conditions: object) -> tuple[int, str]:
    """How many there are, and the page of the gift that has waited longest."""
    row = select(func.count(), func.min(gift_id)).where(*conditions)  # type: ignore[arg-type]
    count, first = session.execute(row).one()
    return count, url_for("admin_gifts.show", gift_id=first) if first else ""
