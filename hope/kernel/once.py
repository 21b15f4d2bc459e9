"""Forms that make something: the same form sent twice makes it once.

Each such form carries a key of its own. Whoever sends it writes the key down in the transaction of what it makes; a
second sending waits for the first, finds the key, and is led to what is there already.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id, insert_or_ignore

LONGEST = 40
KEPT = timedelta(days=30)


class FormKey(Base):
    """A form that was sent, and the row that came of it."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    row_id: Mapped[int | None] = mapped_column(Id)
    used_at: Mapped[datetime] = mapped_column(default=now, index=True)


def new_key() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(16)


def as_ours(key: str | None) -> str:
    """The key that a form carries, or a new one in the place of what we never wrote."""
    return _fitting(key) or new_key()


def made_before(session: Session, key: str | None) -> int | None:
    """The row that this very form made when it was sent before; None the first time, and the key is used up."""
    key = _fitting(key)
    if not key:
        return None
    added = session.scalar(
        insert_or_ignore(FormKey, key=key, row_id=None, used_at=now()).returning(FormKey.key)
    )
    if added is None:
        return session.scalar(select(FormKey.row_id).where(FormKey.key == key))
    session.execute(delete(FormKey).where(FormKey.used_at < now() - KEPT))
    return None


def remember(session: Session, key: str | None, row_id: int) -> None:
    """Say what the form with this key made."""
    session.execute(update(FormKey).where(FormKey.key == _fitting(key)).values(row_id=row_id))


def _fitting(key: str | None) -> str:
    """A key as we write them; whatever else a form may hold is no key at all."""
    return key if key and len(key) <= LONGEST and key.isascii() and key.isprintable() else ""
