"""A receipt on one page, as a giver keeps it and a tax office reads it."""

import segno

from hope.giving.acknowledgment import AcknowledgedLine, Acknowledgment
from hope.giving.papers.law import goods_statement, paid_with, written_code
from hope.giving.papers.letterhead import Letterhead
from hope.giving.papers.sheet import (
    HEADING,
    NIGHT,
    PAPER,
    QUIET,
    ROSE,
    ROSE_TINT,
    SMALL,
    STRONG_TEXT,
    TEXT,
    Sheet,
    Style,
)
from hope.giving.papers.tops import short_top, top
from hope.kernel.web.filters import day, money

AMOUNT = Style(26, display=True)
GIVER = Style(13, strong=True)
SUBHEADING = Style(12.5, display=True)
ACROSS = Style(170, (250, 232, 230), display=True)
VOID = Style(12, ROSE, strong=True)
QR_SIDE = 76.0
CHECK_HEIGHT = QR_SIDE + 16


def receipt_pdf(receipt: Acknowledgment, head: Letterhead) -> bytes:
    """The paper; the same version of a receipt is the same bytes each time."""
    title = f"Receipt {receipt.number}" + (", void" if receipt.is_void else "")
    sheet = Sheet(head, title, f"Gift of {day(receipt.given_at)}", receipt.issued_at)
    y = top(sheet)
    if receipt.is_void:
        _void_across(sheet)
    y = _heading(sheet, receipt, y)
    y = _gift(sheet, receipt, y)
    y = _lines(sheet, receipt, y)
    y = _facts(sheet, receipt, y)
    y = _law(sheet, receipt, y)
    _check(sheet, receipt, y)
    return sheet.finish(f"Receipt {receipt.number}, version {receipt.version}")


