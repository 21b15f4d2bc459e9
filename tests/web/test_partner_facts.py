"""A partner is asked whether what we print is right, and answers by a signed link."""

from datetime import date, timedelta

import time_machine
from sqlalchemy import select

from hope.kernel.clock import charity_day, now
from hope.spotlight.models import FactAnswer, OrganizationFact
from tests.support.builders import make_organization, run_jobs
from tests.support.editing import edit
from tests.support.letters import letters_to, link_in
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


def test_a_partner_confirms_and_corrects(app, client, session):
    partner, other = make_organization(session, name="Lantern House"), make_organization(session)
    for owner in (partner, partner, other):
        known = {"statement": "A statement.", "source": "A book", "checked_on": date(2020, 1, 2)}
        session.add(OrganizationFact(organization=owner, **known))
    sign_in(client, "editor")
    assert "3 facts about partners were not checked" in text_of(client.get("/admin/"))
    send(
        client,
        f"/admin/organizations/asking/{partner.id}",
        {"email": "office@lantern.example.org", "key": "k"},
    )
    run_jobs(app)
    path = link_in(letters_to(app, session, "office@lantern.example.org")[0], "/organizations/confirm/")
    visitor = app.test_client()
    assert visitor.get(path).headers["Cache-Control"] == "no-store"
    right, wrong = partner.facts
    said = {f"fact_{right.id}": "right", f"fact_{wrong.id}": "wrong", f"words_{wrong.id}": ""}
    assert "Write what is right instead." in text_of(visitor.post(path, data=said))
    said |= {f"words_{wrong.id}": "It has <two> houses.", f"fact_{other.facts[0].id}": "right"}
    for _ in range(2):
        assert visitor.post(path, data=said).status_code == 303
    assert [f.checked_on for f in (*partner.facts, *other.facts)] == [
        charity_day(now()),
        *[date(2020, 1, 2)] * 2,
    ]
    answer = session.scalars(select(FactAnswer).where(FactAnswer.settled_at.is_(None))).one()
    assert "It has <two> houses." in text_of(client.get(f"/admin/organizations/{partner.id}"))
    assert "It has" not in text_of(client.get(f"/organizations/{partner.slug}"))
    send(client, f"/admin/organizations/asking/answers/{answer.id}/taking-over")
    shown = text_of(client.get(f"/organizations/{partner.slug}"))
    assert "It has <two> houses. Source: Lantern House, to us" in shown
    for bad in (
        path[:-1] + "x",
        path.replace("confirm/", "confirm/x"),
        "/organizations/confirm/1.2026-01-01",
    ):
        assert visitor.get(bad).status_code == 404
    with time_machine.travel(now() + timedelta(days=61)):
        assert visitor.get(path).status_code == 404


def test_a_street_is_kept_from_the_page_and_a_quote_names_its_source(client, session):
    partner = make_organization(session)
    sign_in(client, "editor")
    path, page = f"/admin/organizations/{partner.id}/edit", f"/organizations/{partner.slug}"
    assert "Write who said it, and where." in text_of(edit(client, path, quote="We listen."))
    edit(client, path, quote="We listen.", quote_by="Ada", quote_source="A talk, 2024", street="1 Quiet Street",
        shop="https://shop.example.org")  # fmt: skip
    assert "1 Quiet Street" not in client.get(page).get_data(as_text=True)
    assert read(client.get(page)).select_one(".quote figcaption").get_text() == "Ada, in: A talk, 2024"
    assert "shop.example.org" in text_of(client.get(page))
    edit(client, path, street_is_shown="y")
    assert "1 Quiet Street" in text_of(client.get(page))
