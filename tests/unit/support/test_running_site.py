"""The running site of the journeys: a whole gift through real processes, without a browser."""

from sqlalchemy import select

from hope.giving.models import Gift
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import give_form, make_campaign
from tests.support.site import RunningSite, wait_for


def test_a_gift_through_every_process(session, database, tmp_path):
    campaign = make_campaign(session)
    with RunningSite(tmp_path, database) as site:
        address = f"/campaigns/{campaign.slug}/give"
        answer = site.post(address, data=give_form(campaign))
        assert answer.status_code == 303, site.logs()
        site.sandbox.pay(answer.headers["Location"].rstrip("/").split("/")[-1])
        assert site.sandbox.idle()
        session.rollback()
        assert session.scalars(select(Gift)).one().total == campaign.tiers[0].price

        def sent() -> bool:
            session.rollback()
            return session.scalars(select(OutgoingMail.state)).all() == ["sent"]

        wait_for(sent, "no receipt went out")
        assert site.get("/dev/mail/").status_code == 200


def test_a_page_in_a_browser(session, database, tmp_path, browser):
    campaign = make_campaign(session)
    with RunningSite(tmp_path, database) as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.url}/campaigns/{campaign.slug}")
        assert page.get_by_role("heading", level=1).inner_text() == campaign.title
