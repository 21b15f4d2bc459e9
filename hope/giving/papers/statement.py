"""The gifts of one year on paper: a table with its headings on each page, and what it adds up to."""

from dataclasses import dataclass

from hope.giving.papers.law import goods_statement_for_all
from hope.giving.papers.letterhead import Letterhead
from hope.giving.papers.sheet import HEADING, NIGHT, PAPER, QUIET, SMALL, STRONG_TEXT, TEXT, Sheet, Style
from hope.giving.papers.tops import short_top, top
from hope.giving.statements import StatedGift, Statement, Total
from hope.kernel.web.filters import day, money

ROW = Style(8.6)
ROW_QUIET = Style(8.6, QUIET.colour)
ROW_STRONG = Style(8.6, NIGHT, strong=True)
GIVER = Style(13, strong=True)
TOTAL = Style(17, display=True)
NUMBER, PURPOSE = 86.0, 160.0


@dataclass(frozen=True)
class Columns:
    """Where each column of the table stands; amounts end at the place that is given."""

    date: float
    number: float
    purpose: float
    purpose_width: float
    amount: float
    went_back: float
    kept: float


def statement_pdf(statement: Statement, head: Letterhead) -> bytes:
    """The paper: as short as one page, as long as there were gifts."""
    name = statement.period.name
    sheet = Sheet(head, f"Statement of gifts {name}", f"Gifts to {head.charity}", statement.made_at)
    y = top(sheet)
    y = _heading(sheet, statement, y)
    for total in statement.totals:
        y = _total(sheet, total, y)
    y = _law(sheet, statement, y + 10)
    y = _table(sheet, statement.gifts, y + 22)
    _end(sheet, statement, y)
    return sheet.finish(f"Statement of gifts {name}, made on {day(statement.made_at)}")


def _heading(sheet: Sheet, statement: Statement, y: float) -> float:
    period = statement.period
    sheet.line(f"Your gifts in {period.name}", sheet.left, y, HEADING, tag="H1")
    y = sheet.block(statement.giver_name, sheet.left, y + 30, sheet.right - sheet.left, GIVER)
    until = (
        f"{day(period.last_day)}" if statement.is_over else f"{day(period.last_day)}, which is not over yet"
    )
    count = len(statement.gifts)
    text = (
        f"{count:,} {'gift' if count == 1 else 'gifts'} from {day(period.first_day)} to {until}. "
        f"This is how they stood on {day(statement.made_at)}; later refunds change it."
    )
    return sheet.block(text, sheet.left, y, sheet.right - sheet.left, QUIET) + 8


def _total(sheet: Sheet, total: Total, y: float) -> float:
    """What was given in one currency, and what of it counts."""
    y = _room(sheet, y, 64)
    sheet.panel(y, 56, PAPER)
    third = (sheet.right - sheet.left) / 3
    parts = [("Given", total.given), ("Went back", total.went_back), ("What counts", total.kept)]
    for place, (label, amount) in enumerate(parts):
        x = sheet.left + 18 + place * third
        sheet.line(label, x, y + 20, SMALL)
        sheet.line(money(amount), x, y + 42, TOTAL)
    return y + 64


def _law(sheet: Sheet, statement: Statement, y: float) -> float:
    with_goods = [(gift.receipt_number, gift.goods) for gift in statement.gifts if gift.goods and gift.kept]
    law = goods_statement_for_all(with_goods, [total.deductible for total in statement.totals])
    tax_id = f", tax ID {sheet.head.tax_id}" if sheet.head.tax_id else ""
    text = f"Given to {sheet.head.charity}{tax_id}. {law}"
    for line in sheet.wrapped(text, sheet.right - sheet.left):
        y = _room(sheet, y, TEXT.leading)
        sheet.line(line, sheet.left, y)
        y += TEXT.leading
    return y


