"""Titles as parts of addresses."""

import pytest

from hope.kernel.slugs import LONGEST, is_reserved, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A key of her own", "a-key-of-her-own"),
        ("  Winter’s light & heat!  ", "winters-light-and-heat"),
        ("Über Straße, Łódź, Ærø, Þór", "uber-strasse-lodz-aero-thor"),
        ("Ⅳ ﬁne ½", "iv-fine-12"),
        ("../../etc/passwd", "etc-passwd"),
        ("日本の光", ""),
        ("🕯️", ""),
        ("---", ""),
        ("Already-a-slug-2", "already-a-slug-2"),
    ],
)
def test_a_title_becomes_a_slug(title, slug):
    assert slug_of(title) == slug
    assert slug_of(slug) == slug


def test_a_long_title_ends_with_a_whole_word():
    slug = slug_of("light " * 50)
    assert len(slug) <= LONGEST
    assert slug.endswith("light")
    assert len(slug_of("x" * 500)) == LONGEST


def test_words_that_the_site_needs_itself():
    assert is_reserved("new")
    assert not is_reserved("newer")
