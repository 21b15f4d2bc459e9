"""A paper in the look of the house: a thin horizon on top, warm light, few lines, and words that can be selected.

Everything is measured in points from the upper left corner; a text's `y` is its baseline.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from fpdf import FPDF
from fpdf.pattern import LinearGradient
from fpdf.prefs import ViewerPreferences

from hope.giving.papers.letterhead import Letterhead
from hope.giving.papers.letters import Face, chosen, fitted
from hope.giving.papers.tags import Tags

Colour = tuple[int, int, int]
# The colours of the site (static/css/site/tokens-primitives.css) as a printer knows them.
NIGHT: Colour = (30, 38, 56)
DUSK: Colour = (83, 91, 108)
LINE: Colour = (226, 222, 213)
STONE: Colour = (185, 178, 168)
EMBER: Colour = (186, 72, 13)
APRICOT: Colour = (246, 190, 130)
PAPER: Colour = (252, 247, 240)
ROSE: Colour = (176, 42, 45)
ROSE_TINT: Colour = (254, 237, 236)

MARGIN = 56.0
FOOT = 64.0


@dataclass(frozen=True)
class Style:
    """How words look."""

    size: float = 10.0
    colour: Colour = NIGHT
    strong: bool = False
    display: bool = False

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * (1.16 if self.display else 1.42)


TEXT = Style()
QUIET = Style(9, DUSK)
SMALL = Style(8.2, DUSK)
STRONG_TEXT = Style(strong=True)
HEADING = Style(27, display=True)
NAME = Style(15, display=True)


class Sheet:
    """One paper while it is written: pages, words, and what they mean."""

    def __init__(
        self,
        head: Letterhead,
        title: str,
        subject: str,
        moment: datetime,
        size: tuple[float, float] | None = None,
    ) -> None:
        pdf = FPDF(unit="pt", format=size or head.paper)
        pdf.set_auto_page_break(False)
        pdf.alias_nb_pages("")  # a giver may be called "{nb}"
        pdf.c_margin = 0
        pdf.set_title(title)
        pdf.set_author(head.charity)
        pdf.set_subject(subject)
        pdf.set_creator("Hope")
        pdf.set_lang("en")
        # The same paper twice is the same bytes twice.
        pdf.set_creation_date(moment)
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.pdf = pdf
        self.head = head
        self.tags = Tags(pdf)
        pdf.struct_builder = self.tags
        self.width = pdf.epw + pdf.l_margin + pdf.r_margin
        self.height = pdf.h
        self.left, self.right, self.bottom = MARGIN, self.width - MARGIN, self.height - FOOT
        self._widths: dict[tuple[str, Style], float] = {}
        self._chosen: dict[tuple[str, bool, bool], tuple[tuple[Face, ...], bool]] = {}

    def add_page(self) -> float:
        """A fresh page with the horizon on top; gives back where writing may begin."""
        self.pdf.add_page()
        with self.tags.decoration():
            light = LinearGradient(self.left, 0, self.right, 0, colors=[EMBER, APRICOT, STONE], bounds=[0.62])
            with self.pdf.local_context(), self.pdf.use_pattern(light):
                self.pdf.rect(self.left, 36, self.right - self.left, 2.4, style="F")
        return 36 + 2.4

    def line(
        self, text: str, x: float, y: float, style: Style = TEXT, *, align: str = "left", tag: str = "P"
    ) -> None:
        """One line of text; `x` is its left edge, or its right one."""
        fitting = fitted(text)
        with self.tags.text(tag, real_text=self._real(text, fitting, style)):
            self.draw(fitting, x - self.measure(fitting, style) if align == "right" else x, y, style)

    def block(
        self, text: str, x: float, y: float, width: float, style: Style = TEXT, *, tag: str = "P"
    ) -> float:
        """A paragraph; gives back the baseline after its last."""
        return self.lines(self.wrapped(text, width, style), text, x, y, style, tag=tag)

    def lines(
        self, lines: list[str], text: str, x: float, y: float, style: Style = TEXT, *, tag: str = "P"
    ) -> float:
        """The lines into which a text was wrapped; gives back the baseline after the last."""
        with self.tags.text(tag, real_text=self._real(text, fitted(text), style)):
            for line in lines:
                self.draw(line, x, y, style)
                y += style.leading
        return y

    def wrapped(self, text: str, width: float, style: Style = TEXT) -> list[str]:
        """The text in lines that fit; a word that is too long for any is broken."""
        lines: list[str] = []
        current = ""
        for word in fitted(text).split(" "):
            longer = f"{current} {word}" if current else word
            if self.measure(longer, style) <= width:
                current = longer
                continue
            lines += [current] if current else []
            *full, current = self._broken(word, width, style)
            lines += full
        return [*lines, current]

    def measure(self, text: str, style: Style = TEXT) -> float:
        """How wide a fitted text is."""
        known = self._widths.get((text, style))
        if known is None:
            self._use(text, style)
            known = self._widths[text, style] = self.pdf.get_string_width(text)
        return known

    def rule(self, y: float, colour: Colour = LINE, thickness: float = 0.7) -> None:
        """A thin line from margin to margin."""
        with self.tags.decoration():
            self.pdf.set_draw_color(*colour)
            self.pdf.set_line_width(thickness)
            self.pdf.line(self.left, y, self.right, y)

    def panel(self, y: float, height: float, colour: Colour, x: float | None = None) -> None:
        """A quiet ground behind what follows."""
        left = self.left if x is None else x
        with self.tags.decoration():
            self.pdf.set_fill_color(*colour)
            self.pdf.rect(left, y, self.right - left, height, style="F", round_corners=True, corner_radius=7)

    @contextmanager
    def table(self) -> Iterator[None]:
        """Rows that follow are those of one table."""
        with self.tags.inside("Table"):
            yield

    @contextmanager
    def row(self) -> Iterator[None]:
        """Cells that follow are those of one row."""
        with self.tags.inside("TR"):
            yield

    def finish(self, foot: str) -> bytes:
        """Number the pages, and give back the file."""
        quiet = replace(SMALL, size=7.6)
        for number in range(1, self.pdf.pages_count + 1):
            self.pdf.page = number
            self.pdf.current_font_is_set_on_page = False
            with self.tags.decoration():
                self.draw(fitted(foot), self.left, self.height - 34, quiet)
                text = f"Page {number} of {self.pdf.pages_count}"
                self.draw(text, self.right - self.measure(text, quiet), self.height - 34, quiet)
        return bytes(self.pdf.output())

    def _real(self, text: str, fitting: str, style: Style) -> str | None:
        """What a reader should hear and copy, where it is not letter by letter what is drawn."""
        if text.isascii() or (fitting == text and not self._use(fitting, replace(style, display=False))):
            return None
        return text

    def draw(self, text: str, x: float, y: float, style: Style) -> None:
        """A fitted text, as part of whatever is open."""
        self.pdf.set_text_color(*style.colour)
        if not self._use(text, style):
            self.pdf.text(x, y, text)
            return
        # A cell puts its baseline three tenths of the size below its middle.
        self.pdf.set_xy(x, y - 0.3 * style.size)
        self.pdf.cell(w=self.measure(text, style) + 1, h=0, text=text)

    def _use(self, text: str, style: Style) -> bool:
        """Choose the typefaces for a text; true when its letters have to be shaped."""
        kind = (text, style.strong, style.display)
        faces, shaped = self._chosen[kind] = self._chosen.get(kind) or chosen(*kind)
        for face in faces:
            if face.name not in self.pdf.fonts:
                self.pdf.add_font(face.name, fname=face.path)
        if shaped or self.pdf.text_shaping:
            self.pdf.set_text_shaping(shaped)
            self.pdf.set_fallback_fonts([face.name for face in faces[1:]], exact_match=False)
        self.pdf.set_font(faces[0].name, size=style.size)
        return shaped

    def _broken(self, word: str, width: float, style: Style) -> list[str]:
        pieces, current = [], ""
        for letter in word:
            if current and self.measure(current + letter, style) > width:
                pieces.append(current)
                current = ""
            current += letter
        return [*pieces, current]
