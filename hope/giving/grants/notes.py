"""Field notes: a few words on what a partner did with a grant."""

from datetime import date

from sqlalchemy.orm import Session

from hope.giving.models import FieldNote, Grant, Stage
from hope.kernel import audit
from hope.kernel.clock import now


def write(
    session: Session, grant: Grant, stage: Stage, body: str, happened_on: date, actor: str
) -> FieldNote:
    """Put a note beside a grant; it is shown at once."""
    note = FieldNote(grant_id=grant.id, stage=stage, body=body, happened_on=happened_on, written_by=actor)
    session.add(note)
    session.flush()
    audit.note(session, actor, "write field note", f"grant:{grant.id}", details={"note": body[:300]})
    return note


def withdraw(session: Session, note: FieldNote, actor: str) -> bool:
    """Take a note off every page; False when it is off already."""
    if note.withdrawn_at is not None:
        return False
    note.withdrawn_at = now()
    audit.note(
        session, actor, "withdraw field note", f"grant:{note.grant_id}", details={"note": note.body[:300]}
    )
    return True
