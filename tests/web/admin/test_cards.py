"""Staff look after cards and shared gifts: what was reported comes first, and anything can be stopped."""

from sqlalchemy import select, update

from hope.honour.models import CardState, Tribute
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from tests.support.builders import make_campaign, run_jobs
from tests.support.cards import mails, make_tribute, tribute_of
from tests.support.people import send, sign_in
from tests.support.plans import statements_of
from tests.support.stripe_events import completed, deliver
from tests.support.web import text_of
from tests.web.test_shared_gifts import give, paying, shared_gift, start


def test_a_reported_card_is_seen_first_and_stopped(client, session):
    tribute = make_tribute(client, session, make_campaign(session))
    session.execute(update(Tribute).values(reported_at=now(), report="I do not know them.", state="opened"))
    sign_in(client, "owner")
    assert "1 card was reported by a receiver" in text_of(client.get("/admin/"))
    assert "Ruth Adebayo" in text_of(client.get("/admin/cards/?list=reported"))
    assert "Ruth Adebayo" in text_of(client.get("/admin/cards/?q=RUTH@example.net"))
    assert "No card is like that" in text_of(client.get("/admin/cards/?list=returned"))
    page = text_of(client.get(f"/admin/cards/{tribute.id}"))
    assert "I do not know them." in page
    assert "A table is never full." in page
    send(client, f"/admin/cards/{tribute.id}/look", {})
    assert not tribute_of(session, tribute.checkout).waits_for_staff
    assert "Stop this card?" in text_of(client.get(f"/admin/cards/{tribute.id}/stop"))
    send(client, f"/admin/cards/{tribute.id}/stop", {})
    assert tribute_of(session, tribute.checkout).state is CardState.STOPPED
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"card:{tribute.id}")).all()
    assert acts == ["look at reported card", "stop card"]


def test_editors_see_words_and_no_addresses(client, session):
    tribute = make_tribute(client, session, make_campaign(session))
    sign_in(client, "editor")
    shown = client.get(f"/admin/cards/{tribute.id}")
    assert "A table is never full." in text_of(shown)
    assert "ruth@example.net" not in shown.get_data(as_text=True)
    assert "No card is like that" in text_of(client.get("/admin/cards/?q=ruth@example.net"))


def test_a_shared_gift_is_closed_by_staff(app, client, session):
    start(client, make_campaign(session))
    sign_in(client, "editor")
    assert "From our Tuesday group" in text_of(client.get("/admin/shared-gifts/"))
    address = f"/admin/shared-gifts/{shared_gift(session).id}/close"
    assert client.get(address).status_code == 200
    for _ in range(2):
        send(client, address, {})
    run_jobs(app)
    assert [mail.recipient for mail in mails(session, "shared_ended")] == ["ida@example.org"]


def test_the_list_of_shared_gifts_asks_as_little_for_many_as_for_one(client, session):
    campaign = make_campaign(session)
    start(client, campaign)
    deliver(client, completed(paying(session, give(client, shared_gift(session), "40"))))
    sign_in(client, "editor")
    one = statements_of(lambda: client.get("/admin/shared-gifts/"))
    for name in ("Another", "A third"):
        start(client, campaign, title=name)
    many = statements_of(lambda: client.get("/admin/shared-gifts/"))
    assert len(many) == len(one)
    page = text_of(client.get("/admin/shared-gifts/"))
    assert page.index("A third") < page.index("Another") < page.index("From our Tuesday group")
    assert page.count("$40") == 1
    assert page.count("$0") == 2
