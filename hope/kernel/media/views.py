"""Serving the files of pictures, and what templates need to name them."""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.media import keeping, pictures, sizes
from hope.kernel.media.models import Picture
from hope.kernel.media.store import Missing, Store, StoreError
from hope.kernel.web.assets import YEAR
from hope.kernel.web.headers import PUBLIC

bp = Blueprint("media", __name__, url_prefix="/media")


@dataclass(frozen=True)
class Sources:
    """The addresses of a picture's files, as the attributes of a picture element want them."""

    avif: str
    webp: str
    fallback: str
    height: int
    width: int


def init_app(app: Flask) -> None:
    """Choose the place for files, and give templates `picture_sources`."""
    app.extensions["media_store"] = keeping.choose(app.config["MEDIA_URL"])
    app.jinja_env.globals["picture_sources"] = picture_sources
    app.register_blueprint(bp)


def the_store() -> Store:
    """Where this site keeps its pictures."""
    store: Store = current_app.extensions["media_store"]
    return store


@bp.get("/<name>")
def file(name: str) -> Response:
    """One size of one picture; its name changes with its contents, so it may be kept for ever."""
    if not sizes.PUBLIC.fullmatch(name):
        abort(404)
    is_lent, until = pictures.lent(db.session(), name.partition("-")[0])
    if until is not None and until <= now():
        abort(410)
    try:
        data = the_store().read(name)
    except Missing:
        abort(404)
    except StoreError:
        abort(503)
    response = Response(data, mimetype=sizes.mime_of(name))
    response.set_etag(name)
    # What somebody may take back is asked for each time; everything else may be kept for ever.
    response.headers["Cache-Control"] = PUBLIC if is_lent else f"public, max-age={YEAR}, immutable"
    return response.make_conditional(request)  # type: ignore[return-value]


def picture_sources(picture: Picture) -> Sources:
    """Where the files of a picture are, of the sizes that have been made."""
    fallback = sizes.fallback_width(picture.width)
    return Sources(
        avif=_srcset(picture, "avif"),
        webp=_srcset(picture, "webp"),
        fallback=_address(sizes.file_name(picture.content_hash, fallback, "jpg")),
        width=picture.width,
        height=picture.height,
    )


def _srcset(picture: Picture, kind: str) -> str:
    # Asking Flask for each of a dozen addresses would cost more than the rest of the page.
    base = _address("")
    names = ((sizes.file_name(picture.content_hash, width, kind), width) for width in picture.widths)
    return ", ".join(f"{base}{name} {width}w" for name, width in names)


def _address(name: str) -> str:
    return url_for("media.file", name="-").removesuffix("-") + name
