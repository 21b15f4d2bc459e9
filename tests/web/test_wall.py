"""Words of givers: with a gift, read by staff first, under the name that the giver chose."""

from sqlalchemy import select

from hope.accounts import holdings
from hope.campaigns.wall.models import WallMessage
from hope.giving.models import Checkout
from tests.support.builders import give_form, make_campaign
from tests.support.people import send, sign_in
from tests.support.stripe_events import completed, deliver
from tests.support.web import read, text_of

HOSTILE = "<script>alert(1)</script> Courage to you all " + "x" * 150


def test_words_stand_on_the_page_only_once_staff_have_read_them(client, session):
    campaign = make_campaign(session)
    page, words = f"/campaigns/{campaign.slug}", " ".join(HOSTILE.split())
    too_long = client.post(f"{page}/give", data=give_form(campaign, words="y" * 281))
    assert (too_long.status_code, "y" * 281 in text_of(too_long) or "y" * 281 in too_long.text) == (422, True)
    assert (
        client.post(f"{page}/give", data=give_form(campaign, words=words, naming="first")).status_code == 303
    )
    checkout = session.scalars(select(Checkout)).one()
    cancelled = client.get(f"/give/cancelled/{checkout.reference}")
    assert read(cancelled).select_one("[name=words]")["value"] == words

    # Nobody has paid: staff see nothing, and nothing can be shown.
    sign_in(client, "editor")
    assert words not in text_of(client.get(f"/admin/campaigns/{campaign.id}"))
    assert waiting(client) == []
    session.rollback()
    assert send(client, f"/admin/wall/{checkout.id}/showing").status_code == 404
    checkout = session.scalars(select(Checkout).where(Checkout.state == "open")).one()
    deliver(client, completed(checkout))
    assert "To be read" in text_of(client.get(f"/admin/campaigns/{campaign.id}"))
    assert "Courage" not in client.get(page).text
    assert waiting(client) == [f"/admin/campaigns/{campaign.id}#wall"]

    assert send(client, f"/admin/wall/{checkout.id}/showing").status_code == 303
    assert waiting(client) == []
    shown = read(client.get(page)).select_one(".wall__one")
    name = checkout.giver_name.split()[0]
    assert (shown.select_one(".wall__words").get_text(), shown.select_one(".wall__name").get_text()) == (
        words,
        name,
    )
    send(client, f"/admin/wall/{checkout.id}/declining")
    assert "Courage" not in client.get(page).text
    sign_in(client, "treasurer")
    assert send(client, f"/admin/wall/{checkout.id}/showing").status_code == 403

    assert_their_own(session, words)


def waiting(client) -> list[str]:
    """Where the first page of staff leads to words that wait, if any do."""
    hints = read(client.get("/admin/")).find_all("a", string="Words of 1 giver wait to be read")
    return [hint["href"] for hint in hints]


def assert_their_own(session, words) -> None:
    """The giver's copy of everything has them."""
    session.expire_all()
    message = session.scalars(select(WallMessage)).one()
    assert message.gift is not None
    [held] = [one for one in holdings.everything(session, message.gift.supporter) if one.name == "wall"]
    assert held.rows[0]["said"] == words
