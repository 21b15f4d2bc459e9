"""Turning an outbox row into subject, text and HTML from the three files of its folder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import css_inline
from flask import render_template

Composer = Callable[..., dict[str, Any]]
_composers: dict[str, Composer] = {}
# Mail programs fetch nothing for us, and neither does the inliner.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


@dataclass(frozen=True)
class Letter:
    """The words of one message."""

    subject: str
    text: str
    html: str


def composer(kind: str) -> Callable[[Composer], Composer]:
    """Register the function that looks up what the templates of `templates/email/<kind>/` need."""

    def register(function: Composer) -> Composer:
        _composers[kind] = function
        return function

    return register


def compose(kind: str, params: dict[str, Any]) -> Letter:
    """Write the message of this kind; needs an application context for its templates."""
    context = _composers[kind](**params)
    folder = f"email/{kind}"
    subject = " ".join(render_template(f"{folder}/subject.txt", **context).split())
    text = render_template(f"{folder}/body.txt", **context).strip() + "\n"
    html = _inliner.inline(render_template(f"{folder}/body.html", **context))
    return Letter(subject, text, html)
