"""The text of a story with its pictures, ready for a page or for a feed."""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from flask import current_app, url_for
from markupsafe import Markup
from sqlalchemy import select

from hope.kernel.db import db
from hope.kernel.media.models import Picture
from hope.kernel.media.views import picture_sources
from hope.kernel.web.assets import scene_url
from hope.spotlight import body
from hope.spotlight.body import Part
from hope.spotlight.models import Story

HREF = re.compile(r'href="([^"]*)"')


def body_parts(text: str) -> Iterator[dict[str, Any]]:
    """The parts of a text; a picture that is gone, or may not be shown any more, is left out."""
    parts = body.parts(text)
    pictures = _pictures(parts)
    for part in parts:
        picture = pictures.get(int(part.ref)) if part.kind == "picture" else None
        if part.kind == "picture" and (picture is None or not picture.is_usable):
            continue
        yield {**vars(part), "html": Markup(part.html), "picture": picture}  # noqa: S704  (nh3 has cleaned it)


def for_feed(story: Story) -> str:
    """The whole text as HTML that stands by itself: every address is complete, and nothing is more than a picture."""
    site = str(current_app.config["SITE_URL"])
    address = site + url_for("stories.show", slug=story.slug)
    told = [_note(story)] if story.content_note else []
    told += [_in_feed(part, site) for part in body_parts(story.body)]
    return HREF.sub(lambda found: f'href="{escape(urljoin(address, unescape(found[1])))}"', "\n".join(told))


def _note(story: Story) -> str:
    return f"<p><strong>Before you read:</strong> {escape(story.content_note)}</p>"


def _in_feed(part: dict[str, Any], site: str) -> str:
    if part["kind"] == "words":
        return str(part["html"])
    if part["kind"] == "quote":
        by = f"<p>— {escape(part['by'])}</p>" if part["by"] else ""
        return f"<blockquote>{part['html']}{by}</blockquote>"
    picture: Picture | None = part["picture"]
    source = picture_sources(picture).fallback if picture else scene_url(part["ref"])
    alt = part["alt"] or (picture.alt if picture else "")
    caption = f"<figcaption>{escape(part['caption'])}</figcaption>" if part["caption"] else ""
    return f'<figure><img src="{site}{escape(source)}" alt="{escape(alt)}">{caption}</figure>'


def _pictures(parts: tuple[Part, ...]) -> dict[int, Picture]:
    numbers = {int(part.ref) for part in parts if part.kind == "picture"}
    if not numbers:
        return {}
    return {
        picture.id: picture for picture in db.session.scalars(select(Picture).where(Picture.id.in_(numbers)))
    }
