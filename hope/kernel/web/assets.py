"""Stylesheets and scripts under names that change with their contents, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, url_for
from werkzeug.security import safe_join

YEAR = 31_536_000
LONGEST = 40  # of a bundle’s name; a file system refuses to be asked for much longer ones


def init_app(app: Flask) -> None:
    """Give templates `css_url`, `asset_url` and `scene_url`."""
    app.jinja_env.globals.update(css_url=css_url, asset_url=asset_url, scene_url=scene_url)
    app.add_url_rule("/static/bundle/<name>.<mark>.css", "css_bundle", css_bundle)


def css_url(name: str) -> str:
    """The address of the one stylesheet made of every file in `static/css/<name>/`."""
    return url_for("css_bundle", name=name, mark=_mark(_bundle(_static(), name, _stamp(name))))


def asset_url(filename: str) -> str:
    """The address of a static file, with a mark of its contents."""
    path = Path(_static(), filename)
    if not path.is_file():
        raise FileNotFoundError(f"static/{filename}")
    return url_for("static", filename=filename, v=_file_mark(str(path), path.stat().st_mtime_ns))


def scene_url(name: str) -> str:
    """The address of a scene; the dawn stands in for one that is not there, so that no page fails for a picture."""
    known = Path(_static(), "img", "scenes", f"{name}.svg").is_file() and name.isalnum()
    return asset_url(f"img/scenes/{name if known else 'dawn'}.svg")


def scene_names() -> list[str]:
    """Every scene that there is, by name."""
    return sorted(path.stem for path in Path(_static(), "img", "scenes").glob("*.svg"))


def css_bundle(name: str, mark: str) -> Response:
    """Serve the bundle; cascade layers make the order of its files unimportant."""
    if (
        not name.isalnum()
        or len(name) > LONGEST
        or not Path(safe_join(_static(), "css", name) or "").is_dir()
    ):
        abort(404)
    css = _bundle(_static(), name, _stamp(name))
    response = Response(css, mimetype="text/css")
    current = mark == _mark(css)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    return response


def _static() -> str:
    return str(current_app.static_folder)


def _stamp(name: str) -> int:
    """Changes whenever a file of the bundle does, so that nobody restarts the site to see a colour."""
    if not current_app.debug:
        return 0
    return max(path.stat().st_mtime_ns for path in Path(_static(), "css", name).glob("*.css"))


@cache
def _bundle(static: str, name: str, stamp: int) -> str:
    files = sorted(Path(static, "css", name).glob("*.css"))
    return "\n".join(path.read_text() for path in files)


@cache
def _file_mark(path: str, modified: int) -> str:
    return _mark(Path(path).read_bytes())


def _mark(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:12]
