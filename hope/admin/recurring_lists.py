"""Which recurring gifts staff look at together, and how one of them is found."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from hope.accounts.models import Supporter
from hope.giving.models import RecurringGift, RecurringStatus

OVER = (RecurringStatus.CANCELED, RecurringStatus.INCOMPLETE_EXPIRED)
LATE = (RecurringStatus.PAST_DUE, RecurringStatus.UNPAID)


@dataclass(frozen=True)
class List:
    """Recurring gifts that have something in common."""

    key: str
    label: str
    where: tuple[ColumnElement[bool], ...]


LISTS = (
    List("", "All", ()),
    List(
        "going-on",
        "Going on",
        (RecurringGift.status == RecurringStatus.ACTIVE, RecurringGift.paused.is_(False)),
    ),
    List("late", "Not paid", (RecurringGift.status.in_(LATE),)),
    List("paused", "Paused", (RecurringGift.status.not_in(OVER), RecurringGift.paused.is_(True))),
    List("ending", "Ending", (RecurringGift.status.not_in(OVER), RecurringGift.cancel_at.is_not(None))),
    List("ended", "Ended", (RecurringGift.status.in_(OVER),)),
)


def found_by(words: str) -> Any:
    """A giver's name, a whole address, our reference or Stripe's: whichever these words are."""
    of_address = select(Supporter.id).where(Supporter.email_key == words.casefold())
    return or_(
        RecurringGift.reference == words.upper(),
        RecurringGift.subscription_id == words,
        RecurringGift.supporter_id.in_(of_address),
        RecurringGift.giver_name.icontains(words, autoescape=True),
    )
