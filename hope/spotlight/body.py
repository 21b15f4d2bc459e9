"""The text of a story, cut into the parts that a page draws: words, somebody's own words, and our own pictures.

    ![What it shows](picture:12 "Who made it")    one of our pictures, in a paragraph of its own
    ![What it shows](scene:loom)                  one of our scenes
    > Words that somebody said.
    > — Who said them

A picture is named by its number, so a text can show what we keep and nothing else: no address in it is ever fetched.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from hope.kernel.markup import clean, parser

_parser = parser()
# The address of an image is read by `_shown`, which knows two kinds; links keep the parser's own rules.
OURS = re.compile(r"(picture|scene):([a-z0-9]{1,18})")
WORDS_A_MINUTE = 220
BY = re.compile(r"\s*(?:—|–|--)\s*(\S.*)")


@dataclass(frozen=True)
class Part:
    """A piece of a story: `words` or `quote` with safe HTML, `picture` with a number, or `scene` with a name."""

    kind: str
    html: str = ""
    by: str = ""
    ref: str = ""
    alt: str = ""
    caption: str = ""


@lru_cache(maxsize=256)
def parts(text: str) -> tuple[Part, ...]:
    """A text as the parts that a page draws, in order."""
    found: list[Part] = []
    plain: list[Token] = []
    for block in _blocks(_parser.parse(text)):
        special = _quote(block) or _shown(block)
        if special is None:
            plain += block
            continue
        _flush(plain, found)
        found.append(special)
    _flush(plain, found)
    return tuple(found)


def picture_numbers(text: str) -> set[int]:
    """The numbers of the pictures that a text shows."""
    return {int(part.ref) for part in parts(text) if part.kind == "picture"}


def minutes_to_read(text: str) -> int:
    """How long reading takes, in whole minutes, at least one."""
    return max(1, round(len(re.findall(r"\w+", text)) / WORDS_A_MINUTE))


def bare_words(text: str) -> str:
    """The words alone, for whoever searches or checks them."""
    html = " ".join(f"{part.html} {part.by} {part.alt} {part.caption}" for part in parts(text))
    return re.sub(r"<[^>]+>", " ", html)


def _blocks(tokens: list[Token]) -> list[list[Token]]:
    """Tokens as whole blocks of the outermost level."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        found[-1].append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            found.append([])
    return [block for block in found if block]


def _flush(plain: list[Token], found: list[Part]) -> None:
    if plain and (html := _rendered(plain).strip()):
        found.append(Part("words", html))
    plain.clear()


def _rendered(tokens: list[Token]) -> str:
    return clean(_parser.renderer.render(tokens, _parser.options, {}))


def _shown(block: list[Token]) -> Part | None:
    """A paragraph that is one image of ours; every other image is left out of the page by `clean`."""
    children = block[1].children if len(block) == 3 and block[0].type == "paragraph_open" else None
    if not children or len(children) != 1 or children[0].type != "image":
        return None
    image = children[0]
    known = OURS.fullmatch(str(image.attrs.get("src", "")))
    if not known or (known[1] == "picture" and not known[2].isdecimal()):
        return None
    return Part(known[1], ref=known[2], alt=image.content, caption=str(image.attrs.get("title", "")))


def _quote(block: list[Token]) -> Part | None:
    """Somebody's own words, with their name where the last line says it."""
    if block[0].type != "blockquote_open":
        return None
    inside, by = block[1:-1], ""
    last = next((token for token in reversed(inside) if token.type == "inline"), None)
    if last is not None and last.children and (by := _name_at_end(last.children)):
        last.children = last.children[: _last_line(last.children)]
    return Part("quote", _rendered(inside).replace("<p></p>", "").strip(), by)


def _last_line(children: list[Token]) -> int:
    """Where the last line of some inline tokens begins, its break included."""
    breaks = [place for place, token in enumerate(children) if token.type in ("softbreak", "hardbreak")]
    return breaks[-1] if breaks else 0


def _name_at_end(children: list[Token]) -> str:
    start = _last_line(children)
    line = "".join(token.content for token in children[start:] if token.type in ("text", "code_inline"))
    known = BY.fullmatch(line)
    return known[1].strip() if known else ""
