"""The field that chooses a picture: from ours, by words, or a new one, and nothing chosen is lost."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from hope.kernel.forms import Needed, PublicForm, TextField
from hope.kernel.media import forms, pictures
from hope.kernel.media.forms import PictureField, receive_pictures, takes_pictures
from hope.kernel.media.models import Picture
from tests.support import lint
from tests.support.pictures import HOSTILE, photo
from tests.support.stores import MemoryStore

STAFF = "editor@example.org"


class ExampleForm(PublicForm):
    """A form as a feature would have it."""

    title = TextField("Title", [Needed("Write a title.")])
    picture = PictureField("Picture")


@pytest.fixture
def store(app: Flask, session: Session) -> MemoryStore:
    app.extensions["media_store"] = MemoryStore()
    return app.extensions["media_store"]


def make(store: MemoryStore, alt: str = "A loom by a window", height: int = 60, **over: str) -> Picture:
    named = {"name": "loom.jpg", "actor": STAFF} | over
    return pictures.add(store, photo(200, height), alt=alt, **named).picture


def sent(app: Flask, **data: Any) -> ExampleForm:
    """The form after a browser sent it."""
    given = {"title": "Looms", **{name.replace("__", "-"): value for name, value in data.items()}}
    with app.test_request_context(method="POST", data=given, content_type="multipart/form-data"):
        form = ExampleForm()
        receive_pictures(form, STAFF)
        form.fine = form.validate()
        form.page = str(form.picture())
    return form


def a_file(data: bytes, name: str = "new.jpg") -> tuple[BytesIO, str]:
    return BytesIO(data), name


def test_one_of_ours_is_chosen(app: Flask, store: MemoryStore) -> None:
    picture = make(store)
    form = sent(app, picture=str(picture.id))
    assert form.fine
    assert form.picture.data == picture.id
    assert sent(app, picture="").picture.data is None


@pytest.mark.parametrize("value", ["999", "-1", "x", "1e3", "9" * 40, "²", "../1"])
def test_what_is_not_ours_is_not_chosen(app: Flask, store: MemoryStore, value: str) -> None:
    form = sent(app, picture=value)
    assert form.picture.data is None
    assert form.fine == (value != "999")


def test_a_mistake_elsewhere_keeps_the_choice(app: Flask, store: MemoryStore) -> None:
    picture = make(store)
    form = sent(app, title="", picture=str(picture.id))
    assert not form.fine
    assert f'value="{picture.id}" checked' in form.page


def test_a_new_one_is_kept_at_once_and_chosen_even_when_something_else_is_wrong(
    app: Flask, store: MemoryStore
) -> None:
    form = sent(
        app, title="", picture__file=a_file(photo(200, 80)), picture__alt="A river", picture__credit="Ines"
    )
    assert not form.fine
    assert form.picture.picture.alt == "A river"
    assert form.picture.picture.credit == "Ines"
    assert form.picture.picture.uploaded_by == STAFF
    assert f'value="{form.picture.data}" checked' in form.page


def test_a_new_one_without_a_description_is_kept_and_asked_about(app: Flask, store: MemoryStore) -> None:
    form = sent(app, picture__file=a_file(photo(200, 80)))
    assert form.errors == {"picture": ["Say what the new picture shows."]}
    number = form.picture.data
    assert f'value="{number}" checked' in form.page
    again = sent(app, picture=str(number), picture__alt="A river")
    assert again.fine
    assert again.picture.picture.alt == "A river"


@pytest.mark.parametrize("what", ["nothing", "a bomb", "html", "a heic"])
def test_a_file_that_is_no_picture_is_refused_in_its_words(app: Flask, store: MemoryStore, what: str) -> None:
    kept = make(store)
    form = sent(app, picture=str(kept.id), picture__file=a_file(HOSTILE[what], "photo.jpg"))
    assert not form.fine
    assert form.picture.data == kept.id
    assert form.picture.errors[0].endswith(".")


def test_what_was_typed_is_never_cut(app: Flask, store: MemoryStore) -> None:
    form = sent(app, picture__file=a_file(photo(200, 80)), picture__alt="x" * 301)
    assert form.errors == {"picture": ["What the picture shows can have 300 characters; yours has 301."]}
    assert "x" * 301 in form.page


def test_words_find_pictures_and_nothing_is_saved_meanwhile(app: Flask, store: MemoryStore) -> None:
    loom, river = make(store), make(store, alt="A river at dawn", height=70, credit="Ines Öberg")
    form = sent(app, picture=str(loom.id), picture__words="RIVER öberg", picture__seen="")
    assert not form.fine
    assert form.picture.offered == [loom, river]
    assert 'name="picture-seen" value="RIVER öberg"' in form.page
    assert sent(app, picture=str(river.id), picture__words="river", picture__seen="river").fine
    assert not sent(app, picture__find="y").fine
    assert sent(app, picture__words="100%", picture__seen="").picture.offered == []


def test_pictures_that_nobody_described_are_not_offered(app: Flask, store: MemoryStore) -> None:
    make(store, alt="")
    assert sent(app).picture.offered == []


def test_the_same_file_is_sent_twice(app: Flask, session: Session, store: MemoryStore) -> None:
    for _ in range(2):
        form = sent(app, picture__file=a_file(photo(200, 80)), picture__alt="A river")
        assert form.fine
    assert session.scalar(select(func.count(Picture.id))) == 1


def test_a_place_that_is_away_is_told_kindly(app: Flask, store: MemoryStore) -> None:
    store.away = True
    assert sent(app, picture__file=a_file(photo(200, 80))).errors == {"picture": [forms.AWAY]}


def test_the_field_is_drawn_without_a_fault(app: Flask, store: MemoryStore) -> None:
    make(store, alt="A “loom” <b>by</b> a window", credit="x & y")
    page = sent(app, title="", picture__words="<script>").page
    around = (
        '<!doctype html><html lang="en"><head><title>A form — Hope</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        '<body><main><h1>A form</h1><form action="/x" method="post">{}</form></main></body></html>'
    )
    assert lint.problems(around.format(page)) == []
    assert lint.problems(around.format(sent(app).page)) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\loom.jpg", "loom.jpg"),
        ("../../etc/passwd", "passwd"),
        ("Blüte 🌸.jpg", "Blüte 🌸.jpg"),
        ("a\u202egpj.exe\0", "agpj.exe"),
        ("/", "picture"),
        ("x" * 500 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert forms.clean_name(FileStorage(BytesIO(), given)) == kept


@pytest.mark.parametrize(
    ("length", "plain", "marked"),
    [(1000, True, True), (5 * 1024 * 1024, False, True), (forms.LARGEST_BODY + 1, False, False)],
)
def test_only_marked_views_take_more_than_a_form(app: Flask, length: int, plain: bool, marked: bool) -> None:
    def view() -> bool:
        try:
            return request.files is not None
        except ClientDisconnected:  # it began to read; there is only a length here, and no file
            return True
        except RequestEntityTooLarge:
            return False

    headers = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    for asked, allowed in ((view, plain), (takes_pictures(view), marked)):
        with app.test_request_context(method="POST", environ_overrides=headers):
            assert asked() == allowed


def test_a_view_that_forgets_to_receive_is_found_out(app: Flask, store: MemoryStore) -> None:
    data = {"title": "Looms", "picture-file": a_file(b"x")}
    with app.test_request_context(method="POST", data=data):
        with pytest.raises(AssertionError, match="receive"):
            ExampleForm().validate()
        request.close()
