"""What the worker does about gifts: tries files out, writes them into the books, takes them back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignState
from hope.giving.importing import batches, undoing, writing
from hope.giving.importing.reading import Target
from hope.giving.models import BatchState, ImportBatch
from hope.kernel.db import db, unit_of_work
from hope.kernel.jobs import job

IMPORTS = "gifts.imports"


@job(IMPORTS, every="*")
def carry_on() -> None:
    """Go on with every file that has work left, where the last worker stopped."""
    open_ones = select(ImportBatch.id, ImportBatch.state).where(ImportBatch.state.in_(batches.AT_WORK))
    for batch_id, state in db.session.execute(open_ones.order_by(ImportBatch.id)).all():
        work_on(batch_id, state)


@job("gifts.tidy_imports", every="nightly")
def tidy() -> None:
    """Throw away files that were left lying."""
    with unit_of_work() as session:
        batches.tidy(session)


def work_on(batch_id: int, state: BatchState) -> None:
    """Do what this batch waits for."""
    if state is BatchState.CHECKING:
        batches.check(batch_id, targets(db.session()))
    elif state is BatchState.IMPORTING:
        writing.write(batch_id, targets(db.session()))
    else:
        undoing.undo(batch_id)


def targets(session: Session) -> list[Target]:
    """What gifts can be for: every campaign that is no draft."""
    rows = select(Campaign).where(Campaign.state != CampaignState.DRAFT).order_by(Campaign.id)
    return [Target(row.id, row.slug, row.title, row.currency) for row in session.scalars(rows)]
