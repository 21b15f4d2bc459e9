"""Pages as trees. One reading serves the lint and the test, because reading a page takes longer than making it."""

from collections.abc import Set
from functools import lru_cache
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder


class _Attentive(HTML5TreeBuilder):
    """Remembers what its parser stumbled over, which the library throws away."""

    errors: list[Any]

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup).original_encoding = None
        self.errors = parser.errors


@lru_cache(maxsize=8)
def grow(html: str) -> tuple[BeautifulSoup, list[Any]]:
    """The page, to be left as it is, for the next who asks gets the same; and the errors of its markup."""
    builder = _Attentive()
    return BeautifulSoup(html, builder=builder), builder.errors


# The library's own search takes ten times as long.


def having(page: BeautifulSoup, attribute: str) -> list[Tag]:
    """Every element with this attribute."""
    return [tag for tag in page.find_all(True) if attribute in tag.attrs]


def named(page: BeautifulSoup, names: Set[str]) -> list[Tag]:
    """Every element with one of these names."""
    return [tag for tag in page.find_all(True) if tag.name in names]
