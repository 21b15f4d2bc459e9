"""Words for money, days and Markdown: the same everywhere, and safe."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from hope.kernel import clock
from hope.kernel.money import Money
from hope.kernel.web.filters import ago, day, iso, listed, markdown, moment, money, money_short, per


@pytest.fixture(autouse=True)
def new_york():
    """The charity's clock, whatever another test has set it to."""
    before = clock._charity_zone
    clock.keep_charity_time("America/New_York")
    yield
    clock._charity_zone = before


@pytest.mark.parametrize(
    ("amount", "whole", "short"),
    [
        (Money(123_450, "USD"), "$1,234.50", "$1,234.50"),
        (Money(5000, "USD"), "$50.00", "$50"),
        (Money(0, "USD"), "$0.00", "$0"),
        (Money(5, "USD"), "$0.05", "$0.05"),
        (Money(1500, "JPY"), "¥1,500", "¥1,500"),
        (Money(1250, "KWD"), "KWD\u00a01.250", "KWD\u00a01.250"),
        (Money(99_999_999_999, "USD"), "$999,999,999.99", "$999,999,999.99"),
    ],
)
def test_money_in_words(amount, whole, short):
    assert (money(amount), money_short(amount)) == (whole, short)


def test_money_that_went_back_is_written_with_a_minus_and_not_a_hyphen():
    assert money(Money(-1250, "USD")) == "\u2212$12.50"
    assert money_short(Money(-5000, "KWD")) == "\u2212KWD\u00a05"


def test_several_are_listed_as_one_says_them():
    assert listed(["Ada"]) == "Ada"
    assert listed(["Ada", "Bohdan", "Chloe"]) == "Ada, Bohdan and Chloe"


def test_a_day_is_that_of_the_charitys_clock():
    late = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
    assert day(late) == "31 December 2025"
    assert day(date(2026, 1, 1)) == "1 January 2026"
    assert moment(late).startswith("31 December 2025, 22:00")
    assert iso(late) == "2026-01-01T03:00:00+00:00"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=-1), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "1 hour ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_how_long_ago(gone, words):
    today = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    with time_machine.travel(today, tick=False):
        assert ago(today - gone) == words


def test_how_often():
    assert [per(interval) for interval in ("once", "month", "year")] == ["", "a month", "a year"]


def test_markdown_is_text_headings_lists_and_links():
    html = markdown('## Work\n\n- *one*\n- **two**\n\n[more](https://example.org "t")\n\n> said\n')
    page = BeautifulSoup(html, "html5lib")
    assert page.h2.text == "Work"
    assert [item.text for item in page.select("li")] == ["one", "two"]
    assert page.a["href"] == "https://example.org"
    assert set(page.a["rel"]) == {"noopener", "noreferrer"}


def test_quotes_become_typographic():
    assert "“It’s”" in markdown('"It\'s"')


DANGEROUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](//evil.example)",
    "[a](http://plain.example)",
    "<a href='https://x' onclick='x()'>a</a>",
    "![x](https://evil.example/pixel.png)",
    "<style>*{display:none}</style>",
    "<iframe src=https://x></iframe>",
    "<svg/onload=alert(1)>",
    "`<script>`",
    "<!-- --><b style='position:fixed'>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<https://ok.example> <javascript:alert(1)>",
]


def test_nothing_in_markdown_becomes_a_program_or_a_stranger():
    for text in DANGEROUS:
        assert_harmless(markdown(text))


@given(
    st.lists(
        st.sampled_from([*DANGEROUS, "\n", "\n\n", "<", ">", "](", "[", "*", "`", '"', "\x00", "&lt;"]),
        max_size=8,
    )
)
def test_nor_does_any_mixture(parts):
    assert_harmless(markdown("".join(parts)))


def assert_harmless(html):
    page = BeautifulSoup(html, "html5lib")
    assert not page.body.select("script, style, img, iframe, svg, link, object, form, input, base, meta")
    for tag in page.body.find_all(True):
        assert set(tag.attrs) <= {"href", "rel"}, tag
        assert urlsplit(tag.get("href", "")).scheme in ("", "https", "mailto"), tag
