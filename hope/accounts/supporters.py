"""Finding people by the addresses that are theirs."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import and_, select, union_all, update
from sqlalchemy.orm import Session

from hope.accounts import finding
from hope.accounts.models import Supporter, SupporterAddress
from hope.kernel.among import among
from hope.kernel.bulk import insert_all, straight
from hope.kernel.clock import now


class Person(NamedTuple):
    """Somebody as they typed themselves into a form."""

    email: str
    name: str
    wants_news: bool = False


def find(session: Session, email: str) -> Supporter | None:
    """The person whom this address leads to, whether they proved it or only typed it."""
    number = find_number(session, email)
    return None if number is None else session.get(Supporter, number)


def find_number(session: Session, email: str) -> int | None:
    """The row number alone: the same work whether or not the address is known."""
    return _numbers(session, [email.casefold()]).get(email.casefold())


def find_or_add(session: Session, email: str, name: str, *, wants_news: bool = False) -> Supporter:
    """The supporter of this address, added when new; an unproved address never overwrites a known name."""
    (number,) = find_or_add_all(session, [Person(email, name, wants_news)])
    return session.get_one(Supporter, number)


def find_or_add_all(session: Session, people: Sequence[Person]) -> list[int]:
    """The row numbers of these people's supporters, in their order; a newcomer who comes twice is one person."""
    keys = [person.email.casefold() for person in people]
    numbers = _numbers(session, keys, held=True)
    newcomers: dict[str, Person] = {}
    for key, person in zip(keys, people, strict=True):
        if key not in numbers:
            newcomers.setdefault(key, person)
    if newcomers:
        rows = [_row(*new) for new in sorted(newcomers.items())]
        added = insert_all(session, Supporter, rows, Supporter.email_key, Supporter.id, or_ignore=True)
        finding.note(session, [(row.id, newcomers[row.email_key][:2]) for row in added])
        numbers |= {row.email_key: row.id for row in added}
        # Two gifts of one newcomer may arrive at once: whoever is second finds the first one's row.
        if overtaken := newcomers.keys() - numbers.keys():
            numbers |= _numbers(session, overtaken, held=True)
    wanting = {numbers[key] for key, person in zip(keys, people, strict=True) if person.wants_news}
    if wanting:
        silent = update(Supporter).where(Supporter.id.in_(wanting), Supporter.news_wanted_at.is_(None))
        session.execute(silent.values(news_wanted_at=now()))
    return [numbers[key] for key in keys]


def _row(key: str, person: Person) -> dict[str, object]:
    return {"email": person.email, "email_key": key, "name": person.name, "created_at": now()}


def _numbers(session: Session, keys: Collection[str], *, held: bool = False) -> dict[str, int]:
    """The row numbers of whom these addresses lead to, by address."""
    rows = straight(session).execute(_HELD if held else _FOUND, {"keys": list(set(keys))}).all()
    typed = {row.email_key: row.id for row in rows}
    # Whoever proved the address comes before a row that somebody typed it into.
    return typed | {row.proved: row.id for row in rows if row.proved}


_TYPED = among(Supporter.__table__.c.email_key, "keys")
_PROVEN = among(SupporterAddress.__table__.c.email_key, "keys")
_EITHER = union_all(
    select(SupporterAddress.supporter_id).where(_PROVEN),
    select(Supporter.id).where(_TYPED),
).subquery()
_PROVED = and_(SupporterAddress.supporter_id == Supporter.id, _PROVEN)
_FOUND = (
    select(Supporter.id, Supporter.email_key, SupporterAddress.email_key.label("proved"))
    .outerjoin(SupporterAddress, _PROVED)
    .where(Supporter.id.in_(select(_EITHER)))
    .order_by(Supporter.id)
)
# Held until the gift is written: two people who are made one meanwhile would take the row away.
_HELD = _FOUND.with_for_update(key_share=True, read=True, of=Supporter)
