"""The bytes of a file as a table of text: whichever encoding, separator and line ends they were saved with."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 100
MOST_CELL = 2_000
SEPARATORS = ",;\t|"
# What begins so is no text: spreadsheets and archives, older spreadsheets, PDF, gzip, pictures.
NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")

# A cell of any length is read, and then refused by its line in words.
csv.field_size_limit(MOST_BYTES * 4)


class CannotOpen(Exception):
    """Why this file is no table of gifts, in words for staff."""


@dataclass(frozen=True)
class Table:
    """A file as text, and how it is to be taken apart."""

    text: str
    separator: str
    headers: tuple[str, ...]
    # True where the letters had to be guessed, so that somebody looks at the names.
    guessed_letters: bool

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each line that says something, with its number as an editor shows it; the headings are no line."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            if any(cell.strip() for cell in cells):
                yield line, cells


def open_table(content: bytes) -> Table:
    """Read the headings and find out how the rest is written; raises CannotOpen."""
    if len(content) > MOST_BYTES:
        raise CannotOpen("The file has more than 20 MB. Split it into several.")
    text, guessed = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise CannotOpen("The file is empty.")
    separator = max(SEPARATORS, key=first.count)
    try:
        headers = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise CannotOpen("The first line cannot be read as headings.") from None
    if len(headers) < 2:
        raise CannotOpen("The first line has to name the columns, such as: date, amount, name, e-mail.")
    if len(headers) > MOST_COLUMNS:
        raise CannotOpen(
            f"The file has {len(headers):,} columns; {MOST_COLUMNS} are the most that can be read."
        )
    return Table(text, separator, tuple(" ".join(name.split())[:80] for name in headers), guessed)


def _text(content: bytes) -> tuple[str, bool]:
    if content.startswith(NO_TEXT):
        raise CannotOpen("This is no text but a spreadsheet or an archive. Save it as CSV and send that.")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text, guessed = content.decode(encoding), False
    except UnicodeDecodeError:
        text, guessed = content.decode("cp1252", errors="replace"), True
    if "\0" in text:
        raise CannotOpen("This is no text. Save the table as CSV (UTF-8) and send that.")
    return text.lstrip("\r\n"), guessed
