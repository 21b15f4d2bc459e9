"""Sending pictures in tests, as the page of staff does."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from hope.kernel.media import pictures
from hope.kernel.media.models import Picture
from tests.support.people import send
from tests.support.pictures import photo
from tests.support.stores import MemoryStore
from tests.support.web import SiteClient


def make_picture(store: MemoryStore, alt: str = "A loom by a window", height: int = 70) -> Picture:
    """A picture that is here; another height makes another picture."""
    added = pictures.add(store, photo(200, height), name="loom.jpg", actor="a@example.org", alt=alt)
    return added.picture


def upload(client: SiteClient, *files: tuple[bytes, str], **data: Any) -> TestResponse:
    """What comes of choosing these files (contents and name) and sending the form."""
    options = {"headers": data.pop("headers")} if "headers" in data else {}
    sent = {"file": [(BytesIO(content), name) for content, name in files], **data}
    return send(client, "/admin/media/new", sent, content_type="multipart/form-data", **options)
