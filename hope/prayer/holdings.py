"""What praying keeps of a person: that they asked to be written to. Nothing here knows whether they prayed."""

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts.holdings import Holding, Row, register
from hope.accounts.models import Supporter
from hope.accounts.own_holdings import keys_of
from hope.prayer import wishes
from hope.prayer.models import PrayerPartner, PrayerSignup


def partner_of(session: Session, supporter: Supporter) -> PrayerPartner | None:
    """How this person is written to with what to pray for."""
    return session.scalar(select(PrayerPartner).where(PrayerPartner.supporter_id == supporter.id))


def _read(session: Session, supporter: Supporter) -> Iterator[Row]:
    partner = partner_of(session, supporter)
    if partner:
        yield {
            "first name": partner.first_name,
            "how often": partner.rhythm,
            "time zone": partner.time_zone,
            "about": "; ".join(topic.name for topic in partner.topics) or "everything",
            "paused until": partner.paused_until,
            "next mail": partner.next_at,
            "joined": partner.joined_at,
            "agreed to": partner.consent,
        }
    for signup in _signups(session, supporter):
        yield {
            "first name": signup.first_name,
            "asked to join": signup.created_at,
            "agreed to": signup.consent,
        }


def _forget(session: Session, supporter: Supporter) -> None:
    partner = partner_of(session, supporter)
    if partner:
        wishes.remove(session, partner)
    keys = keys_of(session, supporter)
    session.execute(delete(PrayerSignup).where(PrayerSignup.email_key.in_(keys)))


def _signups(session: Session, supporter: Supporter) -> list[PrayerSignup]:
    mine = select(PrayerSignup).where(PrayerSignup.email_key.in_(keys_of(session, supporter)))
    return list(session.scalars(mine))


register(
    Holding(
        "prayer",
        "Praying with us",
        _read,
        _forget,
        goes="That you asked us for what to pray for, how often, and about what. We never knew whether you prayed.",
    )
)
