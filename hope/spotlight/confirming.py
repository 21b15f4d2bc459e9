"""What a partner says of the facts that we print about it: asked by a signed link, answered without an account."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hope.kernel import signed
from hope.kernel.clock import charity_day, now
from hope.spotlight.models import FactAnswer, Organization, OrganizationFact
from hope.spotlight.partners import STALE_AFTER

PURPOSE = "facts of a partner"
MAIL = "facts_to_confirm"
LASTS = timedelta(days=60)


@dataclass(frozen=True)
class Answer:
    """What the partner says about one fact: that it is right, or what is right instead."""

    fact_id: int
    is_right: bool
    words: str


def make_token(organization_id: int, day: date, secret: str) -> str:
    """The part of an address that lets whoever holds it answer for this partner, for two months."""
    return signed.sign(f"{organization_id}.{day.isoformat()}", secret, PURPOSE)


def read_token(token: str, secret: str, today: date) -> int | None:
    """The partner that a link is for; None for one that we did not sign, or that is too old."""
    number, _, day = (signed.read(token, secret, PURPOSE) or "").partition(".")
    if not number or date.fromisoformat(day) + LASTS < today:
        return None
    return int(number)


def take(session: Session, organization: Organization, answers: list[Answer]) -> None:
    """Write the answers down: what is right was checked today, what is not waits for staff. Nothing is published."""
    facts, today = {fact.id: fact for fact in organization.facts}, charity_day(now())
    for answer in answers:
        fact = facts.get(answer.fact_id)
        if fact is None:
            continue
        if answer.is_right and fact.checked_on != today:
            fact.checked_on = today
            fact.version += 1
        known = select(FactAnswer).where(FactAnswer.fact_id == fact.id, FactAnswer.settled_at.is_(None))
        row = session.scalar(known) or FactAnswer(organization_id=organization.id, fact_id=fact.id)
        row.is_right, row.words, row.answered_at = answer.is_right, answer.words, now()
        row.settled_at = now() if answer.is_right else None
        session.add(row)


def waiting(session: Session, organization_id: int) -> list[FactAnswer]:
    """What a partner says is not right, and nobody has looked at yet."""
    rows = select(FactAnswer).where(
        FactAnswer.organization_id == organization_id, FactAnswer.settled_at.is_(None)
    )
    return list(session.scalars(rows.options(joinedload(FactAnswer.fact)).order_by(FactAnswer.id)))


def take_over(answer: FactAnswer, source: str) -> None:
    """Print what the partner says, with the partner as its source."""
    fact = answer.fact
    fact.statement, fact.source, fact.checked_on = answer.words, source, charity_day(now())
    fact.version += 1
    answer.settled_at = now()


def number_waiting(session: Session) -> int:
    """How many answers wait for staff."""
    return session.scalar(select(func.count(FactAnswer.id)).where(FactAnswer.settled_at.is_(None))) or 0


def number_stale(session: Session) -> int:
    """How many facts nobody has checked for too long."""
    before = charity_day(now()) - STALE_AFTER
    return (
        session.scalar(select(func.count(OrganizationFact.id)).where(OrganizationFact.checked_on < before))
        or 0
    )
