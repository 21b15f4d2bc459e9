"""Which typeface draws which letters on paper, so that a name is never crippled and never left out.

A PDF carries its typefaces along, cut down to the letters that it uses. The small cut of Latin letters does for nearly
every paper; the larger ones are opened only for a text that needs them. What none of them can draw is shown as "�",
and the text underneath stays as it was typed.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[3] / "static" / "fonts" / "paper"
MISSING = "\ufffd"
# Joiners and variation selectors: without the sign that they belong to they mean nothing.
_ATTACHED = {0x200C, 0x200D, *range(0xFE00, 0xFE10)}


@dataclass(frozen=True)
class Face:
    """One typeface as our papers call it, with the file that it is in."""

    name: str
    file: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return FOLDER / self.file


DISPLAY = Face("display", "fraunces-5.3.0-paper.ttf")
PLAIN = (
    Face("latin", "noto-sans-2.015-latin-400.ttf"),
    Face("wide", "noto-sans-2.015-wide-400.ttf"),
)
STRONG = (
    Face("latin-strong", "noto-sans-2.015-latin-600.ttf"),
    Face("wide-strong", "noto-sans-2.015-wide-600.ttf"),
)
OTHERS = (
    Face("arabic", "noto-sans-arabic-2.012.ttf"),
    Face("hebrew", "noto-sans-hebrew-3.001.ttf"),
    Face("devanagari", "noto-sans-devanagari-2.006.ttf"),
    Face("thai", "noto-sans-thai-2.002.ttf"),
    Face("cjk", "noto-sans-cjk-2.004.otf"),
)


@cache
def letters_of(face: Face) -> frozenset[int]:
    """The letters that a typeface can draw; its file is read once."""
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def fitted(text: str) -> str:
    """The text with a visible mark in place of each letter that no typeface of ours can draw."""
    if text.isascii() and text.isprintable():
        return text
    fitting: list[str] = []
    for letter in " ".join(text.split()):
        attached = ord(letter) in _ATTACHED or unicodedata.combining(letter)
        if attached and (not fitting or fitting[-1] == MISSING):
            continue  # its sign is not drawn either
        fitting.append(letter if _drawn_by_any(ord(letter)) else MISSING)
    return "".join(fitting)


def chosen(text: str, strong: bool, display: bool) -> tuple[tuple[Face, ...], bool]:
    """The typefaces for a (fitted) text, and whether its letters have to be shaped; those of a title always are."""
    if display and set(map(ord, text)) <= letters_of(DISPLAY):
        return (DISPLAY,), True
    faces = _faces_for(text, STRONG if strong or display else PLAIN)
    return tuple(faces), _needs_shaping(text, faces)


def _faces_for(text: str, family: tuple[Face, ...]) -> list[Face]:
    """The typeface that draws all of this text; else the wide one, and after it those that help it out."""
    needed = set(map(ord, text))
    for face in (*family, *OTHERS):
        if needed <= letters_of(face):
            return [face]
    wide = family[-1]
    left = needed - letters_of(wide)
    return [wide, *(face for face in OTHERS if left & letters_of(face))]


def _needs_shaping(text: str, faces: list[Face]) -> bool:
    """True where letters join, change places or carry marks, so that one after the other would be wrong."""
    if len(faces) > 1 or faces[0] in OTHERS[:-1]:
        return True
    return not text.isascii() and any(unicodedata.combining(letter) for letter in text)


def _drawn_by_any(letter: int) -> bool:
    return any(letter in letters_of(face) for face in (*PLAIN, *OTHERS))
