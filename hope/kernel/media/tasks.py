"""The worker's round for pictures."""

from flask import current_app

from hope.kernel.jobs import job
from hope.kernel.media import rendering
from hope.kernel.media.pictures import RENDER


@job(RENDER, every="*")
def render() -> None:
    """Make missing sizes and remove left files: at once after a change, and every minute for what was missed."""
    store = current_app.extensions["media_store"]
    rendering.render_due(store)
    rendering.clear_leftovers(store)
