"""Which member of staff did what to which row, and why: added to, never changed."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.money import Money


class AuditEntry(Base):
    """One act of one member of staff, or of the command line."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject"),
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_actor", "actor"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    actor: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(300), default="")
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=now)


def note(
    session: Session,
    actor: str,
    action: str,
    subject: str,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write down an act in the transaction of the act itself."""
    session.add(AuditEntry(actor=actor, action=action, subject=subject, reason=reason, details=details or {}))


def look_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """These attributes of a row as plain values that can be kept and read."""
    return {name: plain(getattr(row, name)) for name in names}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What differs between two looks, each with what it was and what it became."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: {"before": before.get(name), "after": after.get(name)} for name in names}


def plain(value: Any) -> Any:
    """A value as it can stand in JSON, in words that people can read."""
    if isinstance(value, Money):
        return f"{value.decimal} {value.currency}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
