"""The card on paper: two pages of the paper one has, every word on them, and never an amount."""

import pytest

from hope.honour.cards import DESIGNS, Card, Purpose, leads_elsewhere
from hope.honour.models import Kind
from hope.honour.papers.folded import PAPERS, card_pdf
from tests.support.papers import opened, words_of

PURPOSE = Purpose("A night of rest", "A bed and a lock for one night.", "A house with the lights on", "house")


def make_card(**over):
    given = {"kind": Kind.HONOUR, "name": "Ruth Adebayo", "signed_by": "Sam", "design": "lamp"}
    return Card(**given | {"message": "A table\nis never full.", "purposes": (PURPOSE,)} | over)


def test_every_design_on_every_paper_is_one_sheet_of_two_sides():
    for paper, size in PAPERS.items():
        for design in DESIGNS:
            pages = opened(
                card_pdf(make_card(design=design.name), paper, "Hope", "https://hope.example.org")
            ).pages
            assert [tuple(map(float, page.mediabox[2:])) for page in pages] == [
                pytest.approx(size, abs=0.01)
            ] * 2


def test_the_outside_names_and_the_inside_speaks():
    outside, inside = (
        page.extract_text()
        for page in opened(card_pdf(make_card(), "Letter", "Hope", "https://hope.example.org")).pages
    )
    assert "In honour of" in outside
    assert "Ruth Adebayo" in outside
    assert "never full" not in outside
    for words in (
        "Dear Ruth Adebayo,",
        "is never full.",
        "Sam made a gift in your honour.",
        "A night of rest",
    ):
        assert words in inside
    family = make_card(kind=Kind.MEMORY, to_name="The Okafor family")
    assert "made a gift in memory of Ruth Adebayo." in words_of(
        card_pdf(family, "A4", "Hope", "https://x.org")
    )


def test_the_longest_card_keeps_every_word():
    message = " ".join(f"word{number}" for number in range(80))
    words = words_of(
        card_pdf(make_card(message=message, name="W" * 80, signed_by="S" * 80), "A4", "Hope", "https://x.org")
    )
    assert "word0 " in words
    assert "word79" in words
    for name in ("مريم", "王芳", "Ἀθηνᾶ", "😀 Ruth", "{nb}"):
        assert card_pdf(make_card(name=name), "Letter", "Hope", "https://x.org").startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        "see https://x.y",
        "www.example.net",
        "write to a@b.org",
        "prizes.example.com",
        "go.ly/x",
        "MY.SHOP now",
    ],
)
def test_words_that_lead_elsewhere(words):
    assert leads_elsewhere(words)


def test_words_that_do_not():
    for words in (
        "Dear Mr.Adebayo",
        "love.We miss you",
        "at 8.30",
        "and/or",
        "St. Paul",
        "…and then",
        "a.m.",
    ):
        assert not leads_elsewhere(words), words
