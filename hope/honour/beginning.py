"""The gift is recorded: its card begins its way, in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hope.giving.arrivals import Recorded
from hope.giving.following import when_given
from hope.giving.second_thoughts import window
from hope.honour.models import CardState, Tribute, Way
from hope.honour.wishing import FOLLOWER
from hope.kernel.among import among
from hope.kernel.bulk import straight
from hope.kernel.clock import charity_moment, now

# A card that goes at once waits a little, so that a slip can be mended; one with a day goes in the morning.
GRACE = window.WINDOW
MORNING = time(8)


@when_given(FOLLOWER)
def begin(session: Session, gifts: Sequence[Recorded]) -> None:
    """Let the cards that were asked for beside these gifts go, each when its day comes.

    Only what waits for its gift begins: the later payments of a standing gift find nothing to do.
    """
    gift_of = {gift.checkout_id: gift.id for gift in gifts if gift.checkout_id is not None}
    connection = straight(session)
    for row in connection.execute(_ASKED, {"checkouts": list(gift_of)}).all():
        values = {"tribute": row.id, "gift": gift_of[row.checkout_id]}
        if row.way == Way.MAIL:
            values |= {"became": CardState.WAITING, "due": due(row.send_on, now())}
        else:
            values |= {"became": CardState.KEPT, "due": None}
        connection.execute(_BEGIN, values)


def due(day: date | None, moment: datetime) -> datetime:
    """When a card for this day goes out: on its morning where the charity is, or else soon."""
    if day is None:
        return moment + GRACE
    return max(morning(day), moment + GRACE)


def morning(day: date) -> datetime:
    """The morning of this day where the charity is."""
    return charity_moment(day, MORNING)


_OF = Tribute.__table__.c
_ASKED = select(_OF.id, _OF.checkout_id, _OF.way, _OF.send_on).where(
    among(_OF.checkout_id, "checkouts"), _OF.state == CardState.ASKED
)
_BEGIN = (
    update(Tribute.__table__)  # type: ignore[arg-type]
    .where(_OF.id == bindparam("tribute"))
    .values(gift_id=bindparam("gift"), state=bindparam("became"), due_at=bindparam("due"))
)
