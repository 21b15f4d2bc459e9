"""Serving pictures: kept for ever, never more than what is meant to be seen."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import Client

from hope.kernel.media import pictures, sizes
from hope.kernel.media.models import Picture
from hope.kernel.web.page_cache import PageCache
from tests.support.pictures import photo
from tests.support.stores import MemoryStore
from tests.support.web import SiteClient


@pytest.fixture
def picture(app: Flask, session: Session) -> Picture:
    return pictures.add(
        app.extensions["media_store"], photo(), name="loom.jpg", actor="editor@example.org", alt="A loom"
    ).picture


@pytest.mark.parametrize(("kind", "mime"), sizes.MIMES.items())
def test_each_kind_says_what_it_is_and_may_be_kept(
    client: SiteClient, picture: Picture, kind: str, mime: str
) -> None:
    width = sizes.fallback_width(picture.width) if kind == "jpg" else 320
    answer = client.get(f"/media/{sizes.file_name(picture.content_hash, width, kind)}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == mime
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert len(answer.data) > 500


def test_who_has_it_is_told_so(app: Flask, client: SiteClient, picture: Picture) -> None:
    address = f"/media/{sizes.file_name(picture.content_hash, 320, 'avif')}"
    mark = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(address).status_code == 200
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_page_cache_passes_pictures_on_and_keeps_none(app: Flask, picture: Picture) -> None:
    cache = PageCache(app.wsgi_app, 60)
    visitor = Client(cache)
    address = f"/media/{sizes.file_name(picture.content_hash, 320, 'avif')}"
    whole = visitor.get(address)
    assert whole.status_code == 200
    again = visitor.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert cache._pages == {}


@pytest.mark.parametrize(
    "name",
    [
        "", "nothing", "..%2fhope.sqlite3", "%2e%2e/hope.sqlite3", "../hope.sqlite3", "a" * 4000, "%00",
        "0123456789abcdef0123456789abcdef-640.avif", "0123456789abcdef0123456789abcdef-original.jpg",
        "0123456789abcdef0123456789abcdef-640.avif/", "0123456789abcdef0123456789abcdef-640.avif%0a",
    ],
)  # fmt: skip
def test_everything_else_is_not_there(client: SiteClient, picture: Picture, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_the_original_is_nobodys_business(app: Flask, client: SiteClient, picture: Picture) -> None:
    name = sizes.original_name(picture.content_hash, picture.mime)
    assert app.extensions["media_store"].read(name)
    assert client.get(f"/media/{name}").status_code == 404


def test_a_place_that_is_away_is_no_defect_of_ours(app: Flask, client: SiteClient) -> None:
    app.extensions["media_store"] = store = MemoryStore()
    store.away = True
    answer = client.get("/media/0123456789abcdef0123456789abcdef-640.avif")
    assert answer.status_code == 503
    assert "catching our breath" in answer.text
