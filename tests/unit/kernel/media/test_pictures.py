"""Pictures as rows and files: added once, described, replaced, deleted, and finished by the worker."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.media import pictures, rendering, sizes, uses
from hope.kernel.media.checking import Refused
from hope.kernel.media.models import Picture, PictureLeftover
from hope.kernel.media.uses import Use
from tests.support.builders import make_campaign, run_jobs
from tests.support.pictures import HOSTILE, photo, saved, scene
from tests.support.stores import MemoryStore, StoreError

STAFF = "editor@example.org"
LARGE = photo(1000, 70)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def add(store: MemoryStore, data: bytes = LARGE, **over: str) -> Picture:
    return pictures.add(store, data, **{"name": "loom.jpg", "actor": STAFF, "alt": "A loom"} | over).picture


def test_at_once_it_can_be_seen_and_later_it_is_whole(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    assert (picture.width, picture.height, picture.mime) == (1000, 70, "image/jpeg")
    assert picture.widths == [160, 320, 480, 720]
    assert not picture.is_complete
    assert rendering.render_due(store) == 1
    session.expire_all()
    assert picture.widths == [160, 320, 480, 720, 960]
    assert picture.is_complete
    assert sorted(store.files) == sorted(picture.file_names)
    assert rendering.render_due(store) == 0


def test_a_small_one_is_whole_at_once(session: Session, store: MemoryStore) -> None:
    picture = add(store, photo(120, 90))
    assert picture.is_complete
    assert sorted(store.files) == sorted(picture.file_names)


def test_the_same_file_twice_is_the_same_picture(session: Session, store: MemoryStore) -> None:
    first = pictures.add(store, LARGE, name="loom.jpg", actor=STAFF, alt="A loom")
    second = pictures.add(store, LARGE, name="other.jpg", actor=STAFF, alt="Something else")
    assert (first.is_new, second.is_new) == (True, False)
    assert second.picture.id == first.picture.id
    assert second.picture.alt == "A loom"
    assert len(session.scalars(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize("what", ["nothing", "a bomb", "html", "half a jpeg"])
def test_nothing_is_left_of_what_is_refused(session: Session, store: MemoryStore, what: str) -> None:
    with pytest.raises(Refused):
        add(store, HOSTILE[what])
    assert store.files == {}
    assert session.scalars(select(Picture)).all() == []


def test_a_place_that_is_away_leaves_no_row_that_names_a_missing_file(
    session: Session, store: MemoryStore
) -> None:
    store.fails_at = "480.webp"
    with pytest.raises(StoreError):
        add(store)
    assert session.scalars(select(Picture)).all() == []
    store.fails_at = ""
    assert add(store).widths == [160, 320, 480, 720]


def test_what_failed_or_died_is_tried_again_later(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    store.fails_at = "960.webp"
    assert rendering.render_due(store) == 0
    session.expire_all()
    assert picture.widths == [160, 320, 480, 720]
    assert picture.due_at is not None
    assert picture.due_at > now()
    store.fails_at = ""
    assert rendering.render_due(store) == 0, "somebody may still be at it"
    with unit_of_work():
        picture.due_at = now()
    assert rendering.render_due(store) == 1


def test_one_that_cannot_be_made_does_not_keep_the_others(session: Session, store: MemoryStore) -> None:
    broken, other = add(store), add(store, photo(1000, 71))
    del store.files[sizes.original_name(broken.content_hash, broken.mime)]
    assert rendering.render_due(store) == 1
    session.expire_all()
    assert (broken.is_complete, other.is_complete) == (False, True)


def test_describing_is_written_down_with_before_and_after(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    with unit_of_work() as work:
        assert pictures.describe(work, picture, STAFF, alt="Two looms", credit="Ines", focal_x=30)
        assert not pictures.describe(work, picture, STAFF, alt="Two looms")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "picture.described")).one()
    assert entry.actor == STAFF
    assert entry.subject == f"picture:{picture.id}"
    assert entry.details == {
        "alt": {"before": "A loom", "after": "Two looms"},
        "credit": {"before": "", "after": "Ines"},
        "focal_x": {"before": 50, "after": 30},
    }
    assert picture.words == "loom.jpg two looms ines"


def test_a_replaced_picture_keeps_its_number_and_its_words(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    rendering.render_due(store)
    old = picture.file_names
    new = pictures.replace(store, picture.id, photo(700, 50), name="new.jpg", actor=STAFF)
    session.expire_all()
    assert (new.id, new.alt, new.name, new.width) == (picture.id, "A loom", "new.jpg", 700)
    assert rendering.clear_leftovers(store) == 0, "somebody may be reading a page with the old one"
    with unit_of_work() as work:
        work.scalars(select(PictureLeftover)).one().due_at = now()
    assert rendering.clear_leftovers(store) == 1
    assert not set(old) & set(store.files)
    assert set(new.file_names) <= set(store.files)


def test_a_picture_is_not_replaced_by_another_one_of_ours(session: Session, store: MemoryStore) -> None:
    picture, other = add(store), add(store, photo(700, 50), name="river.jpg")
    with pytest.raises(Refused, match="river"):
        pictures.replace(store, picture.id, photo(700, 50), name="x", actor=STAFF)
    assert pictures.replace(store, other.id, photo(700, 50), name="x", actor=STAFF).name == "river.jpg"


def test_a_deleted_picture_leaves_no_file(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    kept = add(store, photo(700, 50))
    pictures.delete(picture.id, STAFF)
    store.away = True
    assert rendering.clear_leftovers(store) == 0
    store.away = False
    assert rendering.clear_leftovers(store) == 1
    assert sorted(store.files) == sorted(kept.file_names)
    assert session.scalars(select(Picture.id)).all() == [kept.id]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "picture.deleted")).one()
    assert entry.details["alt"] == {"before": "A loom", "after": None}


def test_sent_again_after_it_was_deleted_it_keeps_its_files(session: Session, store: MemoryStore) -> None:
    pictures.delete(add(store).id, STAFF)
    again = add(store)
    rendering.clear_leftovers(store)
    rendering.render_due(store)
    assert sorted(store.files) == sorted(again.file_names)


def test_a_picture_that_a_page_shows_stays_even_where_nobody_said_so(
    session: Session, store: MemoryStore, silent: None
) -> None:
    picture = add(store)
    make_campaign(session, picture_id=picture.id)
    with pytest.raises(pictures.InUse) as refused:
        pictures.delete(picture.id, STAFF)
    assert refused.value.uses == []
    assert store.files
    assert session.scalars(select(PictureLeftover)).all() == []


def test_features_say_where_a_picture_is_shown(session: Session, store: MemoryStore, silent: None) -> None:
    picture, other = add(store), add(store, photo(700, 50))

    @uses.shows_pictures
    def _finder(_session, picture_ids):  # type: ignore[no-untyped-def]
        return [Use(number, "Shelf", "Third from the left", "home.index") for number in picture_ids]

    with pytest.raises(pictures.InUse) as refused:
        pictures.delete(picture.id, STAFF)
    assert [(use.kind, use.name) for use in refused.value.uses] == [("Shelf", "Third from the left")]
    assert set(uses.uses_of(session, [picture.id, other.id])) == {picture.id, other.id}
    assert uses.uses_of(session, []) == {}


def test_the_worker_does_its_round(app: Flask, session: Session) -> None:
    store = app.extensions["media_store"] = MemoryStore()
    picture = add(store, saved(scene(1000, 70), "PNG"))
    assert run_jobs(app) >= 1
    assert picture.is_complete


def test_the_same_file_sent_by_many_at_once_is_one_picture(app: Flask, store: MemoryStore) -> None:
    def send() -> bool:
        with app.app_context():
            return pictures.add(store, LARGE, name="loom.jpg", actor=STAFF, alt="A loom").is_new

    with ThreadPoolExecutor(4) as many:
        news = [answer.result() for answer in [many.submit(send) for _ in range(4)]]
    assert news.count(True) == 1
    with app.app_context():
        assert len(db.session.scalars(select(Picture)).all()) == 1
        assert len(db.session.scalars(select(AuditEntry)).all()) == 1


def test_what_is_gone_is_gone_without_a_fault(session: Session, store: MemoryStore) -> None:
    picture = add(store)
    pictures.delete(picture.id, STAFF)
    pictures.delete(picture.id, STAFF)
    with pytest.raises(Refused, match="deleted meanwhile"):
        pictures.replace(store, picture.id, photo(700, 50), name="x", actor=STAFF)


@pytest.fixture
def silent() -> Iterator[None]:
    """Every feature forgets to say what it shows."""
    known = uses._finders[:]
    uses._finders.clear()
    yield
    uses._finders[:] = known
