"""The two mails of prayer: the question whether an address is its owner's, and what to pray for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hope.giving.mails.words import absolute, charity, greeted
from hope.kernel.clock import charity_time, now
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.mail.models import Stream
from hope.prayer import digests, joining, wishes
from hope.prayer.links import CONFIRM, LEAVE, MANAGE, make_token
from hope.prayer.models import PrayerPartner, PrayerPoint, PrayerSignup
from hope.prayer.points import Shown, shown
from hope.prayer.rhythms import Rhythm
from hope.prayer.words import how_often, where


@composer(joining.MAIL)
def confirm(reference: str) -> dict[str, Any]:
    """Ask whether it was the owner of the address who would like to pray with us."""
    signup = db.session.scalar(select(PrayerSignup).where(PrayerSignup.reference == reference))
    if signup is None:
        raise NothingToSay
    return {
        "first_name": greeted(signup.first_name),
        "how_often": how_often(signup.rhythm, signup.weekday),
        "where": where(signup.time_zone),
        "is_partner": joining.partner_of(db.session(), signup.email) is not None,
        "confirm_url": _signed("prayer_joining.ask_to_confirm", CONFIRM, signup.reference),
        "charity": charity(),
    }


@composer(wishes.DIGEST, Stream.LIST)
def digest(
    reference: str, day: str, points: list[int], answers: list[int], accounts: list[int]
) -> dict[str, Any]:
    """What one partner is asked to pray for, and what came of what they were asked before."""
    partner = wishes.find(db.session(), reference)
    if partner is None:
        raise NothingToSay
    return letter(
        partner,
        date.fromisoformat(day),
        points=_read(points),
        answers=[point for point in _read(answers) if point.answered_at],
        accounts=[point for point in _read(accounts, was_asked=True) if not point.is_quiet],
    )


def letter(
    partner: PrayerPartner, day: date, *, points: list[Shown], answers: list[Shown], accounts: list[Shown]
) -> dict[str, Any]:
    """The words of one mail; nothing is left to say when staff took everything back meanwhile."""
    points = [point for point in points if not point.answered_at]
    if not (points or answers or accounts):
        raise NothingToSay
    return {
        "first_name": greeted(partner.first_name),
        "day": day,
        "points": points,
        "answers": answers,
        "accounts": accounts,
        "how_often": how_often(partner.rhythm, partner.weekday),
        "joined_at": partner.joined_at,
        "address_of": lambda point: absolute("pray.point", slug=point.slug),
        "now_url": absolute("prayer.now"),
        "own_url": _signed("prayer_own.show", MANAGE, partner.reference),
        "unsubscribe_url": _signed("prayer_own.ask_to_leave", LEAVE, partner.reference),
        "charity": charity(),
    }


@composer("prayer_test", Stream.LIST)
def test(first_name: str, rhythm: str, topic_ids: list[int]) -> dict[str, Any]:
    """The mail of today as somebody with these wishes would get it, for a member of staff to look at."""
    return sample(first_name, Rhythm(rhythm), topic_ids)


def sample(first_name: str, rhythm: Rhythm, topic_ids: Sequence[int]) -> dict[str, Any]:
    """The words of today's mail for somebody who is not there; the links to their own page lead nowhere."""
    moment = now()
    partner = PrayerPartner(
        reference="EXAMPLE", first_name=first_name, rhythm=rhythm, weekday=charity_time(moment).weekday(),
        joined_at=moment - timedelta(days=30), chosen_at=moment - timedelta(days=30), last_at=None,
    )  # fmt: skip
    day = charity_time(moment).date()
    told = digests.sample(db.session(), partner, frozenset(topic_ids), day)
    return letter(
        partner,
        day,
        points=_read(told.points),
        answers=[point for point in _read(told.answers) if point.answered_at],
        accounts=[],
    )


def _read(point_ids: Sequence[int], *, was_asked: bool = False) -> list[Shown]:
    """These points as they stand now, in the order given; what is no longer published is left out."""
    rows = select(PrayerPoint).where(PrayerPoint.id.in_(point_ids), PrayerPoint.published_at <= now())
    found = {
        point.id: point
        for point in db.session.scalars(
            rows.options(selectinload(PrayerPoint.topics), joinedload(PrayerPoint.picture))
        )
    }
    return [shown(found[n], was_asked=was_asked, to_partner=True) for n in point_ids if n in found]


def _signed(endpoint: str, purpose: str, reference: str) -> str:
    return absolute(endpoint, token=make_token(purpose, reference, current_app.config["SECRET_KEY"]))
