"""Things to pray for, people who pray, and the mail they get."""

import itertools
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail import delivery
from hope.kernel.mail.models import OutgoingMail
from hope.prayer import joining
from hope.prayer.joining import CONSENT, Wish
from hope.prayer.models import PrayerPartner, PrayerPoint, PrayerTopic, Reach, partner_topic
from hope.prayer.points import today
from hope.prayer.rhythms import Rhythm

_numbers = itertools.count(1)
VEIL = "A team needs safety this week."
SECRETS = ("Nightingale", "harbour of Lumo", "orange boat", "quayside")


def make_topic(session: Session, name: str = "", **over: Any) -> PrayerTopic:
    """Something that partners can choose."""
    number = next(_numbers)
    topic = PrayerTopic(
        **{"slug": f"topic-{number}", "name": name or f"Topic {number}", "position": number} | over
    )
    session.add(topic)
    session.commit()
    return topic


def make_point(session: Session, **over: Any) -> PrayerPoint:
    """A published point that is open today."""
    number = next(_numbers)
    given = {
        "slug": f"bread-{number}",
        "title": f"Bread {number}",
        "body": f"Pray for *bread* and a roof, number {number}.",
        "starts_on": today() - timedelta(days=2),
        "ends_on": today() + timedelta(days=20),
        "published_at": now() - timedelta(days=2),
    }
    point = PrayerPoint(**given | over)
    session.add(point)
    session.commit()
    return point


def make_veiled(session: Session, **over: Any) -> PrayerPoint:
    """A point that is held back; every word of SECRETS stands somewhere in its row."""
    given = {
        "slug": f"quiet-{next(_numbers)}",
        "title": "The Nightingale sails",
        "body": "From the harbour of Lumo.",
        "reading": "An orange boat.",
        "reading_source": "quayside",
        "scene": "harbor",
        "scene_alt": "The quayside",
        "veil": VEIL,
        "reach": Reach.HELD,
    }
    return make_point(session, **given | over)


def make_partner(
    session: Session, email: str = "", first_name: str = "Ada", wish: Wish | None = None, **over: Any
) -> PrayerPartner:
    """Somebody who prays, their next mail due as their wish says."""
    email = email or f"partner-{next(_numbers)}@example.org"
    with unit_of_work():
        partner = joining.make_partner(session, email, first_name, wish or Wish(), CONSENT, now())
        for name, value in over.items():
            setattr(partner, name, value)
    return partner


def join_form(**over: Any) -> dict[str, Any]:
    """What a browser sends when somebody joins."""
    form = {
        "email": "ada@example.org",
        "first_name": "Ada",
        "rhythm": "weekly",
        "weekday": "0",
        "time_zone": "America/New_York",
    }
    return form | over


def mails(app: Flask, kind: str) -> list[OutgoingMail]:
    """The mails of this kind, written and handed over by the worker."""
    with app.app_context():
        delivery.deliver_due()
    db.session.commit()
    db.session.expire_all()
    return list(
        db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id))
    )


def path_in(mail: OutgoingMail, what: str) -> str:
    """The link in a mail that leads to /pray/<what>/…, without the site's address."""
    found = re.search(rf"https?://[^/\s]+(/pray/{what}/[^\s\"<>]+)", mail.text)
    assert found, mail.text
    return found[1]


def make_many(session: Session, number: int) -> None:
    """So many partners with a choice of topics, all due; inserted in bulk."""
    moment, topics = now(), [make_topic(session) for _ in range(4)]
    for topic in topics:
        make_point(session, topics=[topic], ends_on=None)
    people = range(1, number + 1)
    emails = [f"many-{n}@example.org" for n in people]
    session.execute(
        insert(Supporter),
        [
            {"id": n, "email": email, "email_key": email, "name": ""}
            for n, email in zip(people, emails, strict=True)
        ],
    )
    common = {
        "weekday": 0,
        "consent": CONSENT,
        "consented_at": moment,
        "joined_at": moment,
        "chosen_at": moment,
    }
    session.execute(
        insert(PrayerPartner),
        [
            common
            | {
                "id": n,
                "supporter_id": n,
                "reference": f"MANY{n:09}",
                "rhythm": list(Rhythm)[n % 4],
                "time_zone": ["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Auckland"][n % 4],
                "next_at": moment - timedelta(seconds=n % 60),
            }
            for n in people
        ],
    )
    session.execute(
        insert(partner_topic), [{"partner_id": n, "topic_id": topics[n % 4].id} for n in people if n % 3]
    )
    session.commit()
