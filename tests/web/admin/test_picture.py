"""One picture as staff look after it: its words, its point, another file for it, and its end."""

from functools import partial
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.kernel.audit import AuditEntry
from hope.kernel.media.models import Picture, PictureLeftover
from tests.support.builders import make_campaign, run_jobs
from tests.support.people import send, sign_in
from tests.support.pictures import HOSTILE, photo
from tests.support.sending import make_picture, upload
from tests.support.stores import MemoryStore
from tests.support.web import SiteClient, read, text_of


@pytest.fixture(autouse=True)
def store(app: Flask, client: SiteClient, session: Session) -> MemoryStore:
    sign_in(client, "editor")
    app.extensions["media_store"] = MemoryStore()
    return app.extensions["media_store"]


def words(picture: Picture, **over: str) -> dict[str, str]:
    given = {"alt": picture.alt, "credit": "", "consent_note": "", "focal_x": "50", "focal_y": "50"}
    return {**given, "seen": picture.updated_at.isoformat(), **over}


def test_words_and_point_are_changed_and_written_down(
    client: SiteClient, session: Session, store: MemoryStore
) -> None:
    picture = make_picture(store)
    new = words(
        picture,
        alt="Two “looms” <b>",
        credit="Ines & Ana",
        focal_x="12",
        focal_y="100",
        consent_note="Ana, 2026",
    )
    assert send(client, f"/admin/media/{picture.id}", new).status_code == 303
    session.expire_all()
    assert (picture.alt, picture.focal_x, picture.focal_y) == ("Two “looms” <b>", 12, 100)
    assert picture.consent_note == "Ana, 2026"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "picture.described")).one()
    assert entry.details["focal_x"] == {"before": 50, "after": 12}
    again = send(client, f"/admin/media/{picture.id}", words(picture, alt="Two “looms” <b>", credit="Ines & Ana",
        focal_x="12", focal_y="100", consent_note="Ana, 2026"))  # fmt: skip
    assert "Nothing was different." in text_of(client.get(again.headers["Location"]))


@pytest.mark.parametrize("share", ["", "-1", "101", "1.5", "fifty", "٣", "9" * 400, "１２"])
def test_a_point_outside_of_the_picture_is_refused(
    client: SiteClient, session: Session, store: MemoryStore, share: str
) -> None:
    picture = make_picture(store)
    answer = send(client, f"/admin/media/{picture.id}", words(picture, focal_x=share, alt="Kept words"))
    assert answer.status_code == 422
    assert "a whole number from 0 to 100." in text_of(answer)
    assert read(answer).select_one("#alt")["value"] == "Kept words"


def test_the_second_of_two_editors_is_told(client: SiteClient, session: Session, store: MemoryStore) -> None:
    picture = make_picture(store)
    mine, theirs = words(picture, alt="My words"), words(picture, alt="Their words")
    assert send(client, f"/admin/media/{picture.id}", theirs).status_code == 303
    told = send(client, f"/admin/media/{picture.id}", mine)
    assert told.status_code == 409
    page = read(told)
    assert page.select_one("#alt")["value"] == "My words"
    assert "Their words" in page.select_one(".details").get_text()
    mine["seen"] = page.select_one("#seen")["value"]
    assert send(client, f"/admin/media/{picture.id}", mine).status_code == 303
    session.expire_all()
    assert picture.alt == "My words"


def test_another_file_takes_its_place(client: SiteClient, session: Session, store: MemoryStore) -> None:
    picture = make_picture(store)
    campaign = make_campaign(session, picture_id=picture.id)
    path = f"/admin/media/{picture.id}/file"
    assert campaign.title in text_of(client.get(path))
    form = {"file": (BytesIO(photo(300, 90)), "new.jpg")}
    assert send(client, path, form, content_type="multipart/form-data").status_code == 303
    session.expire_all()
    assert (picture.name, picture.width, picture.alt) == ("new.jpg", 300, "A loom by a window")
    for wrong in (HOSTILE["text"], b""):
        bad = send(client, path, {"file": (BytesIO(wrong), "x.jpg")}, content_type="multipart/form-data")
        assert bad.status_code == 422
    assert send(client, path).status_code == 422


def test_deleting_asks_first_and_leaves_nothing(
    app: Flask, client: SiteClient, session: Session, store: MemoryStore
) -> None:
    picture = make_picture(store)
    path = f"/admin/media/{picture.id}/deletion"
    assert "cannot be undone" in text_of(client.get(path))
    assert session.scalar(select(func.count(Picture.id))) == 1
    assert send(client, path).headers["Location"] == "/admin/media/"
    run_jobs(app)
    assert session.scalar(select(func.count(Picture.id))) == 0
    assert session.scalar(select(func.count(PictureLeftover.id))) == 0
    assert store.files == {}
    assert send(client, path).status_code == 404


def test_a_picture_that_a_page_shows_is_not_deleted(
    client: SiteClient, session: Session, store: MemoryStore
) -> None:
    picture = make_picture(store)
    campaign = make_campaign(session, picture_id=picture.id)
    path = f"/admin/media/{picture.id}/deletion"
    for ask in (client.get, partial(send, client)):
        page = text_of(client.get(ask(path).headers["Location"]))
        assert "Choose another one for them first." in page
        assert campaign.title in page
    assert session.scalar(select(func.count(Picture.id))) == 1
    assert "Shown in 1 place" in text_of(client.get("/admin/media/"))


def test_the_books_may_look_and_not_touch(client: SiteClient, session: Session, store: MemoryStore) -> None:
    picture = make_picture(store)
    sign_in(client, "treasurer")
    assert "A loom" in text_of(client.get("/admin/media/"))
    page = read(client.get(f"/admin/media/{picture.id}"))
    assert page.select("main form") == []
    assert "Delete" not in page.main.get_text()
    assert upload(client, (photo(200, 80), "x.jpg")).status_code == 403
