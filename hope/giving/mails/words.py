"""What every mail about gifts shares: who we are, how we greet, and links that work outside a request."""

import re

from flask import current_app

from hope.giving.links import make_token
from hope.giving.models import RecurringGift
from hope.kernel.web.letters import absolute, charity

__all__ = ["absolute", "charity", "greeted", "page_of", "quoted"]

# A checkout goes to whatever address was typed; a "name" must not carry a stranger's link or a page of prose there.
# An initial set against its name ("J.Smith") is a name; two letters before the point may be a site.
_LINK = re.compile(r"[/\\@<>]|\w{2,}\.\w{2,}")
_LONGEST_NAME = 80


def greeted(name: str) -> str:
    """A name as one line to greet by; nothing where it is no name but a message or a link."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return "" if len(line) > _LONGEST_NAME or _LINK.search(line) else line


def page_of(recurring: RecurringGift) -> str:
    """The signed address of the page of this one standing gift."""
    return absolute("standing.show", token=make_token(recurring.reference, current_app.config["SECRET_KEY"]))


def quoted(titles: list[str]) -> str:
    """Titles in a sentence: “One”, “Two” and “Three”."""
    *most, last = [f"“{' '.join(title.split())}”" for title in titles]
    return f"{', '.join(most)} and {last}" if most else last
