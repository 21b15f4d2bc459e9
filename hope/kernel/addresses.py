"""Addresses that never die: whatever the public has once seen leads to the same thing for ever.

A feature keeps every slug that a row of its ever had in a table of its own (`slug`, the key, and `owner_id`). The
key makes the database refuse an address that belongs, or once belonged, to something else.
"""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.kernel.slugs import is_reserved, slug_of
from hope.kernel.unfit import Unfit

TAKEN = "This address belongs to something else, or did once. Choose another one."


def owner_of(session: Session, table: Any, slug: str) -> int | None:
    """Whose address this is or was."""
    owner: int | None = session.scalar(select(table.owner_id).where(table.slug == slug))
    return owner


def choose(session: Session, table: Any, typed: str, title: str, fallback: str, owner_id: int | None) -> str:
    """The slug for something: as typed, or made from its title with a number where that is taken. Raises Unfit."""
    if not typed:
        return _first_free(session, table, slug_of(title) or fallback, owner_id)
    slug = slug_of(typed)
    if not slug:
        raise Unfit("slug", "Write the address in letters from a to z, digits and hyphens.")
    if is_reserved(slug):
        raise Unfit("slug", f"The site keeps the address “{slug}” for itself. Choose another one.")
    if owner_of(session, table, slug) not in (None, owner_id):
        raise Unfit("slug", TAKEN)
    return slug


def add(session: Session, row: Any) -> None:
    """Add a new row with its address; raises Unfit when somebody else took the address in this very moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Unfit("slug", TAKEN) from None


def move(session: Session, row: Any, slug: str, *, keep_old: bool) -> None:
    """Give a row another address; the old one leads to it, unless nobody has ever seen that."""
    if row.slug == slug:
        return
    try:
        with session.begin_nested():
            if not keep_old:
                row.slugs[:] = [kept for kept in row.slugs if kept.slug == slug]
            row.slug = slug
    except IntegrityError:
        raise Unfit("slug", TAKEN) from None


def _first_free(session: Session, table: Any, wanted: str, owner_id: int | None) -> str:
    like: ColumnElement[bool] = table.slug.startswith(f"{wanted}-", autoescape=True)
    near = select(table.slug).where((table.slug == wanted) | like)
    if owner_id is not None:
        near = near.where(table.owner_id != owner_id)
    taken = set(session.scalars(near))
    if wanted not in taken and not is_reserved(wanted):
        return wanted
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{wanted}-{n}") not in taken)
