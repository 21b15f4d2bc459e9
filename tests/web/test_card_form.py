"""The part of the give form that names somebody: seen before paying, and hostile to nobody's receiver."""

from datetime import timedelta

from sqlalchemy import select

from hope.giving.models import Checkout
from hope.honour.models import Tribute
from hope.kernel.clock import charity_day, now
from tests.support.builders import make_campaign
from tests.support.cards import card_form
from tests.support.gifts import count
from tests.support.web import read, text_of


def test_a_card_is_seen_before_paying_and_nothing_typed_is_lost(client, session):
    campaign, day = make_campaign(session), charity_day(now()) + timedelta(days=7)
    form, address = card_form(campaign, card_day=day.isoformat()), f"/campaigns/{campaign.slug}/give"
    preview = client.post(address, data=form)
    assert preview.status_code == 200
    assert count(session, Checkout) == 0
    words = text_of(preview)
    for seen in (
        "In honour of",
        "Ruth Adebayo",
        "A table is never full.",
        "ruth@example.net",
        "Continue to pay $25.00",
    ):
        assert seen in words
    # Everything typed is on its way, to be changed or to be paid.
    hidden = {tag["name"]: tag["value"] for tag in read(preview).select("main input[type=hidden]")}
    assert hidden == form
    again = client.post(address, data=hidden | {"step": "change"})
    assert read(again).select_one("[name=honoree]")["value"] == "Ruth Adebayo"
    assert read(again).select_one("details.tribute").has_attr("open")


def test_what_a_card_does_not_carry(client, session):
    campaign = make_campaign(session)
    address, today = f"/campaigns/{campaign.slug}/give", charity_day(now())
    refused = [
        ({"honoree": ""}, "Write the name"),
        ({"card_email": ""}, "Write where the card goes to"),
        ({"card_email": "ruth@"}, "not complete"),
        ({"card_day": (today - timedelta(days=1)).isoformat()}, "from today on"),
        ({"card_day": (today + timedelta(days=400)).isoformat()}, "within a year"),
        ({"card_day": "soon"}, "year-month-day"),
        ({"message": "Look at https://example.net/x"}, "no web or mail addresses"),
        ({"honoree": "win at prizes.example.com"}, "no web or mail addresses"),
        ({"message": "x" * 601}, "600 characters"),
        ({"design": "<script>"}, "Choose one of these"),
        ({"card": "carrier pigeon"}, "Choose one of these"),
        ({"tribute": ""}, "Choose one of these"),
    ]
    for change, said in refused:
        for step in ("", "pay"):
            answer = client.post(address, data=card_form(campaign, **change, step=step))
            assert (answer.status_code, said in text_of(answer)) == (422, True), change
    assert count(session, Checkout) == 0
    shown = client.post(
        address, data=card_form(campaign, message="<b>Dear</b> St.Paul, love.We", honoree="Zoë <i>x")
    )
    assert shown.status_code == 200
    assert "<b>Dear" not in shown.get_data(as_text=True)
    # Who types nothing about somebody just gives; a name alone needs no card.
    empty = dict.fromkeys(("honoree", "occasion", "message", "signed_by", "card_email"), "")
    assert client.post(address, data=card_form(campaign, **empty)).status_code == 303
    plain = card_form(campaign, card="none", card_email="", message="", email="second@example.org")
    assert client.post(address, data=plain).status_code == 303
    assert [tribute.way.value for tribute in session.scalars(select(Tribute))] == ["none"]
    for path in ("/cards/x", "/cards/mine/x", "/cards/stop/x", "/cards/x/report", "/cards/mine/x/card.pdf"):
        assert client.get(path).status_code == 404
