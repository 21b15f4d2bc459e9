"""A receipt on paper, opened by another library: what stands on it, how it is heard, and that no name breaks it."""

import pytest

from hope.giving.acknowledgment import AcknowledgedLine, Goods, Replaced
from hope.giving.papers.receipt import receipt_pdf
from hope.kernel import clock
from hope.kernel.money import Money
from tests.support.builders import dollars
from tests.support.papers import (
    A4,
    HEAD,
    fonts_of,
    make_acknowledgment,
    moment,
    opened,
    outline_of,
    typed_of,
    words_of,
)

VERSION_2 = {"version": 2, "issued_at": moment(2026, 3, 4), "replaces": Replaced(1, moment(2026, 3, 1))}


@pytest.fixture(autouse=True)
def charity_time() -> None:
    clock.keep_charity_time("America/New_York")


def test_it_says_everything_that_a_tax_office_asks_for():
    words = words_of(receipt_pdf(make_acknowledgment(cover=dollars("1.85"), total=dollars("51.85")), HEAD))
    for said in (
        "Hope Example Charity",
        "1 Example Street, Exampleville",
        "tax ID 00-0000000",
        "Marigold Fennimore",
        "Night of Rest",
        "Safe nights",
        "Towards the card fee $1.85",
        "Total given $51.85",
        "2026-000123, version 1",
        "Date of the gift 28 February 2026",
        "Date of this receipt 1 March 2026",
        "Paid with Visa ending 4242",
        "No goods or services were provided in exchange for this gift.",
        "2026-000123 K7QM-3TXR",
        "https://hope.example.org/receipts/verify",
    ):
        assert said in words, said
    assert "Went back" not in words
    assert "replaces" not in words


def test_a_version_that_replaces_another_says_so_and_what_is_left():
    words = words_of(receipt_pdf(make_acknowledgment(kept=dollars("30"), **VERSION_2), HEAD))
    assert "This is version 2. It replaces version 1 of 1 March 2026 and every earlier one" in words
    assert "Total given $50.00 Went back −$20.00 What counts $30.00" in words


def test_a_void_receipt_is_plainly_void():
    paper = receipt_pdf(make_acknowledgment(kept=dollars("0"), **VERSION_2), HEAD)
    words = words_of(paper)
    assert "This receipt is void" in words
    assert "Void since 4 March 2026" in words
    assert "VOID" in words
    assert "What counts $0.00" in words
    assert "No goods or services" not in words
    assert "keep this receipt" not in words
    assert opened(paper).metadata.title == "Receipt 2026-000123, void"


def test_something_in_return_is_named_valued_and_taken_off():
    basket = Goods("A woven basket, sent by post", dollars("40"))
    words = words_of(receipt_pdf(make_acknowledgment(dollars("100"), goods=(basket,)), HEAD))
    assert "In return for this gift you received: A woven basket, sent by post." in words
    assert "in good faith at $40.00" in words
    assert "limited to what you gave beyond that value: $60.00" in words
    assert "No goods or services" not in words


def test_what_went_back_is_taken_from_what_is_deductible_first():
    basket = Goods("A woven basket", dollars("40"))
    part = make_acknowledgment(dollars("100"), goods=(basket,), kept=dollars("70"), **VERSION_2)
    most = make_acknowledgment(dollars("100"), goods=(basket,), kept=dollars("30"), **VERSION_2)
    assert (part.deductible, most.deductible) == (dollars("30"), dollars("0"))
    assert "beyond that value: $0.00" in words_of(receipt_pdf(most, HEAD))


@pytest.mark.parametrize(
    ("total", "written"),
    [
        (Money(5000, "JPY"), "¥5,000"),
        (Money(12_500, "KWD"), "KWD 12.500"),
        (dollars("999999.99"), "$999,999.99"),
    ],
)
def test_other_currencies(total: Money, written: str):
    assert f"Total given {written}" in words_of(receipt_pdf(make_acknowledgment(total), HEAD))


