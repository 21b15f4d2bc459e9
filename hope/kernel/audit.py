"""Which member of staff did what to which row, and why: added to, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class AuditEntry(Base):
    """One act of one member of staff, or of the command line."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject"), Index("ix_audit_entry_at", "at"))

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
