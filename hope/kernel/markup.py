"""Markdown by staff as HTML that holds no more than text, headings, lists and links."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "hr", "br", "code"}


def parser() -> MarkdownIt:
    """What reads Markdown here: no HTML of its own, typographic quotes and dashes."""
    options = {"html": False, "linkify": False, "typographer": True}
    return MarkdownIt("commonmark", options).enable(["replacements", "smartquotes"])


def clean(html: str) -> str:
    """Only what readers need; a second lock behind the parser, which writes no HTML that was typed."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    )
