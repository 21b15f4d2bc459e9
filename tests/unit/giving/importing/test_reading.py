"""Files as people save them, and lines as people write them: read rightly, or refused in words."""

from datetime import date

import pytest

from hope.giving.importing.columns import guess_columns, guess_order
from hope.giving.importing.opening import MOST_BYTES, CannotOpen, open_table
from hope.giving.importing.reading import PastGift, Reader, Reading, Target
from hope.giving.models import Method
from hope.kernel.money import Money

HARVEST = Target(1, "harvest", "Harvest & Home", "USD")
YEN = Target(2, "sakura", "Sakura", "JPY")
HEADINGS = "Date,Amount,Name,E-Mail,Fund,Type,Check No\n"


def table(text, encoding="utf-8"):
    return open_table(text.encode(encoding))


def read(line, *, order="mdy", fallback=1, **ways):
    found = table(HEADINGS + line)
    reading = Reading(guess_columns(found.headers), order, fallback, **ways)
    [(number, cells)] = found.rows()
    return Reader(reading, [HARVEST, YEN]).read(number, cells)


def problems(line, **ways):
    found = read(line, **ways)
    assert isinstance(found, list), found
    assert {problem.line for problem in found} == {2}
    return " ".join(problem.words for problem in found)


def test_a_line_becomes_a_gift():
    gift = read('3/14/2019,"$1,250.50",  Zoë   Reed ,ZOE@Example.org,harvest & HOME,Check,1041')
    assert isinstance(gift, PastGift)
    assert (gift.day, gift.total) == (date(2019, 3, 14), Money(125_050, "USD"))
    assert (gift.name, gift.email, gift.target, gift.reference) == (
        "Zoë Reed",
        "ZOE@example.org",
        HARVEST,
        "1041",
    )
    assert gift.method is Method.CHEQUE


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2019-03-04", "ymd", date(2019, 3, 4)),
        ("2019/03/04", "ymd", date(2019, 3, 4)),
        ("2019-03-04T10:11:12Z", "ymd", date(2019, 3, 4)),
        ("2019-03-04 10:11", "ymd", date(2019, 3, 4)),
        ("3/4/2019", "mdy", date(2019, 3, 4)),
        ("04.03.2019", "dmy", date(2019, 3, 4)),
        ("4 3 2019", "dmy", date(2019, 3, 4)),
    ],
)
def test_days_in_every_order(text, order, day):
    assert read(f"{text},5,Ada,,,,", order=order).day == day


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("14/3/2019,5,Ada,,,,", "no day in this order"),
        ("3/14/19,5,Ada,,,,", "no year of four digits"),
        ("2/30/2019,5,Ada,,,,", "no day in this order"),
        ("3/14/2999,5,Ada,,,,", "still to come"),
        ("3/14/1850,5,Ada,,,,", "too long ago"),
        ("soon,5,Ada,,,,", "“soon” is no day"),
        (",5,Ada,,,,", "The day is missing"),
        ("3/1/2019,,Ada,,,,", "The amount is missing"),
        ("3/1/2019,0,Ada,,,,", "The amount is nothing"),
        ("3/1/2019,-5,Ada,,,,", "less than nothing"),
        ("3/1/2019,1.250,Ada,,,,", "could be two different ones"),
        ("3/1/2019,1e3,Ada,,,,", "no amount"),
        ("3/1/2019,5.001,Ada,,,,", "could be two different ones"),
        ("3/1/2019,5.0001,Ada,,,,", "more decimals"),
        (f"3/1/2019,{'9' * 30},Ada,,,,", "too much"),
        ("3/1/2019,5,Ada,ada@,,,", "no e-mail address"),
        ("3/1/2019,5,,,,,", "Both name and e-mail are missing"),
        ("3/1/2019,5,Ada,,Moon base,,", "no campaign “Moon base”"),
        (f"3/1/2019,5,{'x' * 200},,,,", "120 characters"),
        (f"3/1/2019,5,{'x' * 5000},,,,", "more than 2,000 characters"),
    ],
)
def test_what_cannot_be_read_is_said(line, said):
    assert said in problems(line)


def test_every_problem_of_a_line_is_said():
    found = read("soon,much,,x@,Moon,,", fallback=None)
    assert len(found) == 4


