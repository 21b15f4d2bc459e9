"""People of whom we know no address: somebody who sent a cheque, or put a note into a box.

A supporter is known by an address, so each of them has a key in its place that no address can be. It is made from
the name: a list of past gifts names the same person many times. Nothing is ever sent to an empty address, and nobody
can sign in by one.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.accounts import finding
from hope.accounts.models import Supporter
from hope.kernel.bulk import insert_all
from hope.kernel.clock import now
from hope.kernel.references import new_reference

MARK = "nobody:"  # no e-mail address has a colon before an @ and no @ at all


def find_or_add_unaddressed(session: Session, names: Sequence[str]) -> list[int]:
    """The row numbers of the people with these names and without an address, added where they are new."""
    keys = {name: key_of(name) for name in names}
    rows = [
        {"email": "", "email_key": key, "name": name, "created_at": now()}
        for key, name in {key: name for name, key in sorted(keys.items())}.items()
    ]
    added = insert_all(session, Supporter, rows, Supporter.id, Supporter.name, or_ignore=True)
    finding.note(session, [(row.id, (row.name,)) for row in added])
    found = session.execute(
        select(Supporter.email_key, Supporter.id).where(Supporter.email_key.in_(keys.values()))
    )
    numbers = {row.email_key: row.id for row in found}
    return [numbers[keys[name]] for name in names]


def add_unaddressed(session: Session, name: str) -> Supporter:
    """Somebody new, although others may bear the same name."""
    supporter = Supporter(email="", email_key=f"{key_of(name)[:200]}/{new_reference(8)}", name=name)
    session.add(supporter)
    session.flush()
    return supporter


def namesakes(session: Session, name: str) -> list[Supporter]:
    """Whoever has all the words of this name, with or without an address."""
    words = finding.wanted(name)
    if not words:
        return []
    people = select(Supporter).where(Supporter.id.in_(finding.matching(words).limit(20)))
    return list(session.scalars(people.order_by(Supporter.name, Supporter.id)))


def key_of(name: str) -> str:
    """What stands in the place of an address for somebody of this name."""
    return f"{MARK}{finding.fold(' '.join(name.split()))}"[:254]