def _heading(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    words = "This receipt is void" if receipt.is_void else "Receipt for your gift"
    sheet.line(
        words, sheet.left, y, Style(HEADING.size, ROSE if receipt.is_void else NIGHT, display=True), tag="H1"
    )
    y += 24
    if receipt.is_void:
        return _void_notice(sheet, receipt, y)
    if receipt.replaces:
        before = receipt.replaces
        text = (
            f"This is version {receipt.version}. It replaces version {before.version} of {day(before.issued_at)} and "
            "every earlier one, which must not be used any more."
        )
        y = sheet.block(text, sheet.left, y, sheet.right - sheet.left, STRONG_TEXT)
    return y


def _void_notice(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    why = "it was written by mistake" if receipt.was_mistake else "the whole gift went back"
    text = (
        f"Void since {day(receipt.issued_at)}: {why}, and nothing of it is left to acknowledge. "
        "Please do not use this receipt for your taxes, in any version."
    )
    width = sheet.right - sheet.left - 28
    height = len(sheet.wrapped(text, width, VOID)) * VOID.leading + 20
    sheet.panel(y - 8, height, ROSE_TINT)
    sheet.block(text, sheet.left + 14, y + 12, width, VOID)
    return y + height + 6


def _void_across(sheet: Sheet) -> None:
    """The word across the paper, pale, for whoever sees it from afar or without colours."""
    middle, down = sheet.width / 2, sheet.height / 2
    with sheet.tags.decoration(), sheet.pdf.rotation(35, middle, down):
        sheet.draw("VOID", middle - sheet.measure("VOID", ACROSS) / 2, down + 50, ACROSS)


def _gift(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    """Who gave, how much, and when: what the eye looks for first."""
    inner = sheet.left + 18
    half = (sheet.right - sheet.left) / 2
    names = sheet.wrapped(receipt.giver_name, half - 24, GIVER)
    things = sheet.wrapped(receipt.in_kind, half - 24, GIVER) if receipt.in_kind else []
    height = max(72.0, 48 + max(len(names), len(things)) * GIVER.leading)
    sheet.panel(y, height, PAPER)
    sheet.line("Given by", inner, y + 24, SMALL)
    sheet.block(receipt.giver_name, inner, y + 47, half - 24, GIVER)
    sheet.line("Gift", inner + half, y + 24, SMALL)
    if receipt.in_kind:
        sheet.block(receipt.in_kind, inner + half, y + 47, half - 24, GIVER)
    else:
        sheet.line(money(receipt.total), inner + half, y + 49, AMOUNT)
    return y + height + 30


def _lines(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    if receipt.in_kind:
        purposes = "; ".join(line.purpose for line in receipt.lines)
        return sheet.block(f"Given for: {purposes}", sheet.left, y, sheet.right - sheet.left) + 8
    with sheet.table():
        with sheet.row():
            sheet.line("What it was for", sheet.left, y, SMALL, tag="TH")
            sheet.line("Amount", sheet.right, y, SMALL, align="right", tag="TH")
        sheet.rule(y + 7)
        y += 23
        for line in receipt.lines:
            y = _line(sheet, line, y)
        if receipt.cover:
            y = _sum(sheet, "Towards the card fee", money(receipt.cover), y, TEXT)
        y = _sum(sheet, "Total given", money(receipt.total), y, STRONG_TEXT)
        if receipt.went_back:
            y = _sum(sheet, "Went back", money(-receipt.went_back), y, TEXT)
            y = _sum(sheet, "What counts", money(receipt.kept), y, STRONG_TEXT)
    return y + 8


def _line(sheet: Sheet, line: AcknowledgedLine, y: float) -> float:
    width = sheet.right - sheet.left - 110
    y = _room(sheet, y, 44)
    with sheet.row():
        with sheet.tags.inside("TD"):
            below = sheet.block(line.label, sheet.left, y, width)
            below = sheet.block(line.purpose, sheet.left, below - 1, width, QUIET)
        sheet.line(money(line.total), sheet.right, y, align="right", tag="TD")
    sheet.rule(below - 5)
    return below + 12


def _sum(sheet: Sheet, label: str, amount: str, y: float, style: Style) -> float:
    y = _room(sheet, y, 24)
    with sheet.row():
        sheet.line(label, sheet.left, y, style, tag="TH of row")
        sheet.line(amount, sheet.right, y, style, align="right", tag="TD")
    sheet.rule(y + 8)
    return y + 24


def _facts(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    given_to = (
        f"{sheet.head.charity}, tax ID {sheet.head.tax_id}" if sheet.head.tax_id else sheet.head.charity
    )
    facts = [
        ("Receipt number", f"{receipt.number}, version {receipt.version}"),
        ("Date of the gift", day(receipt.given_at)),
        ("Date of this receipt", day(receipt.issued_at)),
        ("Paid with", paid_with(receipt.method)),
        ("Given to", given_to),
    ]
    with sheet.table():
        for label, value in facts:
            if value:
                y = _room(sheet, y, 18)
                with sheet.row():
                    sheet.line(label, sheet.left, y, QUIET, tag="TH of row")
                    y = sheet.block(
                        value, sheet.left + 120, y, sheet.right - sheet.left - 120, TEXT, tag="TD"
                    )
                y += 2
    return y + 10


def _law(sheet: Sheet, receipt: Acknowledgment, y: float) -> float:
    if receipt.is_void:
        return y
    text = f"{goods_statement(receipt)} Please keep this receipt for your taxes."
    y = _room(sheet, y, len(sheet.wrapped(text, sheet.right - sheet.left)) * TEXT.leading)
    return sheet.block(text, sheet.left, y, sheet.right - sheet.left)


def _check(sheet: Sheet, receipt: Acknowledgment, y: float) -> None:
    """How anybody who holds this paper finds out whether it still counts; at the foot of the page."""
    _room(sheet, y + 6, CHECK_HEIGHT)
    upper = sheet.bottom - CHECK_HEIGHT
    sheet.panel(upper, CHECK_HEIGHT, PAPER)
    _code(sheet, f"{sheet.head.check_url}#{receipt.number}.{receipt.code}", sheet.left + 8, upper + 8)
    x, width = sheet.left + QR_SIDE + 26, sheet.right - sheet.left - QR_SIDE - 40
    sheet.line("Check this receipt", x, upper + 24, SUBHEADING, tag="H2")
    text = (
        f"Anyone who holds this number and code can see at {sheet.head.check_url} whether the receipt still counts. "
        "The page shows the amount and the date, never a name."
    )
    y = sheet.block(text, x, upper + 41, width, SMALL)
    sheet.line(f"{receipt.number}   {written_code(receipt.code)}", x, y + 6, STRONG_TEXT)


def _code(sheet: Sheet, text: str, x: float, y: float) -> None:
    """A QR code as small squares, row by row; number and code stand behind the #, which no server is told."""
    rows = [list(row) for row in segno.make(text, micro=False, error="m").matrix_iter(border=0)]
    side = QR_SIDE / len(rows)
    alt = "QR code that leads to the page where this receipt can be checked"
    with sheet.tags.text("Figure", alt=alt):
        sheet.pdf.set_fill_color(*NIGHT)
        for down, row in enumerate(rows):
            across = 0
            while across < len(row):
                end = across
                while end < len(row) and row[end]:
                    end += 1
                if end > across:
                    sheet.pdf.rect(x + across * side, y + down * side, (end - across) * side, side, style="F")
                across = end + 1


def _room(sheet: Sheet, y: float, height: float) -> float:
    """Where to go on: here, or on a fresh page when what follows does not fit."""
    return y if y + height <= sheet.bottom else short_top(sheet)
