"""The gifts of a year on paper: every one of them, what they add up to, and headings on each page."""

from datetime import timedelta

import pytest

from hope.giving.acknowledgment import Goods
from hope.giving.papers.statement import statement_pdf
from hope.giving.statements import Period, StatedGift, Statement
from hope.kernel import clock
from hope.kernel.money import Money
from tests.support.builders import dollars
from tests.support.papers import A4, HEAD, fonts_of, moment, opened, outline_of, words_of


@pytest.fixture(autouse=True)
def charity_time() -> None:
    clock.keep_charity_time("America/New_York")


def gift(number: int = 1, total: Money | None = None, kept: Money | None = None, **over) -> StatedGift:
    total = total or dollars("25")
    given = {
        "given_at": moment(2026, 1, 2) + timedelta(days=number % 360),
        "receipt_number": f"2026-{number:06d}",
        "purpose": "Night of Rest: Safe nights",
        "total": total,
        "kept": total if kept is None else kept,
        "goods": (),
        "contested": False,
    }
    return StatedGift(**given | over)


def stated(*gifts: StatedGift, period: Period | None = None, name: str = "O’Neill & Søn") -> Statement:
    return Statement(period or Period(2026), name, gifts, moment(2027, 1, 5))


def test_what_stands_on_it():
    words = words_of(statement_pdf(stated(gift(1), gift(2, kept=dollars("15"))), HEAD))
    assert "Your gifts in 2026 O’Neill & Søn 2 gifts from 1 January 2026 to 31 December 2026." in words
    assert "Given $50.00" in words.replace("Given Went back What counts ", "Given ")
    assert "Given to Hope Example Charity, tax ID 00-0000000." in words
    assert "No goods or services were provided in exchange for any of these gifts." in words
    assert "4 January 2026 2026-000002 Night of Rest: Safe nights $25.00 −$10.00 $15.00" in words
    assert "Total of what counts: $40.00" in words
    assert "Page 1 of 1" in words


def test_two_thousand_gifts():
    paper = statement_pdf(stated(*[gift(number) for number in range(1, 2001)]), HEAD)
    pages = [page.extract_text() for page in opened(paper).pages]
    assert len(pages) > 50
    assert all("What it was for" in page for page in pages[:-1])
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    words = " ".join(pages)
    assert all(f"2026-{number:06d}" in words for number in (1, 777, 2000))
    assert "Total of what counts: $50,000.00" in words
    tags = outline_of(paper)
    assert (tags.count("TR"), tags.count("TH"), tags.count("TD")) == (2001, 6, 12_000)


def test_currencies_are_never_added_together():
    yen, dinars = Money(5000, "JPY"), Money(12_500, "KWD")
    statement = stated(gift(1), gift(2, yen), gift(3, dinars, Money(2500, "KWD")))
    assert [(total.given, total.went_back, total.kept) for total in statement.totals] == [
        (yen, Money(0, "JPY"), yen),
        (dinars, Money(10_000, "KWD"), Money(2500, "KWD")),
        (dollars("25"), dollars("0"), dollars("25")),
    ]
    words = words_of(statement_pdf(statement, A4))
    for written in ("¥5,000", "KWD 12.500", "−KWD 10.000", "Total of what counts: KWD 2.500"):
        assert written in words.replace("\u00a0", " ")


def test_what_came_in_return_is_listed_and_taken_off():
    basket = (Goods("A woven basket", dollars("40")),)
    back = gift(3, dollars("60"), dollars("0"), goods=basket)
    statement = stated(gift(1), gift(2, dollars("100"), goods=basket), back)
    [total] = statement.totals
    assert (total.kept, total.deductible) == (dollars("125"), dollars("85"))
    words = words_of(statement_pdf(statement, HEAD))
    assert "for 2026-000002, A woven basket ($40.00). Nothing was provided for the others." in words
    assert "beyond these values: $85.00." in words
    assert "2026-000003, A woven" not in words


def test_a_year_that_begins_in_april_and_is_not_over():
    period = Period(2026, 4)
    early = Statement(period, "Ελένη", (gift(200),), moment(2026, 11, 1))
    words = words_of(statement_pdf(early, HEAD))
    assert "Your gifts in 2026–27" in words
    assert "from 1 April 2026 to 31 March 2027, which is not over yet." in words
    assert "stood on 1 November 2026" in words


def test_a_gift_that_a_bank_asks_back_says_why_it_does_not_count():
    words = words_of(statement_pdf(stated(gift(1, kept=dollars("0"), contested=True)), HEAD))
    assert "asked back by the bank, not decided" in words


@pytest.mark.parametrize("name", ["محمد علي", "田中 花子", "🙂" * 40, "W" * 120, "{nb}"])
def test_any_name_on_any_page(name: str):
    gifts = [gift(number, purpose=f"{name}: {name}") for number in range(1, 40)]
    paper = statement_pdf(stated(*gifts, name=name), HEAD)
    assert all(fonts_of(paper).values())
    assert len(opened(paper).pages) > 1


def test_what_it_is_to_a_program():
    file = opened(statement_pdf(stated(gift()), HEAD))
    assert file.metadata.title == "Statement of gifts 2026"
    assert "O’Neill" not in " ".join(str(value) for value in file.metadata.values())
    assert file.trailer["/Root"]["/Lang"] == "en"


def test_a_statement_is_made_again_to_the_byte():
    assert statement_pdf(stated(gift()), HEAD) == statement_pdf(stated(gift()), HEAD)
