"""What a staff page says after somebody did something."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse


def done(words: str, href: str, kind: str = "good") -> AnyResponse:
    """Say on the page at `href` what was done, and go there."""
    flash(words, kind)
    return redirect(href, code=303)


def confirm(form: Any, *, title: str, label: str, action: str, status: int = 200, **more: Any) -> Response:
    """A page that says what will happen before it happens.

    `lead` and `points` say what; `above` and `above_href` lead back; `danger` is for what cannot be undone. Fields
    of the form (a reason, say) are drawn on the way.
    """
    page = {"lead": None, "points": (), "above": None, "above_href": None, "danger": False} | more
    words = render_template("admin/confirm.html", form=form, title=title, label=label, action=action, **page)
    return make_response(words, status)
