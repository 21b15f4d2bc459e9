"""Share pictures: what other sites show beside a link to us. A scene or a photo, with words on it, 1200 by 630."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1200, 630)
MARGIN = 64
NIGHT, PAPER, LIGHT, EMBER = (15, 20, 38), (253, 250, 245), (250, 196, 142), (214, 110, 48)
TITLE_SIZES = (68, 58, 48, 40)
MOST_LINES = 4
DISPLAY = ("fraunces-5.3.0-paper.ttf", "noto-sans-2.015-wide-600.ttf")
OTHERS = ("noto-sans-cjk-2.004.otf", "noto-sans-arabic-2.012.ttf", "noto-sans-hebrew-3.001.ttf",
    "noto-sans-devanagari-2.006.ttf", "noto-sans-thai-2.002.ttf")  # fmt: skip
TEXT = ("noto-sans-2.015-latin-600.ttf", "noto-sans-2.015-wide-600.ttf")


@dataclass(frozen=True)
class Card:
    """What stands on a share picture; `share` draws a horizon with the sun at this part of the way (0 to 1)."""

    title: str
    above: str
    below: str
    share: float | None = None


@lru_cache(maxsize=64)
def drawn(background: bytes, fonts: str, card: Card, focal: tuple[int, int] = (50, 50)) -> bytes:
    """The picture as a PNG; the same words on the same ground are drawn once."""
    ground = Image.open(BytesIO(background)).convert("RGB")
    canvas = ImageOps.fit(ground, SIZE, Image.Resampling.LANCZOS, centering=(focal[0] / 100, focal[1] / 100))
    canvas.paste(Image.new("RGB", SIZE, NIGHT), mask=_veil())
    _write(ImageDraw.Draw(canvas), Path(fonts), card)
    if card.share is not None:
        _horizon(canvas, card.share)
    file = BytesIO()
    canvas.save(file, "PNG")
    return file.getvalue()


@cache
def _veil() -> Image.Image:
    """How much night lies over each row: little above, much below, where the words stand."""
    column = Image.new("L", (1, SIZE[1]))
    for row in range(SIZE[1]):
        column.putpixel((0, row), int(205 * min(1, max(0, (row / SIZE[1] - 0.25) / 0.4))))
    return column.resize(SIZE)


def _write(pen: ImageDraw.ImageDraw, fonts: Path, card: Card) -> None:
    width, foot = SIZE[0] - 2 * MARGIN, SIZE[1] - MARGIN
    small = _font(fonts, TEXT, card.below, 28)
    pen.text((MARGIN, foot), card.below, PAPER, small, anchor="ls")
    lines, font, size = _fitted(pen, fonts, card.title, width)
    top = foot - 70 - round(len(lines) * size * 1.18)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + round(number * size * 1.18)), line, PAPER, font)
    pen.text(
        (MARGIN, top - 24),
        _cut(pen, card.above, above := _font(fonts, TEXT, card.above, 30), width),
        LIGHT,
        above,
        anchor="ls",
    )


def _fitted(
    pen: ImageDraw.ImageDraw, fonts: Path, title: str, width: int
) -> tuple[list[str], ImageFont.FreeTypeFont, int]:
    """A title in the largest letters in which it fits; the longest lose their end."""
    for size in TITLE_SIZES:
        font = _font(fonts, DISPLAY, title, size)
        lines = _lines(pen, title, font, width)
        if len(lines) <= (3 if size > TITLE_SIZES[-1] else MOST_LINES):
            break
    lines = _balanced(pen, title, font, width, lines)
    kept = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        kept[-1] += " " + "…" * 80
    return [_cut(pen, line, font, width) for line in kept], font, size


def _balanced(
    pen: ImageDraw.ImageDraw, title: str, font: ImageFont.FreeTypeFont, width: int, lines: list[str]
) -> list[str]:
    """As many lines, of lengths that are nearer to each other: no word stands alone."""
    for narrower in range(width // 2, width, 40):
        tried = _lines(pen, title, font, narrower)
        if len(tried) == len(lines) and all(pen.textlength(line, font) <= narrower for line in tried):
            return tried
    return lines


def _lines(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, font) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """A text that is too wide for its place, without its end."""
    if pen.textlength(text, font) <= width:
        return text
    fitting = bisect(range(len(text)), width, key=lambda end: int(pen.textlength(text[:end] + "…", font)))
    return text[: max(0, fitting - 1)].rstrip(" …") + "…"


def _horizon(canvas: Image.Image, share: float) -> None:
    """A thin line with the sun on it, as far along as the goal is near."""
    pen, row = ImageDraw.Draw(canvas), SIZE[1] - 24
    pen.line((MARGIN, row, SIZE[0] - MARGIN, row), fill=PAPER, width=2)
    x = MARGIN + round((SIZE[0] - 2 * MARGIN) * min(1.0, max(0.0, share)))
    pen.line((MARGIN, row, x, row), fill=EMBER, width=6)
    pen.pieslice((x - 20, row - 20, x + 20, row + 20), 180, 360, fill=LIGHT)


def _font(fonts: Path, wanted: tuple[str, ...], text: str, size: int) -> ImageFont.FreeTypeFont:
    """The first typeface that has every letter of a text."""
    names = [*wanted, *OTHERS]
    fitting = (name for name in names if {ord(letter) for letter in text} <= _letters(str(fonts / name)))
    return _opened(str(fonts / next(fitting, names[0])), size)


@cache
def _opened(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@cache
def _letters(path: str) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
