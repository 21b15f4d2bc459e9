"""A card to print: one sheet, both sides, turned over its short edge and folded once in the middle.

Letter becomes half letter, A4 becomes A5. The outside comes first (back at the left, front at the right), then the
inside. Like the card on the screen it knows no amount.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hope.giving.papers.letterhead import Letterhead
from hope.giving.papers.sheet import DUSK, EMBER, STONE, Sheet, Style
from hope.honour.cards import Card
from hope.honour.papers.art import window

# Landscape, in points.
PAPERS = {"Letter": (792.0, 612.0), "A4": (841.89, 595.28)}
EDGE = 44.0
# No printer's clock: the same card twice is the same file twice.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
HEADING = Style(12, DUSK)
NAME = Style(30, display=True)
OCCASION = Style(12.5, DUSK)
SIGNED = Style(14, display=True)
PLAIN = Style(11)
SMALL = Style(8.4, DUSK)
# A long message is written smaller, until it fits.
SIZES = (17.0, 15.5, 14.5, 13.5, 12.5, 11.5, 10.5, 9.0, 8.0, 7.0)
# Lines of a letter stand a little further apart than those of a receipt.
AIRY = 1.12
NAME_SIZES = (30.0, 26.0, 22.0, 18.0, 15.0, 12.0)


@dataclass(frozen=True)
class Panel:
    """One of the four faces of the card: where it is on its page."""

    left: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The line that what is centred stands on."""
        return self.left + self.width / 2

    @property
    def room(self) -> float:
        """The width that may be written on."""
        return self.width - 2 * EDGE


def card_pdf(card: Card, paper: str, charity: str, site_url: str) -> bytes:
    """The card on this paper."""
    width, height = PAPERS[paper]
    head = Letterhead(charity, "", "", paper, "")
    sheet = Sheet(
        head, f"A card: {card.heading.lower()} {card.name}", "A card to print and fold", MADE, (width, height)
    )
    left, right = (Panel(x, width / 2, height) for x in (0, width / 2))
    sheet.pdf.add_page()
    _fold(sheet)
    _back(sheet, left, charity, site_url)
    _front(sheet, right, card)
    sheet.pdf.add_page()
    _what_it_does(sheet, left, card)
    _words(sheet, right, card)
    return bytes(sheet.pdf.output())


def _fold(sheet: Sheet) -> None:
    """Two short marks at the edges: fold here."""
    with sheet.tags.decoration():
        sheet.pdf.set_draw_color(*STONE)
        sheet.pdf.set_line_width(0.5)
        for y in (6, sheet.height - 16):
            sheet.pdf.line(sheet.width / 2, y, sheet.width / 2, y + 10)


def _back(sheet: Sheet, panel: Panel, charity: str, site_url: str) -> None:
    y = panel.height - 62
    _light(sheet, panel.middle - 22, y - 20, 44)
    y = _centred(sheet, panel, charity, y, replace(SMALL, size=9))
    _centred(sheet, panel, site_url.partition("://")[2], y, SMALL)


def _front(sheet: Sheet, panel: Panel, card: Card) -> None:
    high = panel.height * 0.56
    with sheet.tags.text("Figure", alt=card.picture.said):
        window(sheet.pdf, card.picture.name, panel.left + EDGE, EDGE, panel.room, high)
    y = _centred(sheet, panel, card.heading, EDGE + high + 44, HEADING)
    style, lines = _fitting(sheet, [card.name], panel.room, NAME, NAME_SIZES, 84)
    y += style.size * 0.95
    for line in lines:
        y = _centred(sheet, panel, line, y, style, tag="H1")
    if card.occasion:
        y += 2
        for line in sheet.wrapped(card.occasion, panel.room, OCCASION)[:3]:
            y = _centred(sheet, panel, line, y, OCCASION)


def _what_it_does(sheet: Sheet, panel: Panel, card: Card) -> None:
    y = panel.height * 0.38
    _light(sheet, panel.middle - 30, y - 40, 60)
    for line in sheet.wrapped(card.tells, panel.room, SIGNED):
        y = _centred(sheet, panel, line, y, SIGNED)
    for purpose in card.purposes[:4]:
        y += 12
        if purpose.label:
            y = _centred_lines(sheet, panel, purpose.label, y, replace(PLAIN, strong=True))
        y = _centred_lines(sheet, panel, purpose.meaning, y, PLAIN)
        y = _centred_lines(sheet, panel, f"For “{purpose.title}”", y + 2, SMALL)


def _words(sheet: Sheet, panel: Panel, card: Card) -> None:
    top, low = EDGE + 30, panel.height - EDGE
    paragraphs = [part for part in card.message.split("\n") if part.strip()]
    greeting = [f"Dear {card.receiver},"] if card.receiver else []
    high = low - top - 46
    # An empty line parts the greeting and each paragraph from the next.
    parts = [piece for part in greeting + paragraphs for piece in (part, "")][:-1]
    style, lines = _fitting(sheet, parts, panel.room, Style(display=True), SIZES, high)
    y = top + max(0.0, (high - len(lines) * style.leading * AIRY) * 0.36)
    for line in lines:
        if line:
            sheet.line(line, panel.left + EDGE, y, style)
        y += style.leading * (AIRY if line else 0.55)
    for line in sheet.wrapped(card.signed_by, panel.room, replace(SIGNED, colour=EMBER)):
        sheet.line(
            line, panel.left + panel.width - EDGE, y + 16, replace(SIGNED, colour=EMBER), align="right"
        )
        y += SIGNED.leading


def _fitting(
    sheet: Sheet, paragraphs: list[str], width: float, style: Style, sizes: tuple[float, ...], high: float
) -> tuple[Style, list[str]]:
    """The largest writing in which all of it fits, and its lines."""
    for size in sizes:
        style = replace(style, size=size)
        lines = [line for part in paragraphs for line in sheet.wrapped(part, width, style)]
        if len(lines) * style.leading * AIRY <= high:
            break
    return style, lines


def _centred_lines(sheet: Sheet, panel: Panel, text: str, y: float, style: Style) -> float:
    for line in sheet.wrapped(text, panel.room, style):
        y = _centred(sheet, panel, line, y, style)
    return y


def _centred(sheet: Sheet, panel: Panel, text: str, y: float, style: Style, *, tag: str = "P") -> float:
    fitted = sheet.wrapped(text, panel.room, style)[0]
    sheet.line(fitted, panel.middle - sheet.measure(fitted, style) / 2, y, style, tag=tag)
    return y + style.leading


def _light(sheet: Sheet, x: float, y: float, width: float) -> None:
    """A short line of the horizon's warm colour."""
    with sheet.tags.decoration():
        sheet.pdf.set_draw_color(*EMBER)
        sheet.pdf.set_line_width(1.4)
        sheet.pdf.line(x, y, x + width, y)
