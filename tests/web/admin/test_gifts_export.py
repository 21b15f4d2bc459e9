"""Gifts as a file: every one of them once, whatever happens meanwhile, and no formula in it."""

import csv
import io
import tracemalloc

import pytest
from sqlalchemy import select

from hope.giving import exporting, figures, ledger
from hope.giving.arrivals import Arrival, Payment
from hope.giving.gifts import record_gifts
from hope.giving.searching import Search, Wanted
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, now
from tests.support.builders import dollars, make_campaign, make_gift, make_giver, make_noise, make_pledge
from tests.support.people import sign_in
from tests.support.web import text_of

FILE = "/admin/gifts/export.csv"


@pytest.fixture
def treasurer(client, session):
    return sign_in(client, "treasurer")


def rows(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def give(session, name="Ada Lamp", **over):
    email = over.pop("email", "ada@example.org")
    campaign = over.pop("campaign", None) or make_campaign(session)
    return make_gift(session, campaign, giver=make_giver(name=name, email=email), **over)


def test_every_gift_has_a_line_with_everything_that_is_known(client, session, treasurer):
    gift = give(session, campaign=make_campaign(session, title="Harvest, and home"), tier=1)
    ledger.book_fee(session, gift, dollars("1.75"), "stripe:txn_1/fee", now())
    ledger.book_refund(session, gift, dollars("20"), "stripe:re_1", now())
    answer = client.get(FILE)
    assert answer.mimetype == "text/csv"
    assert f'filename="gifts-{charity_day(now()).isoformat()}.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    [row] = rows(answer)
    assert list(row) == list(exporting.COLUMNS)
    assert row["gift"] == str(gift.id)
    assert (row["given"], row["fee"], row["kept"], row["currency"]) == ("50.00", "1.75", "30.00", "USD")
    assert (row["campaigns"], row["purposes"], row["status"]) == (
        "Harvest, and home",
        "Night of Rest",
        "part refunded",
    )
    assert (row["receipt"], row["receipt_version"]) == (f"{charity_day(now()).year}-000001", "1")
    assert row["given_on"] == charity_day(gift.given_at).isoformat()


def test_amounts_have_as_many_decimals_as_their_currency(client, session, treasurer):
    for currency, tier, written in (("JPY", 3000, "3000"), ("KWD", 12_500, "12.500"), ("USD", 5, "0.05")):
        gift = give(session, campaign=make_campaign(session, currency=currency, tiers=[("Seed", tier)]))
        [row] = [row for row in rows(client.get(FILE)) if row["gift"] == str(gift.id)]
        assert (row["given"], row["kept"]) == (written, written)


def test_no_cell_is_a_formula_and_no_line_breaks(client, session, treasurer):
    names = [
        "=1+1",
        "+49 7",
        "-2",
        "@sum(A1)",
        "\t=cmd|' /C calc'!A0",
        "  =1",
        "a\nb",
        '"quoted", "twice"',
        "＝1＋1",
    ]
    for name in names:
        give(session, name)
    answer = client.get(FILE)
    givers = [row["giver"] for row in rows(answer)]
    assert [giver.lstrip("'") for giver in givers] == [" ".join(name.split()) for name in names]
    assert [giver for giver in givers if giver[0] in "=+-@＝"] == []
    assert answer.get_data(as_text=True).count("\n") == 1 + len(names)


def test_filters_choose_and_a_wrong_one_exports_nothing(client, session, treasurer):
    make_noise(session)
    campaign = make_campaign(session)
    gift = give(session, campaign=campaign)
    assert [row["gift"] for row in rows(client.get(FILE, query_string={"campaign": campaign.id}))] == [
        str(gift.id)
    ]
    assert [row["gift"] for row in rows(client.get(FILE, query_string={"q": "ada"}))] == [str(gift.id)]
    assert rows(client.get(FILE, query_string={"status": "lost"})) == []
    assert client.get(FILE, query_string={"first": "soon"}).status_code == 303


def test_excel_is_told_of_the_letters(client, session, treasurer):
    give(session, "Zoë")
    assert client.get(FILE, query_string={"bom": "y"}).data.startswith(b"\xef\xbb\xbfgift,")
    assert client.get(FILE).data.startswith(b"gift,")


def test_the_page_says_what_the_file_will_hold(client, session, treasurer):
    give(session)
    figures.count_everything()
    words = text_of(client.get("/admin/gifts/export"))
    assert "1 gift in USD, all there are." in words
    assert "payout_arrives_on" in words
    assert client.get(FILE).headers["X-Gifts"] == "1"


def test_who_took_a_file_is_written_down(client, session, treasurer):
    client.get(FILE, query_string={"q": "ada"})
    [noted] = session.scalars(select(AuditEntry))
    assert (noted.actor, noted.action, noted.details) == (treasurer.email, "export gifts", {"q": "ada"})


def test_gifts_that_come_meanwhile_break_nothing(session, monkeypatch):
    monkeypatch.setattr(exporting, "FIRST", 2)
    monkeypatch.setattr(exporting, "PIECE", 2)
    campaign = make_campaign(session)
    before = [give(session, campaign=campaign, days_ago=day).id for day in (9, 7, 7, 5, 3)]
    written, late = [], []
    for number, piece in enumerate(exporting.pieces(session, Search(session, Wanted(), ["USD"]), {})):
        written.append(piece.text)
        late.append(give(session, campaign=campaign, days_ago=8 - number))
    found = [row["gift"] for row in csv.DictReader(io.StringIO("".join(written)))]
    assert sorted(found) == sorted(map(str, before))


def test_memory_stays_flat(session):
    campaign = make_campaign(session)
    many(session, campaign, 9_000)
    search = Search(session, Wanted(), ["USD"])
    exported, peaks = 0, []
    tracemalloc.start()
    for piece in exporting.pieces(session, search, {}):
        exported += piece.gifts
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.reset_peak()
    tracemalloc.stop()
    assert exported == 9_000
    assert max(peaks[4:]) < 1.3 * max(peaks[2:4])


def many(session, campaign, count):
    """So many gifts, a thousand at a time, many of them of the same moment."""
    moment = now()
    for start in range(0, count, 1000):
        pledge = make_pledge(campaign)
        payments = [Payment(f"test:many-{n}", pledge.total, moment) for n in range(start, start + 1000)]
        record_gifts(session, [Arrival(payment, pledge) for payment in payments])
        session.commit()


def test_the_command_writes_the_same_file(app, client, session, treasurer, tmp_path):
    campaign = make_campaign(session)
    give(session, campaign=campaign)
    make_noise(session)
    out = tmp_path / "gifts.csv"
    done = app.test_cli_runner().invoke(
        args=["export", "gifts", "--out", str(out), "--campaign", campaign.slug]
    )
    assert done.exit_code == 0, done.output
    assert "1 gifts are in" in done.output
    assert out.read_text() == client.get(FILE, query_string={"campaign": campaign.id}).get_data(
        as_text=True
    ).replace("\r\n", "\n")
    wrong = app.test_cli_runner().invoke(args=["export", "gifts", "--out", str(out), "--campaign", "nowhere"])
    assert wrong.exit_code == 1


def test_editors_export_nothing(client, session):
    sign_in(client, "editor")
    assert client.get(FILE).status_code == 403
