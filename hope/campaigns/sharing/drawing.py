"""The picture that other sites show beside a link: the hour before sunrise, with the sun as far as the campaign is."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
EDGE, HORIZON = 80, 468
NIGHT, DUSK, DAWN, GROUND = (22, 27, 48), (74, 62, 92), (246, 190, 130), (30, 36, 58)
CREAM, QUIET, SUN, EMBER = (250, 245, 236), (214, 208, 204), (250, 205, 150), (196, 84, 36)
FONTS = Path(__file__).parents[3] / "static" / "fonts" / "paper"
TITLE, WORDS, OTHERS = "fraunces-5.3.0-paper.ttf", "noto-sans-2.015-wide-400.ttf", "noto-sans-cjk-2.004.otf"
LINES = 3


@lru_cache(maxsize=128)
def share_picture(title: str, partner: str, said: str, site: str, share: float) -> bytes:
    """A PNG of 1200 × 630 with a campaign's title and where it stands; drawn once for the same words."""
    picture = _sky()
    _sun(picture, share)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, 62), _short(pen, partner, _font(WORDS, 30, partner)), QUIET, _font(WORDS, 30, partner))
    font, lines = _fitting(pen, title)
    pen.multiline_text((EDGE, 112), "\n".join(lines), CREAM, font, spacing=10)
    pen.text((EDGE, 516), said, CREAM, _font(WORDS, 36, said))
    pen.text((SIZE[0] - EDGE, 543), site, QUIET, _font(TITLE, 30, site), anchor="rm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _sky() -> Image.Image:
    column = Image.new("RGB", (1, SIZE[1]), GROUND)
    for y in range(HORIZON):
        height = y / HORIZON
        pair, step = ((NIGHT, DUSK), height / 0.7) if height < 0.7 else ((DUSK, DAWN), (height - 0.7) / 0.3)
        column.putpixel((0, y), tuple(round(a + (b - a) * step) for a, b in zip(*pair, strict=True)))
    return column.resize(SIZE)


def _sun(picture: Image.Image, share: float) -> None:
    """The sun stands on the horizon at the raised share, with light spreading behind it."""
    x, radius = round(EDGE + (SIZE[0] - 2 * EDGE) * share), round(34 + 34 * share)
    light = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(light)
    for spread, strength in ((340, 26), (250, 48), (160, 78)):
        wide = round(spread * (0.5 + share))
        pen.ellipse((x - wide, HORIZON - spread // 2, x + wide, HORIZON + spread // 2), strength)
    pen.rectangle((0, HORIZON, *SIZE), 0)
    picture.paste(SUN, (0, 0), light)
    pen = ImageDraw.Draw(picture)
    pen.pieslice((x - radius, HORIZON - radius, x + radius, HORIZON + radius), 180, 360, SUN)
    pen.line((EDGE, HORIZON, SIZE[0] - EDGE, HORIZON), QUIET, 3)
    pen.line((EDGE, HORIZON, max(x, EDGE + 1), HORIZON), EMBER, 8)


def _fitting(pen: ImageDraw.ImageDraw, title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which the title stands in a few lines; the longest is cut with three points."""
    for size in (76, 64, 54, 46):
        font = _font(TITLE, size, title)
        lines = _lines(pen, title, font)
        if len(lines) <= LINES:
            return font, lines
    return font, [*lines[: LINES - 1], _short(pen, f"{lines[LINES - 1]} …", font)]


def _lines(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font) > SIZE[0] - 2 * EDGE:
            lines.append(_short(pen, word, font))
        else:
            lines[-1] = _short(pen, longer, font)
    return lines


def _short(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> str:
    """As much of a text as fits the width."""
    cut = text
    while cut and pen.textlength(cut, font) > SIZE[0] - 2 * EDGE:
        cut = cut[: -max(2, len(cut) // 20)]
    return cut if cut == text else f"{cut.rstrip(' …')}…"


def _font(name: str, size: int, text: str) -> ImageFont.FreeTypeFont:
    """A typeface of ours that can draw this text."""
    if any(ord(letter) > 0x2FFF for letter in text):
        name = OTHERS
    elif name == TITLE and any(0x17F < ord(letter) < 0x2010 or ord(letter) > 0x2030 for letter in text):
        name = "noto-sans-2.015-wide-600.ttf"
    return _read(name, size)


@lru_cache(maxsize=32)
def _read(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, size)
