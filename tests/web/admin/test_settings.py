"""Settings: help lines that reach the page of those who need them, and an installation without its secrets."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.home.models import HelpLine
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, now
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

LINE = {
    "country": "NZ",
    "name": "Lantern Line",
    "phone": "+64 (800) 555-0100",
    "text": "5050",
    "website": "https://lantern.example",
    "note": "Day and night.",
    "source": "its own page",
    "checked_on": "2026-03-01",
}


def test_a_help_line_reaches_the_page_of_those_who_need_it(client, session):
    sign_in(client, "owner")
    assert send(client, "/admin/settings/help-lines/new", LINE).status_code == 303
    page = client.get("/get-help")
    words = text_of(page)
    assert "New Zealand" in words
    assert "Tried on 1 March 2026; source: its own page." in words
    assert read(page).select_one("a[href='tel:+648005550100']").get_text() == "+64 (800) 555-0100"
    assert session.scalars(select(AuditEntry)).one().details["name"] == {
        "before": None,
        "after": "Lantern Line",
    }


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"country": "ZZ"}, "country"),
        ({"country": ""}, "country"),
        ({"name": ""}, "name"),
        ({"name": "x" * 500}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"website": "http://lantern.example"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://me@evil.example"}, "website"),
        ({"website": "https://[broken"}, "website"),
        ({"phone": "", "text": "", "website": ""}, "website"),
        ({"source": ""}, "source"),
        ({"checked_on": ""}, "checked_on"),
        ({"checked_on": "yesterday"}, "checked_on"),
        ({"checked_on": (charity_day(now()) + timedelta(days=3)).isoformat()}, "checked_on"),
    ],
)
def test_what_could_mislead_is_refused_and_nothing_typed_is_lost(client, session, over, field):
    sign_in(client, "owner")
    answer = send(client, "/admin/settings/help-lines/new", LINE | over)
    assert answer.status_code == 422
    page = read(answer)
    assert page.select_one(f"#{field}-error")
    assert page.select_one("#note")["value"] == "Day and night."
    assert session.scalars(select(HelpLine)).all() == []


def test_a_line_is_corrected_flagged_when_old_and_removed(client, session):
    sign_in(client, "owner")
    send(client, "/admin/settings/help-lines/new", LINE)
    line = session.scalars(select(HelpLine)).one()
    assert "Try it again" in text_of(client.get("/admin/settings/"))
    today = charity_day(now()).isoformat()
    send(client, f"/admin/settings/help-lines/{line.id}", LINE | {"checked_on": today, "phone": "111"})
    assert "Try it again" not in text_of(client.get("/admin/settings/"))
    assert client.get(f"/admin/settings/help-lines/{line.id}/removal").status_code == 200
    assert len(session.scalars(select(HelpLine)).all()) == 1
    send(client, f"/admin/settings/help-lines/{line.id}/removal")
    assert session.scalars(select(HelpLine)).all() == []
    acts = [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == ["add help line", "change help line", "remove help line"]


def test_hostile_words_stay_words(client, session):
    sign_in(client, "owner")
    send(client, "/admin/settings/help-lines/new", LINE | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get("/get-help").get_data(as_text=True)


def test_no_secret_is_shown(app, client, session):
    app.config["MAIL_URL"] = "smtp://user:hunter2@mail.example:587"
    sign_in(client, "owner")
    page = client.get("/admin/settings/").get_data(as_text=True)
    for name in ("SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        assert app.config[name] not in page
    assert "hunter2" not in page
    assert "mail.example" in page
