"""The top of a page: who writes, in full on the first and briefly on the others."""

from hope.giving.papers.sheet import APRICOT, EMBER, NAME, NIGHT, SMALL, Sheet, Style

NAME_SHORT = Style(10.5, display=True)
_WIDTH_OF_ADDRESS = 220.0


def top(sheet: Sheet) -> float:
    """The first page's top; gives back the baseline of what comes first on it."""
    y = sheet.add_page() + 34
    _mark(sheet, sheet.left, y - 14)
    width = sheet.right - sheet.left - _WIDTH_OF_ADDRESS - 40
    below = sheet.block(sheet.head.charity, sheet.left + 28, y, width, NAME)
    lines = sheet.wrapped(sheet.head.address, _WIDTH_OF_ADDRESS, SMALL)
    lines += [f"Tax ID {sheet.head.tax_id}"] if sheet.head.tax_id else []
    at = y - 4
    for line in lines:
        sheet.line(line, sheet.right, at, SMALL, align="right")
        at += SMALL.leading
    return max(below, at) + 40


def short_top(sheet: Sheet) -> float:
    """The top of a page that goes on; the same baseline."""
    y = sheet.add_page() + 26
    with sheet.tags.decoration():
        sheet.draw(sheet.head.charity, sheet.left, y, NAME_SHORT)
    return y + 36


def _mark(sheet: Sheet, x: float, y: float) -> None:
    """The charity's sign: a sun that comes over the horizon."""
    pdf = sheet.pdf
    with sheet.tags.decoration():
        pdf.set_fill_color(*APRICOT)
        with pdf.new_path(x + 4, y + 12) as path:
            path.style.fill_color, path.style.stroke_color = "#f6be82", None
            path.arc_to(6, 6, 0, False, True, x + 16, y + 12)
            path.close()
        pdf.set_draw_color(*EMBER)
        pdf.set_line_width(1.1)
        for x1, y1, x2, y2 in ((10, 0, 10, 3), (2.4, 3, 4.6, 5.4), (17.6, 3, 15.4, 5.4)):
            pdf.line(x + x1, y + y1, x + x2, y + y2)
        pdf.set_draw_color(*NIGHT)
        pdf.line(x, y + 15, x + 20, y + 15)
