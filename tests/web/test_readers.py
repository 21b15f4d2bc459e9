"""Reading along with a campaign: asked by mail, told once of what is published, left by one press."""

from datetime import timedelta

from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.campaigns.models import CampaignUpdate
from hope.campaigns.readers import telling
from hope.campaigns.readers.models import CampaignReader
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign, make_gift, make_giver, make_noise
from tests.support.letters import letters_to, link_in
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


def readers(session):
    session.rollback()
    return session.scalars(select(CampaignReader)).all()


def test_an_address_reads_along_only_after_its_owner_pressed_the_button(app, client, session):
    campaign = make_campaign(session)
    page = f"/campaigns/{campaign.slug}/follow"
    assert page in [
        link["href"] for link in read(client.get(f"/campaigns/{campaign.slug}")).select("a[href]")
    ]
    for wrong in ("", "nobody", "a" * 300 + "@example.org"):
        refused = client.post(page, data={"email": wrong})
        assert (refused.status_code, "charged" in text_of(refused)) == (422, False)  # no money is near
    same = {client.post(page, data={"email": "Ada@example.org"}).data for _ in range(3)}
    assert len(same) == 1
    [letter] = letters_to(app, session, "Ada@example.org")  # asked three times within the hour, mailed once
    link = link_in(letter, "/follow/")
    assert "ada" not in link.lower()

    # Looking changes nothing, a forged link is none, and pressing twice is pressing once.
    assert (client.get(link).status_code, readers(session)) == (200, [])
    assert client.post(f"{page}/forged").status_code == 410
    assert [client.post(link).status_code for _ in range(2)] == [303, 303]
    [reader] = readers(session)
    assert session.get_one(Supporter, reader.supporter_id).verified_at is not None
    assert client.get(f"{page}/welcome").status_code == 200


def test_news_go_once_to_those_who_asked_and_to_nobody_else(app, client, session):
    campaign = make_campaign(session)
    make_noise(session)
    make_gift(session, campaign, giver=make_giver(email="news@example.org", wants_news=True))
    make_gift(session, campaign, giver=make_giver(email="quiet@example.org"))
    client.post(f"/campaigns/{campaign.slug}/follow", data={"email": "ada@example.org"})
    client.post(link_in(letters_to(app, session, "ada@example.org")[0], "/follow/"))
    update = published(client, session, campaign)
    assert telling.tell_due() == 0  # a slip can still be withdrawn

    session.expire_all()
    update.published_at = now() - timedelta(hours=1)
    session.commit()
    assert (telling.tell_due(), telling.tell_due()) == (2, 0)
    letters_to(app, session, "ada@example.org")
    sent = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == telling.MAIL)).all()
    assert {letter.recipient for letter in sent} == {"ada@example.org", "news@example.org"}
    for letter in sent:
        assert ("<script" in letter.html, "Furnished" in letter.text) == (False, True)
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        way_out = "/mail/stop/" + letter.headers["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
        stopped = client.post(
            way_out, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://m.test"}
        )
        assert stopped.status_code == 200
    assert readers(session) == []
    assert session.scalars(select(Supporter.news_wanted_at)).all().count(None) == len(
        session.scalars(select(Supporter)).all()
    )

    # Withdrawn and published again, it is not told twice; news of long ago are told to nobody.
    send(client, f"/admin/updates/{update.id}/withdrawal")
    send(client, f"/admin/updates/{update.id}/publication")
    session.expire_all()
    assert (telling.tell_due(), "Two rooms" in text_of(client.get(f"/campaigns/{campaign.slug}"))) == (
        0,
        True,
    )


def published(client, session, campaign):
    """News that an editor has written and put on the page."""
    sign_in(client, "editor")
    update = CampaignUpdate(
        campaign_id=campaign.id, title="Two rooms", body="**Furnished** <script>", author=""
    )
    session.add(update)
    session.commit()
    send(client, f"/admin/updates/{update.id}/publication")
    return update
