"""Words for money, days and Markdown in templates: each formatted in one place."""

from datetime import date, datetime
from functools import lru_cache

import nh3
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, get_currency_symbol
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from hope.kernel.clock import charity_time, now
from hope.kernel.money import Money, exponent

LOCALE = "en_US"
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "hr", "br", "code"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": True}).enable(
    ["replacements", "smartquotes"]
)


def init_app(app: Flask) -> None:
    """Give the filters to templates."""
    for function in (money, money_short, day, moment, ago, iso, markdown, per):
        app.add_template_filter(function)


def money(value: Money) -> str:
    """An amount with its decimals: $1,234.50."""
    return _written(value, exponent(value.currency))


def money_short(value: Money) -> str:
    """An amount without decimals when they are nought: $50, but $12.50."""
    places = exponent(value.currency)
    return _written(value, 0 if value.amount % 10**places == 0 else places)


@lru_cache(maxsize=2048)
def _written(value: Money, places: int) -> str:
    """Babel takes a tenth of a millisecond for an amount, and a page shows twenty, mostly the same ones."""
    symbol = get_currency_symbol(value.currency, locale=LOCALE)
    gap = "\u00a0" if symbol[-1].isalpha() else ""
    pattern = f"¤{gap}#,##0" + ("." + "0" * places if places else "")
    return format_currency(
        value.decimal, value.currency, locale=LOCALE, currency_digits=False, format=pattern
    )


def day(value: date) -> str:
    """A date, that of a moment in the charity's time zone: 23 November 2026."""
    local = charity_time(value) if isinstance(value, datetime) else value
    return format_date(local, "d MMMM y", locale=LOCALE)


def moment(value: datetime) -> str:
    """A date and time in the charity's time zone, with the zone's name."""
    local = charity_time(value)
    return format_datetime(local, "d MMMM y, HH:mm zzz", tzinfo=local.tzinfo, locale=LOCALE)


def ago(value: datetime) -> str:
    """How long ago, in words: 3 days ago."""
    return format_timedelta(value - now(), add_direction=True, locale=LOCALE)


def iso(value: datetime) -> str:
    """A moment as machines read it."""
    return value.isoformat(timespec="seconds")


def per(interval: str) -> str:
    """How often, in words that follow an amount: "a month", "a year", or nothing."""
    return {"month": "a month", "year": "a year"}.get(interval, "")


def markdown(text: str) -> Markup:
    """Markdown by staff as HTML that holds no more than text, headings, lists and links."""
    return Markup(_safe_html(text))  # noqa: S704  (nh3 has cleaned it)


@lru_cache(maxsize=256)
def _safe_html(text: str) -> str:
    html = _markdown.render(text)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    )
