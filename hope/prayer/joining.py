"""Joining: a wish is written down, a mail asks, its button makes a partner. Nobody is told who is one already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import addresses, supporters
from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail import outbox, stopping
from hope.kernel.mail.models import OutgoingMail
from hope.prayer import counting
from hope.prayer.models import PrayerPartner, PrayerSignup, PrayerTopic
from hope.prayer.models.partners import new_partner_reference
from hope.prayer.rhythms import Rhythm, next_after

CONSENT = "Write to me with what to pray for, in the rhythm I choose. I can stop at any time."
VANISHES = timedelta(days=14)
ASK_AGAIN = timedelta(hours=1)
MAIL = "prayer_confirm"


@dataclass(frozen=True)
class Wish:
    """How somebody would like to hear from us."""

    rhythm: Rhythm = Rhythm.WEEKLY
    weekday: int = 0
    time_zone: str = "America/New_York"
    topic_ids: tuple[int, ...] = ()


def ask(session: Session, email: str, first_name: str, wish: Wish) -> None:
    """Write the wish down and ask by mail; the same address asked again within the hour is not mailed again."""
    key, moment = email.casefold(), now()
    found = select(PrayerSignup).where(PrayerSignup.email_key == key).with_for_update()
    values = _columns(wish) | {"first_name": first_name, "email": email, "consent": CONSENT}
    session.execute(
        insert_or_ignore(
            PrayerSignup,
            email_key=key,
            reference=new_partner_reference(),
            created_at=moment,
            asked_at=moment - ASK_AGAIN,
            **values,
        )
    )
    signup = session.scalars(found).one()
    for name, value in values.items():
        setattr(signup, name, value)
    signup.created_at = moment
    if signup.asked_at > moment - ASK_AGAIN:
        return
    signup.asked_at = moment
    session.flush()
    outbox.post(session, MAIL, email, f"{MAIL}:{signup.id}:{moment:%Y%m%d%H%M%S}", reference=signup.reference)


def find(session: Session, reference: str) -> PrayerSignup | None:
    """The sign-up of this reference, unless it was confirmed or is too old."""
    found = select(PrayerSignup).where(
        PrayerSignup.reference == reference, PrayerSignup.created_at > now() - VANISHES
    )
    return session.scalar(found)


def partner_of(session: Session, email: str) -> PrayerPartner | None:
    """Who prays under this address."""
    found = select(PrayerPartner).join(Supporter).where(Supporter.email_key == email.casefold())
    return session.scalar(found)


def confirm(session: Session, reference: str) -> PrayerPartner | None:
    """The button in the mail: the address is proved, and its owner prays with us or changes how they do."""
    signup = session.scalar(select(PrayerSignup).where(PrayerSignup.reference == reference).with_for_update())
    if signup is None or signup.created_at <= now() - VANISHES:
        return None
    partner = _partner_for(session, signup)
    stopping.resume(session, signup.email)
    session.delete(signup)
    session.flush()
    return partner


def make_partner(
    session: Session, email: str, first_name: str, wish: Wish, consent: str, consented_at: datetime
) -> PrayerPartner:
    """A new partner, whose agreement is known."""
    supporter = supporters.find_or_add(session, email, first_name)
    partner = PrayerPartner(
        supporter=supporter, first_name=first_name, consent=consent, consented_at=consented_at
    )
    apply(session, partner, wish)
    session.add(partner)
    session.flush()
    counting.add_to_day(session, joined=1)
    return partner


def apply(session: Session, partner: PrayerPartner, wish: Wish) -> None:
    """Let a partner hear from us in this way from here on."""
    topics = list(session.scalars(select(PrayerTopic).where(PrayerTopic.id.in_(wish.topic_ids))))
    if {topic.id for topic in topics} != {topic.id for topic in partner.topics}:
        partner.topics, partner.chosen_at = topics, now()
    partner.rhythm, partner.weekday, partner.time_zone = wish.rhythm, wish.weekday, wish.time_zone
    partner.paused_until = None
    partner.next_at = next_after(now(), wish.rhythm, wish.weekday, wish.time_zone)


def forget_unconfirmed(session: Session) -> int:
    """Delete what nobody confirmed within two weeks, the mails that asked included; how many there were."""
    old = now() - VANISHES
    session.execute(delete(OutgoingMail).where(OutgoingMail.kind == MAIL, OutgoingMail.created_at <= old))
    gone = session.execute(delete(PrayerSignup).where(PrayerSignup.created_at <= old))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _partner_for(session: Session, signup: PrayerSignup) -> PrayerPartner:
    wish = Wish(signup.rhythm, signup.weekday, signup.time_zone, tuple(signup.wishes["topics"]))
    supporter = supporters.find_or_add(session, signup.email, signup.first_name)
    # By the person, not by the address: somebody may have several.
    partner = session.scalar(select(PrayerPartner).where(PrayerPartner.supporter_id == supporter.id))
    if partner is None:
        partner = make_partner(session, signup.email, signup.first_name, wish, signup.consent, now())
    else:
        apply(session, partner, wish)
        partner.first_name = signup.first_name or partner.first_name
        partner.consent, partner.consented_at = signup.consent, now()
    # Whoever pressed the button reads mail at this address: what was ever done with it is theirs.
    addresses.prove(session, partner.supporter, signup.email)
    return partner


def _columns(wish: Wish) -> dict[str, object]:
    return {
        "rhythm": wish.rhythm,
        "weekday": wish.weekday,
        "time_zone": wish.time_zone,
        "wishes": {"topics": list(wish.topic_ids)},
    }
