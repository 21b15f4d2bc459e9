"""What the worker does for pictures: the sizes that nobody waited for, and the files that nobody needs."""

import logging
from datetime import timedelta

from sqlalchemy import delete, select, update

from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.media import imaging, sizes
from hope.kernel.media.models import Picture, PictureLeftover
from hope.kernel.media.pictures import write_size
from hope.kernel.media.store import Store

log = logging.getLogger(__name__)
# Longer than any picture takes: a picture whose worker died is taken up again after it.
CLAIM = timedelta(minutes=5)


def render_due(store: Store) -> int:
    """Make the missing sizes of every picture that is due; how many pictures became complete."""
    made = 0
    while (picture := _claim_next()) is not None:
        made += _render(store, picture)
    return made


def clear_leftovers(store: Store) -> int:
    """Remove the files of pictures that were deleted or replaced; how many pictures that were."""
    cleared = 0
    due = select(PictureLeftover).where(PictureLeftover.due_at <= now()).order_by(PictureLeftover.id)
    for leftover in db.session.scalars(due).all():
        cleared += _clear(store, leftover)
    return cleared


def _claim_next() -> Picture | None:
    """The next picture that lacks a size, ours for `CLAIM`."""
    with unit_of_work() as session:
        due = (
            select(Picture)
            .where(Picture.due_at <= now())
            .order_by(Picture.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        picture = session.scalar(due)
        if picture is not None:
            claimed = update(Picture).where(Picture.id == picture.id).values(due_at=now() + CLAIM)
            session.execute(claimed.values(updated_at=Picture.updated_at))
        return picture


def _render(store: Store, picture: Picture) -> bool:
    content_hash = picture.content_hash
    wanted = sizes.widths_for(picture.width)
    try:
        whole = imaging.open_clean(store.read(sizes.original_name(content_hash, picture.mime)))
        for width in wanted:
            if width not in picture.widths:
                write_size(store, whole, content_hash, width)
    except Exception as error:  # one picture that cannot be made must not keep the others
        log.warning("the sizes of picture %s are not made yet: %s", picture.id, error)
        return False
    with unit_of_work() as session:
        # Unless it was replaced meanwhile: then these files are left over, and its row waits for its own.
        done = update(Picture).where(Picture.id == picture.id, Picture.content_hash == content_hash)
        session.execute(done.values(widths=wanted, due_at=None, updated_at=Picture.updated_at))
    return True


def _clear(store: Store, leftover: PictureLeftover) -> bool:
    again = db.session.scalar(select(Picture.id).where(Picture.content_hash == leftover.content_hash))
    try:
        for name in leftover.names if again is None else ():
            store.delete(name)
    except Exception as error:
        log.warning("the files of a deleted picture are still there: %s", error)
        return False
    with unit_of_work() as session:
        session.execute(delete(PictureLeftover).where(PictureLeftover.id == leftover.id))
    return True