def _table(sheet: Sheet, gifts: tuple[StatedGift, ...], y: float) -> float:
    columns = _columns(sheet, gifts)
    with sheet.table():
        y = _headings(sheet, columns, _room(sheet, y, 60))
        for gift in gifts:
            lines = sheet.wrapped(_words(gift), columns.purpose_width, ROW)
            height = len(lines) * ROW.leading + 7
            if y + height > sheet.bottom:
                y = _headings_again(sheet, columns, short_top(sheet))
            _row(sheet, columns, gift, lines, y)
            y += height
    return y


def _columns(sheet: Sheet, gifts: tuple[StatedGift, ...]) -> Columns:
    """Amounts get the room that the widest needs, what it was for gets the rest."""
    widest = max((sheet.measure(money(gift.total), ROW_STRONG) for gift in gifts), default=0.0)
    step = max(widest, 52.0) + 12
    purpose = sheet.left + PURPOSE
    return Columns(
        date=sheet.left,
        number=sheet.left + NUMBER,
        purpose=purpose,
        purpose_width=sheet.right - 3 * step - purpose,
        amount=sheet.right - 2 * step,
        went_back=sheet.right - step,
        kept=sheet.right,
    )


def _headings(sheet: Sheet, columns: Columns, y: float) -> float:
    with sheet.row():
        for words, x, align in _titles(columns):
            sheet.line(words, x, y, SMALL, align=align, tag="TH")
    sheet.rule(y + 6)
    return y + 19


def _headings_again(sheet: Sheet, columns: Columns, y: float) -> float:
    """The headings for the eye only: whoever hears the table has heard them."""
    with sheet.tags.decoration():
        for words, x, align in _titles(columns):
            sheet.draw(words, x - sheet.measure(words, SMALL) if align == "right" else x, y, SMALL)
    sheet.rule(y + 6)
    return y + 19


def _titles(columns: Columns) -> list[tuple[str, float, str]]:
    return [
        ("Date", columns.date, "left"),
        ("Receipt", columns.number, "left"),
        ("What it was for", columns.purpose, "left"),
        ("Amount", columns.amount, "right"),
        ("Went back", columns.went_back, "right"),
        ("Counts", columns.kept, "right"),
    ]


def _row(sheet: Sheet, columns: Columns, gift: StatedGift, lines: list[str], y: float) -> None:
    with sheet.row():
        sheet.line(day(gift.given_at), columns.date, y, ROW, tag="TD")
        sheet.line(gift.receipt_number, columns.number, y, ROW_QUIET, tag="TD")
        sheet.lines(lines, _words(gift), columns.purpose, y, ROW, tag="TD")
        if gift.in_kind:
            sheet.line("no value stated", columns.kept, y, ROW_QUIET, align="right", tag="TD")
            sheet.rule(y + (len(lines) - 1) * ROW.leading + 6, thickness=0.4)
            return
        sheet.line(money(gift.total), columns.amount, y, ROW, align="right", tag="TD")
        went_back = money(-gift.went_back) if gift.went_back else ""
        sheet.line(went_back, columns.went_back, y, ROW_QUIET, align="right", tag="TD")
        sheet.line(money(gift.kept), columns.kept, y, ROW_STRONG, align="right", tag="TD")
    sheet.rule(y + (len(lines) - 1) * ROW.leading + 6, thickness=0.4)


def _words(gift: StatedGift) -> str:
    """What a gift was for; one that a bank has asked back says so, because it does not count meanwhile."""
    return f"{gift.purpose} (asked back by the bank, not decided)" if gift.contested else gift.purpose


def _end(sheet: Sheet, statement: Statement, y: float) -> None:
    """The sums once more, under the last gift, where the eye ends."""
    for total in statement.totals:
        y = _room(sheet, y + 4, 20)
        text = f"Total of what counts: {money(total.kept)}"
        sheet.line(text, sheet.right, y, STRONG_TEXT, align="right")
        y += 16


def _room(sheet: Sheet, y: float, height: float) -> float:
    return y if y + height <= sheet.bottom else short_top(sheet)
