"""Share pictures of stories: what other sites show beside a link, made by us from our own scenes and pictures."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.media import sharing, sizes
from hope.kernel.media.models import Picture
from hope.kernel.media.store import StoreError
from hope.kernel.media.views import the_store
from hope.spotlight import reading
from hope.spotlight.models import StoryState

bp = Blueprint("share", __name__, url_prefix="/spotlight")


@bp.get("/<slug>/share.png")
def story(slug: str) -> Response:
    """The share picture of a public story; with the story it goes."""
    found = reading.find(db.session(), slug) or abort(404)
    state = found.state(now())
    if state is not StoryState.PUBLISHED:
        abort(410 if state in (StoryState.WITHDRAWN, StoryState.ENDED) else 404)
    above = found.organization.name if found.organization else "Spotlight"
    card = sharing.Card(found.title, above, str(current_app.config["SITE_NAME"]))
    return share_picture(card, found.picture, found.scene)


def share_picture(card: sharing.Card, picture: Picture | None, scene: str) -> Response:
    """The answer that holds a share picture: on a picture of ours where there is one to show, else on a scene."""
    static = Path(str(current_app.static_folder))
    ground, focal = _ground(picture), (50, 50)
    if ground and picture:
        focal = (picture.focal_x, picture.focal_y)
    drawn = sharing.drawn(ground or _scene(static, scene), str(static / "fonts" / "paper"), card, focal)
    return Response(drawn, mimetype="image/png")


def _ground(picture: Picture | None) -> bytes | None:
    if picture is None or not picture.is_usable:
        return None
    try:
        width = sizes.fallback_width(picture.width)
        return the_store().read(sizes.file_name(picture.content_hash, width, "jpg"))
    except StoreError:
        return None


def _scene(static: Path, scene: str) -> bytes:
    known = static / "img" / "share" / f"{scene}.webp"
    return (
        known if scene.isalnum() and known.is_file() else static / "img" / "share" / "dawn.webp"
    ).read_bytes()
