"""Public names for rows: not to be guessed, easy to read aloud."""

from hope.kernel.references import ALPHABET, is_reference, new_reference


def test_names_are_long_and_never_the_same():
    names = {new_reference() for _ in range(2000)}
    assert len(names) == 2000
    assert {len(name) for name in names} == {24}


def test_every_letter_can_be_read_aloud():
    assert not set(ALPHABET) & set("01OILUoilu")
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_beyond_guessing():
    assert len(ALPHABET) ** 24 > 2**112


def test_what_is_none_of_ours_is_told_apart():
    assert is_reference(new_reference())
    odd = [None, "", "A" * 23, "A" * 25, "é" * 24, "²" * 24, "A" * 23 + "\x00", "A" * 23 + " "]
    assert [text for text in odd if is_reference(text)] == []
