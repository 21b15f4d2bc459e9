"""What becomes of somebody's praying when two rows turn out to be one person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts.merging import follows
from hope.prayer import wishes
from hope.prayer.models import PrayerPartner


@follows("prayer partners")
def move_partner(session: Session, gone: int, kept: int) -> int:
    """One person is written to once: as they chose under the row that stays, or else as under the other."""
    of = {
        partner.supporter_id: partner
        for partner in session.scalars(
            select(PrayerPartner).where(PrayerPartner.supporter_id.in_([gone, kept]))
        )
    }
    if gone not in of:
        return 0
    if kept in of:
        wishes.remove(session, of[gone])
    else:
        of[gone].supporter_id = kept
        session.flush()
    return 1
