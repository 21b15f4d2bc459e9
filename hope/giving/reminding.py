"""What givers of standing gifts hear before anything happens: a yearly charge is near, a card is about to be too old.

Both are looked for every night, and each is owed once, by its cause: the same renewal, the same card.
"""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hope.giving.models import RecurringGift
from hope.giving.pledge import Interval
from hope.giving.recurring import email_of
from hope.giving.standing_figures import PAYING
from hope.kernel.clock import charity_day, now
from hope.kernel.mail import outbox

# The card networks want it a week before at least, and a month at most.
AHEAD = timedelta(days=14)
_GOING_ON = (
    RecurringGift.status.in_(PAYING),
    RecurringGift.cancel_at.is_(None),
    RecurringGift.is_example.is_(False),
)


def remind(session: Session) -> None:
    """Owe every letter that is due tonight."""
    _before_renewals(session)
    _about_cards(session)


def goes_on(recurring: RecurringGift) -> bool:
    """True when something will be charged again."""
    return recurring.status in PAYING and recurring.cancel_at is None


def stands_to_renew(recurring: RecurringGift) -> bool:
    """True when the next payment comes as planned: no end and no rest stands before it."""
    due, awake = recurring.next_payment_at, recurring.resumes_at
    if not goes_on(recurring) or due is None or due <= now():
        return False
    return not recurring.paused or (awake is not None and awake < due)


def _before_renewals(session: Session) -> None:
    soon = RecurringGift.next_payment_at.between(now(), now() + AHEAD)
    awake = or_(RecurringGift.paused.is_(False), RecurringGift.resumes_at < RecurringGift.next_payment_at)
    due = select(RecurringGift).where(RecurringGift.interval == Interval.YEAR, soon, awake, *_GOING_ON)
    for recurring in session.scalars(due).all():
        assert recurring.next_payment_at is not None
        cause = f"renewal_ahead:{recurring.id}:{recurring.next_payment_at:%Y%m%d}"
        outbox.post(session, "renewal_ahead", email_of(session, recurring), cause, recurring_id=recurring.id)


def _about_cards(session: Session) -> None:
    """A card lasts until the end of its month: its giver hears in that month, or as soon as we know."""
    this_month = f"{charity_day(now()):%Y-%m}"
    old = select(RecurringGift).where(RecurringGift.card_expires <= this_month, *_GOING_ON)
    for recurring in session.scalars(old).all():
        cause = f"card_expires:{recurring.id}:{recurring.card}:{recurring.card_expires}"
        outbox.post(
            session,
            "card_expires",
            email_of(session, recurring),
            cause,
            recurring_id=recurring.id,
            expires=recurring.card_expires,
        )
