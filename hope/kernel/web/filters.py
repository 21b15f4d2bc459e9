"""Words for money, days and Markdown in templates: each formatted in one place."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

import nh3
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, get_currency_symbol
from flask import Flask
from markupsafe import Markup

from hope.kernel import zones
from hope.kernel.clock import charity_time, now
from hope.kernel.markup import clean, parser
from hope.kernel.money import Money, exponent

LOCALE = "en_US"
MINUS = "\u2212"
_markdown = parser()


def init_app(app: Flask) -> None:
    """Give the filters to templates."""
    words_of_time = (day, day_short, local_day, month, weekday, moment, hour, begins, ends, ago, iso)
    for function in (money, money_short, *words_of_time, markdown, plain, per, counted, listed, sentence):
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
    said = format_currency(
        abs(value.decimal), value.currency, locale=LOCALE, currency_digits=False, format=pattern
    )
    return f"{MINUS}{said}" if value.amount < 0 else said


def day(value: date) -> str:
    """A date, that of a moment in the charity's time zone: 23 November 2026."""
    local = charity_time(value) if isinstance(value, datetime) else value
    return format_date(local, "d MMMM y", locale=LOCALE)


def day_short(value: date) -> str:
    """A date where there is little room: 23 Nov."""
    local = charity_time(value) if isinstance(value, datetime) else value
    return format_date(local, "d MMM", locale=LOCALE)


def local_day(value: datetime, time_zone: str) -> str:
    """The day of a moment where somebody lives."""
    return day(value.astimezone(ZoneInfo(time_zone)).date())


def month(value: date) -> str:
    """A month with its year: November 2026."""
    return format_date(value, "MMMM y", locale=LOCALE)


def weekday(value: date) -> str:
    """A day of the week: Monday."""
    return format_date(value, "EEEE", locale=LOCALE)


def month_names() -> list[str]:
    """January to December."""
    return [format_date(date(2026, month, 1), "LLLL", locale=LOCALE) for month in range(1, 13)]


def moment(value: datetime) -> str:
    """A date and time in the charity's time zone, with the zone's name."""
    local = charity_time(value)
    return format_datetime(local, "d MMMM y, HH:mm zzz", tzinfo=local.tzinfo, locale=LOCALE)


def hour(value: datetime) -> str:
    """A time of day in the charity's time zone: "15:42 EST"."""
    return f"{charity_time(value):%H:%M %Z}"


def begins(value: datetime, zone: str, *, named: bool = True) -> str:
    """When something opens: Monday 30 November 2026, New York time; with the hour, unless the day begins."""
    return _there(value, "" if zones.is_day_begin(value, zone) else " 'at' HH:mm", zone, named)


def ends(value: datetime, zone: str, *, named: bool = True) -> str:
    """When something closes: Monday 30 November 2026 at midnight, New York time, for what ends as that day ends."""
    if zones.is_day_begin(value, zone):
        return _there(value - timedelta(microseconds=1), " 'at midnight'", zone, named)
    return _there(value, " 'at' HH:mm", zone, named)


def _there(value: datetime, at: str, zone: str, named: bool) -> str:
    said = format_datetime(zones.on_the_wall(value, zone), "EEEE d MMMM y" + at, locale=LOCALE)
    return f"{said}, {zones.zone_words(zone)}" if named else said


def ago(value: datetime) -> str:
    """How long ago, in words: 3 days ago. Within a minute "just now", or a public page were new with each second."""
    gone = now() - value
    if gone < timedelta(minutes=1):
        return "just now"
    return format_timedelta(-gone, add_direction=True, locale=LOCALE)


def iso(value: datetime) -> str:
    """A moment as machines read it."""
    return value.isoformat(timespec="seconds")


def per(interval: str) -> str:
    """How often, in words that follow an amount: "a month", "a year", or nothing."""
    return {"month": "a month", "year": "a year"}.get(interval, "")


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with the right word: 1 gift, 1,204 gifts."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Several as one says them: Ada, Bohdan and Chloe."""
    return format_list(words, locale="en_GB")


def sentence(text: str) -> str:
    """A text with a capital at its beginning; the rest stays as it is."""
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:]


def markdown(text: str) -> Markup:
    """Markdown by staff as HTML that holds no more than text, headings, lists and links."""
    return Markup(_safe_html(text))  # noqa: S704  (nh3 has cleaned it)


def plain(text: str) -> str:
    """Markdown by staff as plain text: the words alone, for mail without HTML."""
    html = _markdown.render(text).replace("</p>", "</p>\n").replace("<li>", "- ")
    return unescape(nh3.clean(html, tags=set())).strip()


@lru_cache(maxsize=256)
def _safe_html(text: str) -> str:
    return clean(_markdown.render(text))
