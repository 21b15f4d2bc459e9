"""Past gifts from a file: tried out, imported once however often the worker dies, and taken back in whole."""

import pytest
from sqlalchemy import select

from hope.admin.gifts.tasks import targets
from hope.giving.importing import batches, writing
from hope.giving.models import BatchState, ImportBatch, OfflineGift, Receipt
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import dollars, make_campaign, make_noise, run_jobs
from tests.support.gifts import count, raised
from tests.support.importing import (
    FILE,
    PAGE,
    check,
    import_all,
    imported,
    problems,
    try_out,
)
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


@pytest.fixture
def campaign(session, client):
    make_noise(session)
    sign_in(client, "treasurer")
    return make_campaign(session)


def test_every_problem_is_listed_by_its_line_and_nothing_is_imported(app, client, session, campaign):
    page = client.get(try_out(app, client, campaign))
    words = text_of(page)
    assert "Import 3 gifts" in words
    assert "$1,032.00" in words
    found = problems(page)
    assert list(found) == ["Line 4", "Line 5", "Line 6"]
    assert "The campaign is missing" in found["Line 4"]
    assert "no day in this order" in found["Line 5"]
    assert "The same gift as in line 2" in found["Line 6"]
    assert imported(session) == []


def test_what_is_fine_is_imported_on_paper_without_receipts(app, client, session, campaign):
    receipts = count(session, Receipt)
    page = import_all(app, client, campaign, fallback=str(campaign.id))
    assert "4 gifts imported" in text_of(client.get(page))
    assert [gift.total.amount for gift in imported(session)] == [2500, 100_000, 4000, 700]
    assert raised(session, campaign.id) == (107_200, 4, 3)
    assert count(session, Receipt) == receipts
    assert count(session, OutgoingMail) == 0
    ada, ben, _, formula = imported(session)
    assert (ada.supporter.email, ben.supporter.email) == ("ada@example.org", "")
    assert session.get(OfflineGift, ada.id).reference == "1041"
    assert formula.giver_name == "=cmd|' /C calc'!A0"
    assert "'=cmd" in client.get("/admin/gifts/export.csv").get_data(as_text=True)
    listed = read(
        client.get("/admin/gifts/", query_string={"q": page.replace(PAGE + "/", "import:")}, lint=False)
    ).select("tbody tr")
    assert len(listed) == 4
    assert session.get(ImportBatch, int(page.rsplit("/", 1)[1])).content == b""
    check(session)


def test_the_same_file_again_has_nothing_new(app, client, session, campaign):
    import_all(app, client, campaign, fallback=str(campaign.id))
    page = client.get(try_out(app, client, campaign, fallback=str(campaign.id)))
    assert "Nothing in this file can be imported" in text_of(page)
    assert sum("in the books already" in words for words in problems(page).values()) == 4


def test_what_looks_the_same_is_imported_where_that_is_wanted(app, client, session, campaign):
    import_all(app, client, campaign, with_doubles="y")
    assert [gift.total.amount for gift in imported(session)].count(2500) == 2
    import_all(app, client, campaign, with_doubles="y")
    assert [gift.total.amount for gift in imported(session)].count(2500) == 4
    check(session)


def test_receipts_go_out_where_they_are_wanted(app, client, session, campaign):
    import_all(app, client, campaign, with_receipts="y")
    numbers = session.scalars(select(Receipt.number).where(Receipt.number.startswith("2019-"))).all()
    assert sorted(numbers) == ["2019-000001", "2019-000002", "2019-000003"]
    assert [mail.recipient for mail in session.scalars(select(OutgoingMail))] == ["ada@example.org"]


def test_a_worker_that_dies_doubles_nothing_and_loses_nothing(app, client, session, campaign, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    lines = [
        f"2019-01-{day:02},{day},Giver {day},g{day}@example.org,{campaign.slug},," for day in range(1, 12)
    ]
    page = try_out(app, client, campaign, FILE.split("\n")[0] + "\n" + "\n".join(lines))
    batch_id = int(page.rsplit("/", 1)[1])
    batch = session.get(ImportBatch, batch_id)
    batch.state = BatchState.IMPORTING
    session.commit()

    def die(done):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write(batch_id, targets(session), die)
    assert len(imported(session)) == 4
    for _ in range(3):
        writing.write(batch_id, targets(session))
    assert len(imported(session)) == 11
    session.expire_all()
    assert (session.get(ImportBatch, batch_id).state, session.get(ImportBatch, batch_id).imported) == (
        BatchState.DONE,
        11,
    )
    check(session)


def test_a_whole_import_is_taken_back_and_can_come_again(app, client, session, campaign):
    page = import_all(app, client, campaign)
    asked = text_of(client.get(f"{page}/undoing"))
    assert "an entry against each of its 3 gifts" in asked
    send(client, f"{page}/undoing")
    run_jobs(app)
    assert "Taken back" in text_of(client.get(page))
    assert raised(session, campaign.id) == (0, 0, 0)
    check(session)
    import_all(app, client, campaign)
    assert raised(session, campaign.id)[0] == 103_200
    check(session)


def test_a_button_pressed_twice_imports_once(app, client, session, campaign):
    page = try_out(app, client, campaign)
    for _ in range(3):
        send(client, f"{page}/gifts")
    run_jobs(app)
    send(client, f"{page}/gifts")
    send(client, f"{page}/reading", {})
    run_jobs(app)
    assert len(imported(session)) == 3


def test_two_files_at_once_and_a_worker_twice_import_each_once(app, client, session, campaign):
    page = try_out(app, client, campaign)
    send(client, f"{page}/gifts")
    known = targets(session)
    batch_id = int(page.rsplit("/", 1)[1])
    for _ in range(2):
        batches.check(batch_id, known)
        writing.write(batch_id, known)
    run_jobs(app)
    assert len(imported(session)) == 3


def test_the_command_tries_and_imports(app, client, session, campaign, tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(FILE.format(slug=campaign.slug))
    run = lambda *words: app.test_cli_runner().invoke(args=["import", "gifts", str(file), *words])  # noqa: E731
    session.commit()
    tried = run("--dry-run", "--campaign", campaign.slug)
    assert (tried.exit_code, count(session, ImportBatch)) == (1, 0)
    assert "line 5: “2019-02-30” is no day in this order of day and month." in tried.output
    assert "4 of 6 lines can be imported: 1072.00 USD" in tried.output
    assert "Nothing was imported." in run().output
    done = run("--skip-problems")
    assert done.exit_code == 0, done.output
    assert "3 gifts are imported." in done.output
    assert imported(session)[0].total == dollars("25")
    file.write_bytes(b"PK\x03\x04")
    assert "spreadsheet" in run().output
