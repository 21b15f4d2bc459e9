"""Pictures as rows and files: adding, describing, replacing and deleting them.

Files are written before the row that names them and removed after it is gone, so that no page ever names a file that
is not there. Making them is slow and happens outside every transaction.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.kernel import audit, jobs
from hope.kernel.clock import now
from hope.kernel.db import db, insert_or_ignore, unit_of_work
from hope.kernel.media import imaging, sizes
from hope.kernel.media.checking import MOST_BYTES, TOO_HEAVY, Refused
from hope.kernel.media.models import Picture, PictureLeftover
from hope.kernel.media.store import Store
from hope.kernel.media.uses import Use, uses_of

RENDER = "media.render"
MOST_WORDS = 8
READING = timedelta(minutes=10)
HERE_ALREADY = "This file is here already, as another picture. Choose another."
GONE = "This picture was deleted meanwhile."
SAID = ("alt", "credit", "consent_note", "focal_x", "focal_y")


class InUse(Exception):
    """A picture that pages show cannot be deleted; `uses` says which."""

    def __init__(self, uses: list[Use]) -> None:
        super().__init__("the picture is in use")
        self.uses = uses


@dataclass(frozen=True)
class Added:
    """A picture that was sent, and whether it is new here."""

    picture: Picture
    is_new: bool


def add(store: Store, data: bytes, *, name: str, actor: str, alt: str = "", credit: str = "") -> Added:
    """Keep what somebody sent; the same file twice is the same picture. Raises Refused, in words for the sender."""
    content_hash = _hash(data)
    known = find_by_hash(db.session(), content_hash)
    if known is not None:
        return Added(known, is_new=False)
    facts = _made(store, data, content_hash)
    with unit_of_work() as session:
        row = Picture(name=name, alt=alt, credit=credit)
        row.can_be_found_by_its_words()
        words = {"name": name, "alt": alt, "credit": credit, "words": row.words, "consent_note": ""}
        rest = {"focal_x": 50, "focal_y": 50, "uploaded_by": actor, "created_at": now(), "updated_at": now()}
        insert = insert_or_ignore(Picture, **facts, **words, **rest).returning(Picture.id)
        added = session.scalar(insert) is not None
        picture = session.scalars(select(Picture).where(Picture.content_hash == content_hash)).one()
        if added:
            _note(session, actor, "picture.added", picture, {}, {"name": name, "alt": alt, "credit": credit})
        jobs.after_commit(session, RENDER)
    return Added(picture, is_new=added)


def find_by_hash(session: Session, content_hash: str) -> Picture | None:
    """The picture made of exactly this file."""
    return session.scalar(select(Picture).where(Picture.content_hash == content_hash))


def lent(session: Session, content_hash: str) -> tuple[bool, datetime | None]:
    """Whether the picture made of this file may be taken back, and the moment from which nobody may be shown it."""
    row = session.execute(
        select(Picture.is_lent, Picture.shown_until).where(Picture.content_hash == content_hash)
    ).first()
    return (row.is_lent, row.shown_until) if row else (False, None)


def search(rows: Select[Any], words: str) -> Select[Any]:
    """These pictures, of which every word stands in their name, description or credit."""
    for word in words.casefold().split()[:MOST_WORDS]:
        rows = rows.where(Picture.words.contains(word, autoescape=True))
    return rows


def describe(session: Session, picture: Picture, actor: str, **changes: Any) -> bool:
    """Change what is said about a picture, in the caller's unit of work; False when nothing is different."""
    before = {name: getattr(picture, name) for name in SAID if name in changes}
    after = {name: changes[name] for name in before if changes[name] != before[name]}
    if not after:
        return False
    for name, value in after.items():
        setattr(picture, name, value)
    picture.can_be_found_by_its_words()
    _note(session, actor, "picture.described", picture, {name: before[name] for name in after}, after)
    return True