def test_currencies_have_to_fit_their_campaign():
    headers = "date,amount,currency,campaign,name\n"
    found = table(
        headers
        + "2019-01-02,3000,JPY,sakura,Ada\n2019-01-02,3000,USD,sakura,Ada\n"
        + "2019-01-02,1.5 JPY,,Sakura,Ada\n2019-01-02,5,Dollar,,A"
    )
    reader = Reader(Reading(guess_columns(found.headers), "ymd", 1), [HARVEST, YEN])
    first, second, third, fourth = (reader.read(*row) for row in found.rows())
    assert first.total == Money(3000, "JPY")
    assert "“Sakura” raises JPY" in second[0].words
    assert "more decimals" in third[0].words
    assert "no currency" in fourth[0].words


def test_the_nameless_are_kept_where_that_is_wanted():
    assert read("3/1/2019,5,,,,,", with_nameless=True).name == ""


def test_without_a_fallback_the_campaign_is_missing():
    assert "The campaign is missing" in problems("3/1/2019,5,Ada,,,,", fallback=None)


@pytest.mark.parametrize(
    "words",
    [
        ("Check", Method.CHEQUE),
        ("CASH", Method.CASH),
        ("Wire transfer", Method.TRANSFER),
        ("Visa", Method.OTHER),
        ("", Method.OTHER),
    ],
)
def test_ways_of_giving(words):
    assert read(f"3/1/2019,5,Ada,,,{words[0]},").method is words[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_to_save_a_table(encoding, separator, end):
    text = end.join(
        [separator.join(["date", "amount", "name"]), separator.join(["2019-01-02", '"1,5"', "Zoë"]), "", ""]
    )
    found = table(text, encoding)
    assert found.headers == ("date", "amount", "name")
    assert [cells for _, cells in found.rows()] == [["2019-01-02", "1,5", "Zoë"]]
    assert found.guessed_letters == (encoding == "cp1252")


def test_lines_are_numbered_as_an_editor_shows_them():
    found = table('date,name\n2019-01-02,"two\nlines"\n\n2019-01-03,one\n')
    assert [line for line, _ in found.rows()] == [2, 5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04 a zip named csv", "spreadsheet or an archive"),
        (b"\x1f\x8b gzip", "spreadsheet or an archive"),
        (b"%PDF-1.7", "spreadsheet or an archive"),
        (b"date,amount\n2019\x00,5", "no text"),
        (b"date\n2019", "has to name the columns"),
        (b"," * 200 + b"\n", "201 columns"),
        (b"x" * (MOST_BYTES + 1), "more than 20 MB"),
    ],
)
def test_what_is_no_table_is_refused(content, said):
    with pytest.raises(CannotOpen, match=said):
        open_table(content)


def test_a_cell_of_a_megabyte_is_a_problem_of_its_line_alone():
    found = table(HEADINGS + f"3/1/2019,5,{'x' * 1_000_000},,,,\n3/1/2019,5,Ada,,,,")
    reader = Reader(Reading(guess_columns(found.headers), "mdy", 1), [HARVEST])
    first, second = (reader.read(*row) for row in found.rows())
    assert "more than 2,000 characters" in first[0].words
    assert second.name == "Ada"


def test_columns_are_guessed_by_their_names():
    headers = ["Donor Name", "E-mail Address", "Gift Date", "AMOUNT", "Surname", "Nothing we know", "Date"]
    assert guess_columns(headers) == {"date": 6, "amount": 3, "name": 0, "last_name": 4, "email": 1}


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2019-01-02"], "ymd"),
        (["1/2/2019", "13/2/2019"], "dmy"),
        (["1/2/2019", "2/13/2019"], "mdy"),
        (["1/2/2019"], "mdy"),
        ([], "mdy"),
        (["x"], "mdy"),
    ],
)
def test_the_order_of_days_is_guessed_from_them(days, order):
    assert guess_order(table("date,x\n" + "\n".join(f"{day},1" for day in days)), 0) == order


def test_marks_are_the_same_for_the_same_gift_only():
    first = read("3/1/2019,5,Ada,ada@example.org,,,7")
    assert first.mark == read("03/01/2019,$5.00,Somebody else,ADA@example.org,,,7").mark
    assert first.mark != read("3/1/2019,5,Ada,ada@example.org,,,8").mark
