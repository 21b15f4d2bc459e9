"""Pictures as staff look after them: sent, described, replaced, deleted, and never lost or left unsaid."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.kernel.audit import AuditEntry
from hope.kernel.media.forms import LARGEST_BODY
from hope.kernel.media.models import Picture
from tests.support.people import send, sign_in, token
from tests.support.pictures import HOSTILE, photo
from tests.support.sending import make_picture, upload
from tests.support.stores import MemoryStore
from tests.support.web import SiteClient, read, text_of


@pytest.fixture(autouse=True)
def store(app: Flask, client: SiteClient, session: Session) -> MemoryStore:
    sign_in(client, "editor")
    app.extensions["media_store"] = MemoryStore()
    return app.extensions["media_store"]


def test_one_is_sent_with_its_words(client: SiteClient, session: Session) -> None:
    answer = upload(client, (photo(200, 80), "C:/../Fluß 🌊.jpg"), alt="A river at dawn", credit="Ines")
    picture = session.scalars(select(Picture)).one()
    assert answer.headers["Location"] == f"/admin/media/{picture.id}"
    assert (picture.alt, picture.credit, picture.name) == ("A river at dawn", "Ines", "Fluß 🌊.jpg")
    assert picture.uploaded_by.startswith("editor-")
    page = text_of(client.get(answer.headers["Location"]))
    assert "The picture is here now." in page
    assert "200 × 80" in page
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("picture.added", f"picture:{picture.id}")


def test_without_words_it_is_kept_and_asked_about(client: SiteClient, session: Session) -> None:
    answer = upload(client, (photo(200, 80), "river.jpg"))
    assert "Say what it shows." in text_of(client.get(answer.headers["Location"]))
    assert "1 picture cannot be used yet" in text_of(client.get("/admin/media/"))
    picture = session.scalars(select(Picture)).one()
    refused = send(client, f"/admin/media/{picture.id}", {"alt": "", "focal_x": "50", "focal_y": "50"})
    assert refused.status_code == 422
    assert "Say what the picture shows." in text_of(refused)


def test_several_at_once_are_described_on_one_page(client: SiteClient, session: Session) -> None:
    answer = upload(client, *((photo(200, 80 + n), f"{n}.jpg") for n in range(3)), alt="Meant for one")
    assert answer.headers["Location"] == "/admin/media/words"
    page = read(client.get("/admin/media/words"))
    assert len(page.select("fieldset.tell")) == 3
    one, two, _three = session.scalars(select(Picture).order_by(Picture.id))
    told = send(client, "/admin/media/words", {f"alt-{one.id}": "A loom", f"credit-{one.id}": "Ines"})
    assert told.headers["Location"] == "/admin/media/words"
    session.expire_all()
    assert (one.alt, one.credit, two.alt) == ("A loom", "Ines", "")
    assert len(read(client.get("/admin/media/words")).select("fieldset.tell")) == 2


@pytest.mark.parametrize("typed", [{"alt": "x" * 301}, {"alt": "", "credit": "Ines"}])
def test_words_that_do_not_fit_are_given_back(
    client: SiteClient, session: Session, store: MemoryStore, typed: dict[str, str]
) -> None:
    picture = make_picture(store, alt="")
    data = {f"{part}-{picture.id}": text for part, text in typed.items()}
    answer = send(client, "/admin/media/words", data)
    assert answer.status_code == 422
    assert all(text in answer.text for text in typed.values())
    session.expire_all()
    assert picture.alt == ""


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_in_words(client: SiteClient, session: Session, what: str) -> None:
    answer = upload(client, (HOSTILE[what], "holiday.jpg"), alt="A holiday")
    assert answer.status_code == 422
    page = read(answer)
    assert "“holiday.jpg”: " in page.select_one(".error-summary").get_text()
    assert page.select_one("#alt")["value"] == "A holiday"
    assert session.scalar(select(func.count(Picture.id))) == 0


def test_of_several_the_good_ones_are_kept(client: SiteClient, session: Session) -> None:
    answer = upload(client, (photo(200, 80), "river.jpg"), (HOSTILE["a pdf"], "report.pdf"))
    assert answer.status_code == 422
    assert "“report.pdf”: This is a PDF" in text_of(answer)
    assert "river.jpg" in text_of(answer)
    assert session.scalar(select(func.count(Picture.id))) == 1


def test_no_file_at_all(client: SiteClient) -> None:
    assert "Choose a picture." in text_of(upload(client))
    assert send(client, "/admin/media/new", {"file": "text, not a file"}).status_code == 422


def test_the_same_file_again_is_led_to_the_first(
    client: SiteClient, session: Session, store: MemoryStore
) -> None:
    picture = make_picture(store)
    answer = upload(client, (photo(200, 70), "again.jpg"), alt="Other words")
    assert answer.headers["Location"] == f"/admin/media/{picture.id}"
    assert "was here already" in text_of(client.get(answer.headers["Location"]))
    session.expire_all()
    assert picture.alt == "A loom by a window"


def test_a_script_is_told_in_its_own_way(client: SiteClient, session: Session) -> None:
    script = {"Accept": "application/json"}
    good = upload(client, (photo(200, 80), "river.jpg"), alt="A river", headers=script).json
    assert good == {
        "problems": [],
        "href": f"/admin/media/{session.scalar(select(Picture.id))}",
        "is_new": True,
    }
    bad = upload(client, (HOSTILE["html"], "x.jpg"), alt="A river", headers=script)
    assert bad.status_code == 422
    assert "web page" in bad.json["problems"][0]
    long = upload(client, (photo(200, 81), "x.jpg"), alt="x" * 400, headers=script)
    assert "300 characters" in long.json["problems"][0]


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(client: SiteClient) -> None:
    long = {"CONTENT_LENGTH": str(LARGEST_BODY + 1)}
    kind = "multipart/form-data; boundary=x"
    answer = client.post("/admin/media/new", content_type=kind, environ_overrides=long)
    assert answer.status_code == 413
    assert "smaller file" in text_of(answer)


def test_a_visitor_may_send_nothing(app: Flask, session: Session) -> None:
    stranger = app.test_client()
    assert stranger.post("/admin/media/new", data={"csrf_token": token()}).status_code in (303, 401)
    assert session.scalar(select(func.count(Picture.id))) == 0


def test_a_form_without_its_token_changes_nothing(client: SiteClient, session: Session) -> None:
    data = {"file": (BytesIO(photo(200, 80)), "x.jpg"), "alt": "A river"}
    answer = client.post("/admin/media/new", data=data)
    assert answer.status_code == 422
    assert session.scalar(select(func.count(Picture.id))) == 0


def test_pictures_are_found_by_their_words(client: SiteClient, store: MemoryStore) -> None:
    make_picture(store)
    make_picture(store, alt="ÖFFNUNG am Fluß", height=71)
    assert "ÖFFNUNG" in text_of(client.get("/admin/media/?q=öffnung"))
    assert "A loom" not in text_of(client.get("/admin/media/?q=öffnung"))
    for hostile in ("%25", "_", "%00", "x" * 300, "a+" * 50):
        answer = client.get(f"/admin/media/?q={hostile}")
        assert answer.status_code == 200


def test_many_pictures_come_a_page_at_a_time(client: SiteClient, session: Session) -> None:
    for number in range(30):
        row = Picture(content_hash=f"{number:032x}", name=f"{number}.jpg", alt=f"Picture {number}", credit="",
            width=200, height=100, byte_size=1, mime="image/jpeg", widths=[160], colour="#808080")  # fmt: skip
        row.can_be_found_by_its_words()
        session.add(row)
    session.commit()
    first = client.get("/admin/media/")
    assert len(read(first).select(".gallery__tile")) == 24
    older = read(first).select_one("a[rel=next]")["href"]
    assert len(read(client.get(older)).select(".gallery__tile")) == 6


def test_a_place_that_is_away_is_told(client: SiteClient, store: MemoryStore) -> None:
    store.away = True
    answer = upload(client, (photo(200, 80), "river.jpg"), alt="A river")
    assert answer.status_code == 422
    assert "again in a minute" in text_of(answer)
