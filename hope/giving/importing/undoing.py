"""A whole batch back out of the books: an entry against each of its gifts, piece by piece."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import offline
from hope.giving.importing import batches
from hope.giving.models import BatchState, Gift, ImportBatch, OfflineGift
from hope.kernel.db import unit_of_work

AT_ONCE = 50


def undo(batch_id: int, progress: Callable[[int], None] | None = None) -> None:
    """Take back what is left of a batch; what staff took back by hand before stays as it is."""
    while True:
        with unit_of_work() as session:
            batch = batches.held(session, batch_id, BatchState.UNDOING)
            if batch is None:
                return
            done = _undo_some(session, batch)
        if done is None:
            return
        if progress:
            progress(done)


def _undo_some(session: Session, batch: ImportBatch) -> int | None:
    """Take the next gifts back; how many are done by now, None when all are."""
    left = (
        select(OfflineGift)
        .where(OfflineGift.batch_id == batch.id, OfflineGift.taken_back_at.is_(None))
        .order_by(OfflineGift.gift_id)
        .limit(AT_ONCE)
    )
    papers = session.scalars(left).all()
    for paper in papers:
        gift = session.get_one(Gift, paper.gift_id)
        offline.undo(session, gift, paper)
        offline.void_receipt(session, gift)
    batch.position += len(papers)
    if len(papers) == AT_ONCE:
        return batch.position
    batch.state = BatchState.UNDONE
    return None
