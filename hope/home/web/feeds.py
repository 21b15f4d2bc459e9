"""The newest stories for feed readers, with their whole text: Atom (RFC 4287) and JSON Feed 1.1."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, url_for

from hope.home.web.drawing import for_feed
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.web.filters import iso
from hope.spotlight import reading
from hope.spotlight.models import Story

bp = Blueprint("story_feeds", __name__, url_prefix="/spotlight")


@bp.get("/feed.atom")
def atom() -> Response:
    """The newest stories as Atom."""
    stories = reading.for_feed(db.session(), now())
    words = render_template(
        "stories/feed.xml",
        stories=[(story, for_feed(story)) for story in stories],
        updated=max((story.changed_at for story in stories), default=None),
        site_url=current_app.config["SITE_URL"],
    )
    response = make_response(words)
    response.mimetype = "application/atom+xml"
    return response


@bp.get("/feed.json")
def json() -> Response:
    """The newest stories as JSON."""
    site = str(current_app.config["SITE_URL"])
    response = jsonify(
        version="https://jsonfeed.org/version/1.1",
        title=f"{current_app.config['SITE_NAME']}: stories",
        home_page_url=site + url_for("stories.index"),
        feed_url=site + url_for(".json"),
        language="en",
        items=[_item(story, site) for story in reading.for_feed(db.session(), now())],
    )
    response.mimetype = "application/feed+json"
    return response


def _item(story: Story, site: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"urn:uuid:{story.uid}",
        "url": site + url_for("stories.show", slug=story.slug),
        "title": story.title,
        "summary": story.summary,
        "content_html": for_feed(story),
        "image": site + url_for("share.story", slug=story.slug),
        "date_published": _moment(story.published_at),
        "date_modified": iso(story.changed_at),
        "tags": [tag.name for tag in story.tags],
    }
    return item | ({"authors": [{"name": story.byline}]} if story.byline else {})


def _moment(moment: datetime | None) -> str:
    return iso(moment) if moment else ""
