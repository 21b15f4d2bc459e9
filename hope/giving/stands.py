"""How a standing gift stands, in one word that pages and mails turn into sentences."""

from enum import StrEnum

from hope.giving.models import RecurringGift, RecurringStatus
from hope.giving.pledge import lines_from_json


class Stand(StrEnum):
    """What a giver would say of it."""

    BEGINNING = "beginning"
    GOES_ON = "goes on"
    LATE = "late"
    PAUSED = "paused"
    ENDING = "ending"
    STOPPED = "stopped"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        """True when nothing will be charged any more."""
        return self in (Stand.STOPPED, Stand.ENDED)


_BY_STATUS = {
    RecurringStatus.CANCELED: Stand.ENDED,
    RecurringStatus.INCOMPLETE_EXPIRED: Stand.ENDED,
    RecurringStatus.UNPAID: Stand.STOPPED,
    RecurringStatus.INCOMPLETE: Stand.BEGINNING,
}


def stand_of(recurring: RecurringGift) -> Stand:
    """Where it stands; what matters most to its giver comes first."""
    if recurring.status in _BY_STATUS:
        return _BY_STATUS[recurring.status]
    if recurring.paused:
        return Stand.PAUSED
    if recurring.cancel_at is not None:
        return Stand.ENDING
    return Stand.LATE if recurring.status is RecurringStatus.PAST_DUE else Stand.GOES_ON


def titles_of(recurring: RecurringGift) -> list[str]:
    """The campaigns that it is for, each once, as they were called when it began."""
    return list(dict.fromkeys(line.campaign_title for line in lines_from_json(recurring.lines)))


def first_campaign_of(recurring: RecurringGift) -> str:
    """The address part of the campaign where somebody would give again."""
    return lines_from_json(recurring.lines)[0].campaign_slug