def test_what_it_is_to_a_program_and_to_a_screen_reader():
    paper = receipt_pdf(make_acknowledgment(), HEAD)
    file = opened(paper)
    root = file.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata.title == "Receipt 2026-000123"
    assert file.metadata.author == "Hope Example Charity"
    assert "Marigold" not in " ".join(str(value) for value in file.metadata.values())
    tags = outline_of(paper)
    assert [tag for tag in tags if tag.startswith("H")] == ["H1", "H2"]
    assert tags.count("Table") == 2
    assert tags.count("Figure") == 1


def test_typefaces_are_carried_along():
    fonts = fonts_of(receipt_pdf(make_acknowledgment(giver_name="Łukasz Żółć"), HEAD))
    assert all(fonts.values())
    assert {name.split("+")[1] for name in fonts} >= {"Fraunces", "NotoSans"}


def test_the_same_version_is_the_same_bytes():
    said = make_acknowledgment(giver_name="محمد علي")
    assert receipt_pdf(said, HEAD) == receipt_pdf(said, HEAD)


def test_both_papers():
    sizes = [opened(receipt_pdf(make_acknowledgment(), head)).pages[0].mediabox for head in (HEAD, A4)]
    assert [(round(box.width), round(box.height)) for box in sizes] == [(612, 792), (595, 842)]


@pytest.mark.parametrize(
    "name",
    [
        "O’Neill & Søn",
        "Łukasz Żółć",
        "Ελένη Παπαδοπούλου",
        "Владимир Ґалаґан",
        "Nguyễn Thị Ánh",
        "田中 花子",
        "김민수",
        "王小明 Wang Xiaoming",
        "สมชาย ใจดี",
        "{nb}",
        "<script>alert(1)</script>",
        "(\\) %PDF endobj",
        "**bold** --x-- __y__",
        "M" * 120,
    ],
)
def test_names_keep_every_letter(name: str):
    paper = receipt_pdf(make_acknowledgment(giver_name=name), HEAD)
    assert name.replace(" ", "") in words_of(paper).replace(" ", "")
    assert len(opened(paper).pages) == 1


@pytest.mark.parametrize(
    "name",
    ["محمد علي الخطيب", "שרה כהן", "देवेंद्र शर्मा", "Anna 🙂 Müller", "👩‍👧‍👦", "Амин — أمين", "𓂀 and 田 م"],
)
def test_what_is_drawn_otherwise_is_still_there_as_it_was_typed(name: str):
    paper = receipt_pdf(make_acknowledgment(giver_name=name), HEAD)
    assert name in typed_of(paper)
    assert all(fonts_of(paper).values())


@pytest.mark.parametrize(
    ("name", "drawn"), [("Anna 🙂 Müller", "Anna � Müller"), ("👩‍👧‍👦 Bell", "��� Bell")]
)
def test_a_letter_that_nothing_can_draw_leaves_a_mark(name: str, drawn: str):
    assert drawn in words_of(receipt_pdf(make_acknowledgment(giver_name=name), HEAD))


def test_a_long_basket_goes_on_on_another_page():
    lines = tuple(AcknowledgedLine("A gift " * 25, "A campaign " * 15, dollars("5")) for _ in range(14))
    paper = receipt_pdf(make_acknowledgment(dollars("70"), lines=lines, giver_name="Maria " * 20), HEAD)
    pages = [page.extract_text() for page in opened(paper).pages]
    assert len(pages) > 1
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert "Check this receipt" in pages[-1]
    assert words_of(paper).count("$5.00") == 14


def test_a_charity_without_a_tax_number():
    words = words_of(
        receipt_pdf(make_acknowledgment(), HEAD.__class__("Ω & Co.", "", "", "A4", HEAD.check_url))
    )
    assert "Tax ID" not in words
    assert "tax ID" not in words
    assert "Given to Ω & Co." in words