def replace(store: Store, picture_id: int, data: bytes, *, name: str, actor: str) -> Picture:
    """Put another file in a picture's place: every page that shows it shows the new one. Raises Refused."""
    content_hash = _hash(data)
    _refuse_other(find_by_hash(db.session(), content_hash), picture_id)
    facts = _made(store, data, content_hash)
    try:
        return _put(picture_id, facts, name, actor)
    except IntegrityError:  # somebody sent the same file in the same moment
        raise Refused(HERE_ALREADY) from None


def _put(picture_id: int, facts: dict[str, Any], name: str, actor: str) -> Picture:
    with unit_of_work() as session:
        picture = session.get(Picture, picture_id, with_for_update=True, populate_existing=True)
        if picture is None:
            raise Refused(GONE)
        content_hash = facts["content_hash"]
        _refuse_other(find_by_hash(session, content_hash), picture_id)
        if picture.content_hash == content_hash:
            return picture
        # Somebody may be reading a page that names the old files.
        _leave_over(session, picture, now() + READING)
        before = {"name": picture.name, "content": picture.content_hash}
        # What mattered in the old picture may be elsewhere in the new one.
        for column, value in {**facts, "name": name, "focal_x": 50, "focal_y": 50}.items():
            setattr(picture, column, value)
        picture.can_be_found_by_its_words()
        _note(session, actor, "picture.replaced", picture, before, {"name": name, "content": content_hash})
    return picture


def delete(picture_id: int, actor: str) -> None:
    """Delete a picture that no page shows, once however often it is asked; raises InUse."""
    try:
        with unit_of_work() as session:
            picture = session.get(Picture, picture_id, with_for_update=True, populate_existing=True)
            if picture is None:
                return
            uses = uses_of(session, [picture_id])[picture_id]
            if uses:
                raise InUse(uses)
            _leave_over(session, picture, now())
            told = {"name": picture.name, "alt": picture.alt, "credit": picture.credit}
            _note(session, actor, "picture.deleted", picture, told, {})
            session.delete(picture)
    except IntegrityError:  # somebody chose it in the same moment, or a feature does not say what it shows
        raise InUse([]) from None


def _hash(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Refused(TOO_HEAVY)
    return hashlib.sha256(data).hexdigest()[:32]


def _made(store: Store, data: bytes, content_hash: str) -> dict[str, Any]:
    """Make the clean original and the first sizes, keep their files, and say what belongs into the row."""
    picture = imaging.clean(data)
    file, mime = imaging.original(picture)
    store.write(sizes.original_name(content_hash, mime), file)
    widths = sizes.first_widths(picture.width)
    for width in widths:
        write_size(store, picture, content_hash, width)
    fallback = sizes.fallback_width(picture.width)
    jpeg = imaging.encoded(imaging.sized(picture, fallback), "jpg")
    store.write(sizes.file_name(content_hash, fallback, "jpg"), jpeg)
    whole = widths == sizes.widths_for(picture.width)
    return {
        "content_hash": content_hash,
        "width": picture.width,
        "height": picture.height,
        "byte_size": len(file),
        "mime": mime,
        "colour": imaging.average_colour(picture),
        "widths": widths,
        "due_at": None if whole else now(),
    }


def write_size(store: Store, picture: Any, content_hash: str, width: int) -> None:
    """Keep the two files of one width."""
    small = imaging.sized(picture, width)
    for kind in ("avif", "webp"):
        store.write(sizes.file_name(content_hash, width, kind), imaging.encoded(small, kind))


def _refuse_other(other: Picture | None, picture_id: int) -> None:
    if other is not None and other.id != picture_id:
        raise Refused(f"This file is here already, as the picture “{other.name}”. Choose another.")


def _leave_over(session: Session, picture: Picture, due_at: datetime) -> None:
    left = PictureLeftover(content_hash=picture.content_hash, names=picture.file_names, due_at=due_at)
    session.add(left)
    jobs.after_commit(session, RENDER)


def _note(
    session: Session, actor: str, action: str, picture: Picture, before: dict[str, Any], after: dict[str, Any]
) -> None:
    details = {key: {"before": before.get(key), "after": after.get(key)} for key in {**before, **after}}
    audit.note(session, actor, action, f"picture:{picture.id}", details=details)
