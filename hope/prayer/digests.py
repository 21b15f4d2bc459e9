"""The daily run: whoever is due gets one mail, each in the transaction that moves them on to their next one.

A chunk of partners is taken, their mails are written down in one statement and their next moments in another, and all
of it is committed together. Killed half-way, the run leaves whole chunks: nobody is missing and nobody is written to
twice, because the mail's cause names the partner and the day. Memory holds one chunk, whatever the number of partners.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select, tuple_, update
from sqlalchemy.orm import Session, selectinload

from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.mail import outbox
from hope.kernel.mail.models import MailStop
from hope.prayer import choosing
from hope.prayer.models import PrayerPartner, PrayerPoint, Reach, partner_topic
from hope.prayer.rhythms import last_day, next_after
from hope.prayer.wishes import DIGEST, cause_of

CHUNK = 1000
REMEMBERED = timedelta(days=100)  # how far back an answer is still news to somebody who paused
Topics = frozenset[int]
Due = Any  # a row of `_due`


@dataclass(frozen=True)
class Contents:
    """What one mail tells, by the numbers of its points."""

    points: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()
    accounts: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.answers or self.accounts)


@dataclass
class Run:
    """How far a run has come, and what it has worked out on the way: many partners want the same."""

    moment: datetime
    due: int = 0
    written: int = 0
    points: Sequence[PrayerPoint] = ()
    mine: dict[Topics, list[PrayerPoint]] = field(default_factory=dict)
    news: dict[Topics, list[PrayerPoint]] = field(default_factory=dict)
    chosen: dict[Any, tuple[int, ...]] = field(default_factory=dict)
    nexts: dict[Any, datetime] = field(default_factory=dict)

    def meet(self, topics: Topics) -> None:
        """Work out once what concerns people with these topics."""
        if topics not in self.mine:
            self.mine[topics] = [point for point in self.points if _concerns(point, topics)]
            self.news[topics] = [p for p in self.mine[topics] if p.answered_at or p.lifted_at]


def run(progress: Callable[[Run], None] = lambda _run: None, *, dry: bool = False, chunk: int = CHUNK) -> Run:
    """Prepare the mail of everybody who is due; `dry` only counts."""
    state, after = Run(now()), None
    while True:
        with unit_of_work() as session:
            partners = _due(session, state.moment, after, chunk)
            if partners:
                if after is None:
                    state.points = _points(session, state.moment)
                _prepare(session, partners, state, dry)
        if not partners:
            return state
        after = (partners[-1].next_at, partners[-1].id)
        progress(state)


def contents_for(state: Run, partner: Due, topics: Topics, day: date) -> Contents:
    """What a partner with these topics hears on this day of theirs."""
    since = partner.last_at or partner.joined_at
    state.meet(topics)
    key = (partner.rhythm, topics, day)
    if key not in state.chosen:
        state.chosen[key] = tuple(p.id for p in choosing.chosen(state.mine[topics], partner.rhythm, day))
    news = state.news[topics]
    answers = tuple(p.id for p in news if p.answered_at and since < p.answered_at <= state.moment)
    accounts = tuple(p.id for p in news if _was_lifted_since(p, since) and _was_asked(p, partner))
    points = state.chosen[key]
    return Contents(tuple(p for p in points if p not in accounts) if accounts else points, answers, accounts)


def sample(session: Session, partner: PrayerPartner, topics: Topics, day: date) -> Contents:
    """What somebody who was never written to would hear on this day."""
    moment = now()
    return contents_for(Run(moment, points=_points(session, moment)), partner, topics, day)


def _points(session: Session, moment: datetime) -> Sequence[PrayerPoint]:
    """Everything that may be told to somebody in this run."""
    recent = moment - REMEMBERED
    told = select(PrayerPoint).where(
        PrayerPoint.published_at <= moment,
        or_(PrayerPoint.answered_at.is_(None), PrayerPoint.answered_at > recent),
        or_(
            PrayerPoint.ends_on.is_(None),
            PrayerPoint.ends_on >= (moment - timedelta(days=1)).date(),
            PrayerPoint.answered_at > recent,
            PrayerPoint.lifted_at > recent,
        ),
    )
    return session.scalars(told.options(selectinload(PrayerPoint.topics)).order_by(PrayerPoint.id)).all()


def _due(session: Session, moment: datetime, after: tuple[datetime, int] | None, chunk: int) -> Sequence[Due]:
    """The next partners whose moment has come, in the order of waiting; examples are never written to."""
    columns = [getattr(PrayerPartner, name) for name in ("id", "reference", "rhythm", "weekday", "time_zone", "next_at",
        "joined_at", "last_at", "last_from", "last_until", "chosen_at")]  # fmt: skip
    due = (
        select(*columns, Supporter.email, MailStop.email_key.label("stopped"))
        .join(Supporter, Supporter.id == PrayerPartner.supporter_id)
        .outerjoin(MailStop, MailStop.email_key == Supporter.email_key)
        .where(PrayerPartner.next_at <= moment, PrayerPartner.is_example.is_(False))
        .order_by(PrayerPartner.next_at, PrayerPartner.id)
        .limit(chunk)
        .with_for_update(skip_locked=True, of=PrayerPartner)
    )
    if after:
        due = due.where(tuple_(PrayerPartner.next_at, PrayerPartner.id) > after)
    return session.execute(due).all()


def _prepare(session: Session, partners: Sequence[Due], state: Run, dry: bool) -> None:
    topics = _topics(session, [partner.id for partner in partners])
    mails, moves = [], []
    for partner in partners:
        day = state.moment.astimezone(ZoneInfo(partner.time_zone)).date()
        told = (
            None
            if partner.stopped
            else contents_for(state, partner, topics.get(partner.id, frozenset()), day)
        )
        if told:
            mails.append(_mail(partner, told, day))
        moves.append(_move(partner, day, state, bool(told)))
    state.due += len(partners)
    state.written += len(mails)
    if dry:
        return
    outbox.post_many(session, mails)
    _move_on(session, moves)


def _topics(session: Session, partner_ids: list[int]) -> dict[int, Topics]:
    table = partner_topic.c
    chosen: dict[int, set[int]] = {}
    for row in session.execute(select(partner_topic).where(table.partner_id.in_(partner_ids))):
        chosen.setdefault(row.partner_id, set()).add(row.topic_id)
    return {partner_id: frozenset(topics) for partner_id, topics in chosen.items()}


def _mail(partner: Due, told: Contents, day: date) -> dict[str, Any]:
    """One row of the outbox; its cause is the day that was due, so that no second run finds another name for it."""
    period = partner.next_at.astimezone(ZoneInfo(partner.time_zone)).date()
    params = {
        "reference": partner.reference,
        "day": day.isoformat(),
        **{k: list(v) for k, v in vars(told).items()},
    }
    return outbox.row(DIGEST, partner.email, cause_of(partner.reference, period), params)


def _move(partner: Due, day: date, state: Run, is_told: bool) -> dict[str, Any]:
    key = (partner.rhythm, partner.weekday, partner.time_zone)
    if key not in state.nexts:
        state.nexts[key] = next_after(state.moment, *key)
    return {
        "its_id": partner.id,
        "its_next": state.nexts[key],
        "its_last": state.moment if is_told else partner.last_at,
        "its_from": day if is_told else partner.last_from,
        "its_until": last_day(partner.rhythm, day) if is_told else partner.last_until,
    }


def _move_on(session: Session, moves: list[dict[str, Any]]) -> None:
    table: Any = PrayerPartner.__table__
    session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("its_id"))
        .values(
            next_at=bindparam("its_next"),
            last_at=bindparam("its_last"),
            last_from=bindparam("its_from"),
            last_until=bindparam("its_until"),
            paused_until=None,
        ),
        moves,
    )


def _concerns(point: PrayerPoint, topics: Topics) -> bool:
    """True when they share a topic. A point without topics is for all; who chose none wants all."""
    return not topics or not point.topics or any(topic.id in topics for topic in point.topics)


def _was_lifted_since(point: PrayerPoint, since: datetime) -> bool:
    return point.reach is not Reach.HELD and point.lifted_at is not None and since < point.lifted_at


def _was_asked(point: PrayerPoint, partner: Due) -> bool:
    """True when the partner's last mail asked for this point under its veil: worked out from days, kept nowhere."""
    if not partner.last_at or not point.published_at or partner.chosen_at > partner.last_at:
        return False
    was_open = point.published_at <= partner.last_at and not (
        point.answered_at and point.answered_at <= partner.last_at
    )
    return was_open and point.spans(partner.last_from, partner.last_until)
