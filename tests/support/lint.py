"""What every page must be: `problems(html)` names each rule that a page breaks, in a sentence.

Each rule is a small function over the parsed page; `tests/web/lint/` sees every one of them fail once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from tests.support.trees import grow, having, named

Rule = Callable[[BeautifulSoup], Iterator[str]]
RULES: list[Rule] = []
UNSEEN = {"script", "style", "template", "code", "pre", "textarea", "title"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "embed": "src", "object": "data", "input": "src", "track": "src"}  # fmt: skip
RESOURCE_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch",
    "prefetch", "apple-touch-icon", "mask-icon"}  # fmt: skip
# "None of it" is English; a None by itself is Python's.
LEAKS = re.compile(
    r"\{\{|\}\}|\{%|\bNone\b(?! (?:of|is|are|was|were|has|have)\b)|\bUndefined\b|<(?:[a-z_]+\.)+[A-Za-z_]+ object at"
)
# Errors of the parser that are no fault of a page's author.
HARMLESS = {"non-void-element-with-trailing-solidus"}


def problems(html: str) -> list[str]:
    """Every rule that this page breaks."""
    return list(_problems(html))


@lru_cache(maxsize=512)
def _problems(html: str) -> tuple[str, ...]:
    page, errors = grow(html)
    return tuple(found for rule in (*RULES,) for found in rule(page)) + tuple(_malformed(html, errors))


def rule(function: Rule) -> Rule:
    """Add a rule for every page."""
    RULES.append(function)
    return function


def _malformed(html: str, errors: list[Any]) -> Iterator[str]:
    lines = html.splitlines()
    for (line, _), code, _details in errors:
        if code not in HARMLESS:
            yield f"the markup is broken in line {line} ({code}): {_short(lines[min(line, len(lines)) - 1])}"


@rule
def duplicate_ids(page: BeautifulSoup) -> Iterator[str]:
    counted = Counter(tag["id"] for tag in having(page, "id"))
    yield from (f"the id {name!r} is used {times} times" for name, times in counted.items() if times > 1)


@rule
def dangling_references(page: BeautifulSoup) -> Iterator[str]:
    known = {tag["id"] for tag in having(page, "id")}
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for tag in having(page, attribute):
            for name in str(tag[attribute]).split():
                if name not in known:
                    yield f"<{tag.name} {attribute}> names {name!r}, which is not on the page"


@rule
def dangling_fragments(page: BeautifulSoup) -> Iterator[str]:
    known = {tag["id"] for tag in having(page, "id")} | {"", "top"}
    for link in page.find_all("a"):
        where = str(link.get("href") or "")
        if where.startswith("#") and where[1:] not in known:
            yield f"a link leads to {where}, which is not on the page"


@rule
def forms_say_where_and_how(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        for attribute in ("action", "method"):
            if not form.get(attribute):
                yield f"a form has no {attribute}"


@rule
def fields_have_labels(page: BeautifulSoup) -> Iterator[str]:
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in named(page, {"input", "select", "textarea"}):
        if field.get("type") in UNLABELLED or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if field.get("id") not in labelled and field.find_parent("label") is None:
            yield f"the field {field.get('name') or field.get('id')!r} has no label"


@rule
def groups_have_legends(page: BeautifulSoup) -> Iterator[str]:
    for radio in page.find_all("input"):
        if radio.get("type") != "radio":
            continue
        group = radio.find_parent("fieldset")
        if group is None or group.find("legend") is None:
            yield f"the radio buttons {radio.get('name')!r} stand in no fieldset with a legend"


@rule
def one_heading_that_the_title_repeats(page: BeautifulSoup) -> Iterator[str]:
    headings = page.find_all("h1")
    if len(headings) != 1:
        yield f"the page has {len(headings)} h1 headings instead of one"
        return
    heading, title = words(headings[0]), words(page.title)
    if not heading or heading not in title:
        yield f"the title {title!r} does not contain the heading {heading!r}"


@rule
def headings_in_order(page: BeautifulSoup) -> Iterator[str]:
    level = 0
    for heading in named(page, {"h1", "h2", "h3", "h4", "h5", "h6"}):
        here = int(heading.name[1])
        if here > level + 1:
            yield f"the heading {words(heading)!r} (h{here}) follows a level {level}"
        level = here


@rule
def typographic_quotes(page: BeautifulSoup) -> Iterator[str]:
    for text in visible(page):
        if "'" in text or '"' in text:
            yield f"straight quotes in {_short(text)!r}"


@rule
def nothing_of_the_program_shows(page: BeautifulSoup) -> Iterator[str]:
    texts = [
        *visible(page),
        *_attributes(page, "alt", "title", "value", "placeholder", "aria-label", "content"),
    ]
    yield from (f"the program shows through in {_short(text)!r}" for text in texts if LEAKS.search(text))


@rule
def nothing_inline(page: BeautifulSoup) -> Iterator[str]:
    for script in page.find_all("script"):
        if not script.get("src") and script.get("type") != "application/ld+json":
            yield "a script stands in the page instead of a file"
    if page.find("style"):
        yield "a style element stands in the page instead of a file"
    for tag in page.find_all(True):
        for attribute in tag.attrs:
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{tag.name}> has a {attribute} attribute"


@rule
def nothing_from_elsewhere(page: BeautifulSoup) -> Iterator[str]:
    for tag in named(page, LOADING.keys()):
        source = str(tag.get(LOADING[tag.name]) or "")
        sources = [source, *str(tag.get("srcset") or "").split(",")]
        yield from (f"<{tag.name}> loads {url.strip()}" for url in sources if _foreign(url))
    for link in page.find_all("link"):
        if RESOURCE_LINKS & set(link.get("rel") or ()) and _foreign(str(link.get("href") or "")):
            yield f"<link> loads {link['href']}"


@rule
def pictures_are_described(page: BeautifulSoup) -> Iterator[str]:
    for picture in page.find_all("img"):
        if picture.get("alt") is None:
            yield f"the picture {picture.get('src')} has no alt"
        if not (picture.get("width") and picture.get("height")):
            yield f"the picture {picture.get('src')} has no width and height, so the page jumps when it loads"


@rule
def drawings_are_named_or_hidden(page: BeautifulSoup) -> Iterator[str]:
    for drawing in page.find_all("svg"):
        if drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.get("aria-hidden") == "true":
            continue
        named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find("title")
        if drawing.get("role") != "img" or not named:
            yield "an svg is neither hidden from a screen reader nor an img with a name"


@rule
def links_and_buttons_say_something(page: BeautifulSoup) -> Iterator[str]:
    for tag in named(page, {"a", "button"}):
        pictures = [str(p.get("alt") or "") for p in tag.find_all("img")]
        names = [tag.get("aria-label"), tag.get("aria-labelledby"), words(tag), *pictures]
        if not any(names):
            yield f"a <{tag.name}> says nothing: {_short(str(tag))}"


@rule
def new_windows_are_cut_off(page: BeautifulSoup) -> Iterator[str]:
    for link in named(page, {"a", "area"}):
        if link.get("target") == "_blank" and not {"noopener", "noreferrer"} & set(link.get("rel") or ()):
            yield f"the link to {link.get('href')} opens a window without rel=noopener"


@rule
def the_page_is_whole(page: BeautifulSoup) -> Iterator[str]:
    html = page.html
    if html is None or not html.get("lang"):
        yield "the page does not say its language"
    viewport = page.find("meta", attrs={"name": "viewport"})
    if not isinstance(viewport, Tag):
        yield "the page has no viewport"
    elif re.search("user-scalable=no|maximum-scale", str(viewport.get("content"))):
        yield "the page forbids zooming"
    if len(page.find_all("main")) != 1:
        yield "the page has no single main part"


def visible(page: Tag) -> Iterator[str]:
    """Every piece of text that a person sees."""
    for part in page.contents:
        if isinstance(part, Tag):
            yield from visible(part) if part.name not in UNSEEN else ()
        elif type(part) is NavigableString and part.strip():
            yield str(part)


def words(tag: Tag | None) -> str:
    """The text of an element with its white space made single."""
    return " ".join(tag.get_text(" ").split()).replace(" .", ".").replace(" ,", ",") if tag else ""


def _attributes(page: BeautifulSoup, *names: str) -> Iterator[str]:
    for tag in page.find_all(True):
        typed = tag.name == "input" and tag.get("type") not in UNLABELLED
        for name in names:
            value = tag.get(name)
            # What a person typed into a field may say anything, "None" included.
            if isinstance(value, str) and not (typed and name == "value"):
                yield value


def _foreign(url: str) -> bool:
    return url.strip().startswith(("http:", "https:", "//"))


def _short(text: str) -> str:
    return " ".join(text.split())[:90]
