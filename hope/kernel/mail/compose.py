"""Turning an outbox row into subject, text and HTML from the three files of its folder.

Every kind belongs to a stream, said where its composer is registered. Mail of a list cannot be written without
the address of a way out, which goes into the two headers of RFC 8058 as well as into the words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import css_inline
from flask import render_template

from hope.kernel.mail.models import Stream

Composer = Callable[..., dict[str, Any]]
_composers: dict[str, Composer] = {}
_streams: dict[str, Stream] = {}
_readable: set[str] = set()
# Mail programs fetch nothing for us, and neither does the inliner.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


class NothingToSay(Exception):
    """What the message was to tell was taken back before it was written; its row is deleted."""


@dataclass(frozen=True)
class Letter:
    """The words of one message, and the headers that its kind asks for."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


def composer(
    kind: str, stream: Stream = Stream.OWED, *, readable: bool = False
) -> Callable[[Composer], Composer]:
    """Register the function that looks up what the templates of `templates/email/<kind>/` need.

    `readable` letters may be read and sent again by staff; the others (a link that lets somebody in) are nobody's
    but their reader's, and once sent their words are kept nowhere.
    """

    def register(function: Composer) -> Composer:
        _composers[kind] = function
        _streams[kind] = stream
        if readable:
            _readable.add(kind)
        return function

    return register


def is_readable(kind: str) -> bool:
    """True when staff may read a letter of this kind, and send it again."""
    return kind in _readable


def is_list(kind: str) -> bool:
    """True for mail that its reader may leave; a kind that nobody registered yet is taken for owed."""
    return _streams.get(kind) is Stream.LIST


def compose(kind: str, params: dict[str, Any]) -> Letter:
    """Write the message of this kind; needs an application context for its templates."""
    return write(kind, _composers[kind](**params))


def write(kind: str, context: dict[str, Any]) -> Letter:
    """The words of a message of this kind from what its templates need."""
    folder = f"email/{kind}"
    subject = " ".join(render_template(f"{folder}/subject.txt", **context).split())
    text = render_template(f"{folder}/body.txt", **context).strip() + "\n"
    html = _inliner.inline(render_template(f"{folder}/body.html", **context))
    return Letter(subject, text, html, _way_out(context["unsubscribe_url"]) if is_list(kind) else {})


def _way_out(url: str) -> dict[str, str]:
    """Leaving by one press in the mail program itself (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
