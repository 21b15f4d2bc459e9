"""What a row looked like before and after a change, told to the audit in words that people can read."""

from typing import Any

from sqlalchemy.orm import Session

from hope.kernel import audit
from hope.kernel.audit import look_of

__all__ = ["look_of", "note_change"]


def note_change(
    session: Session,
    actor: str,
    action: str,
    subject: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> bool:
    """Write down what differs between two looks; False, and nothing written, when nothing does."""
    details = audit.differences(before, after)
    if details:
        audit.note(session, actor, action, subject, reason, details)
    return bool(details)
