"""Which typeface draws what, and what becomes of letters that none of them has."""

import pytest

from hope.giving.papers.letters import DISPLAY, MISSING, OTHERS, PLAIN, STRONG, chosen, fitted, letters_of


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("Marigold", ["latin"]),
        ("Łukasz", ["wide"]),
        ("Ελένη", ["wide"]),
        ("محمد", ["arabic"]),
        ("田中 A", ["cjk"]),
        ("Łukasz 田中", ["wide", "cjk"]),
    ],
)
def test_the_smallest_typeface_that_has_every_letter(text: str, faces: list[str]):
    assert [face.name for face in chosen(text, strong=False, display=False)[0]] == faces


def test_a_title_falls_back_to_strong_letters():
    assert chosen("Harvest", strong=False, display=True) == ((DISPLAY,), True)
    assert chosen("Ελπίδα", strong=False, display=True)[0] == (STRONG[1],)


@pytest.mark.parametrize(("text", "shaped"), [("Anna", False), ("田中", False), ("شكر", True), ("Z̈oe", True)])
def test_letters_that_join_or_carry_marks_are_shaped(text: str, shaped: bool):
    assert chosen(text, strong=False, display=False)[1] is shaped


def test_what_nothing_can_draw_is_marked_once_for_each_sign():
    assert fitted("a🙂b") == f"a{MISSING}b"
    assert fitted("👩‍👧") == MISSING * 2
    assert fitted("✊🏽️") == MISSING * 2
    assert fitted("\u0301a") == "a"
    assert fitted("a  b\nc") == "a b c"


@pytest.mark.parametrize("face", [DISPLAY, *PLAIN, *STRONG, *OTHERS], ids=lambda face: face.name)
def test_every_typeface_is_there_with_its_licence(face):
    assert face.path.is_file()
    assert letters_of(face)
    licences = [path.name for path in face.path.parent.glob("*OFL*.txt")]
    assert licences


def test_both_weights_have_the_same_letters():
    for plain, strong in zip(PLAIN, STRONG, strict=True):
        assert letters_of(plain) == letters_of(strong)
    assert letters_of(PLAIN[0]) <= letters_of(PLAIN[1])
    assert ord(MISSING) in letters_of(PLAIN[0])
