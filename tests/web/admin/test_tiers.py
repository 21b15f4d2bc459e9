"""Named gifts: adding, changing, ordering, taking off the page; and never a past gift rewritten."""

import pytest
from sqlalchemy import func, select

from hope.campaigns import tiers
from hope.campaigns.models import CampaignState, GivingTier
from hope.giving.models import GiftLine
from hope.kernel.audit import AuditEntry
from tests.support.builders import dollars, give_form, make_campaign, make_checkout, make_gift
from tests.support.editing import edit, shown, tier_form
from tests.support.people import send, sign_in
from tests.support.web import read, text_of


@pytest.fixture
def campaign(client, session):
    sign_in(client, "editor")
    return make_campaign(session)


def names(session, campaign) -> list[str]:
    session.refresh(campaign)
    return [tier.name for tier in campaign.tiers]


def order(client, campaign, **data):
    return send(client, f"/admin/tiers/order/{campaign.id}", data)


def test_a_gift_is_added_at_the_end_once(client, session, campaign):
    path = f"/admin/tiers/new/{campaign.id}"
    form = tier_form(key=shown(client, path)["key"])
    for _ in range(2):
        assert send(client, path, form).status_code == 303
    assert names(session, campaign)[3:] == ["A warm room"]
    assert "A warm room" in text_of(client.get(f"/campaigns/{campaign.slug}"))


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"name": ""}, "Write a name"),
        ({"price": ""}, "Write what it costs."),
        ({"price": "0"}, "Write an amount above zero."),
        ({"price": "-40"}, "Write an amount above zero."),
        ({"price": "4.99"}, "The smallest gift of this campaign is $5."),
        ({"price": "1e9"}, "Write the amount in digits"),
        ({"stock": "-1"}, "Write a whole number"),
        ({"stock": "99999999999999"}, "Write a whole number"),
        ({"stock": "²"}, "Write a whole number"),
        ({"goods": "A candle"}, "Write what it is worth, as well."),
        ({"goods_amount": "5"}, "Write what its giver gets in return, as well."),
        ({"goods": "A candle", "goods_amount": "40"}, "has to be worth less than the gift"),
        ({"meaning": "x" * 301}, "This can have 300 characters"),
        ({"scene": "moon"}, "Choose one of these."),
    ],
)
def test_mistakes_are_named(client, session, campaign, over, said):
    answer = send(client, f"/admin/tiers/new/{campaign.id}", tier_form(**over))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert len(names(session, campaign)) == 3


def test_a_new_price_changes_no_gift_that_was_made(client, session, campaign):
    make_gift(session, campaign, tier=0)
    tier = campaign.tiers[0]
    edit(client, f"/admin/tiers/{tier.id}", price="99", name="Renamed")
    session.refresh(tier)
    assert tier.price == dollars("99")
    line = session.scalars(select(GiftLine)).one()
    assert (line.total, line.label) == (dollars("25"), "Seed Packet")
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.details["price"] == {"before": "25.00 USD", "after": "99.00 USD"}


def test_at_most_one_is_suggested(client, session, campaign):
    assert edit(client, f"/admin/tiers/{campaign.tiers[2].id}", suggested="y").status_code == 303
    session.refresh(campaign)
    assert [tier.suggested for tier in campaign.tiers] == [False, False, True]
    send(client, f"/admin/tiers/new/{campaign.id}", tier_form(suggested="y"))
    session.refresh(campaign)
    assert [tier.suggested for tier in campaign.tiers] == [False, False, False, True]


def test_gifts_go_up_and_down_and_stop_at_the_ends(client, session, campaign):
    seed, _, week = campaign.tiers
    order(client, campaign, tier=week.id, move="up")
    assert names(session, campaign) == ["Seed Packet", "Week at the Loom", "Night of Rest"]
    order(client, campaign, tier=seed.id, move="up")
    assert names(session, campaign)[0] == "Seed Packet"
    order(client, campaign, tier=seed.id, move="down")
    assert names(session, campaign)[1] == "Seed Packet"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.details["order"]["after"] == ["Week at the Loom", "Seed Packet", "Night of Rest"]


def test_a_whole_order_with_strangers_doubles_and_gaps(client, session, campaign):
    other = make_campaign(session)
    first, second, third = (tier.id for tier in campaign.tiers)
    order(
        client,
        campaign,
        tier=[str(third), str(other.tiers[0].id), "x", "-1", "9" * 40, "9" * 5000, str(third), str(first)],
    )
    assert [
        tier.id
        for tier in session.scalars(
            select(GivingTier).where(GivingTier.campaign_id == campaign.id).order_by(GivingTier.position)
        )
    ] == [third, first, second]
    assert names(session, other) == ["Seed Packet", "Night of Rest", "Week at the Loom"]
    assert order(client, campaign).status_code == 303
    assert order(client, campaign, move="up").status_code == 303
    assert order(client, campaign, tier=str(other.tiers[0].id), move="up").status_code == 303


def test_off_the_page_and_on_it_again(client, session, campaign):
    tier = campaign.tiers[0]
    send(client, f"/admin/tiers/{tier.id}/withdrawal")
    assert "Seed Packet" not in text_of(client.get(f"/campaigns/{campaign.slug}"))
    assert client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign)).status_code == 422
    send(client, f"/admin/tiers/{tier.id}/offer")
    assert "Seed Packet" in text_of(client.get(f"/campaigns/{campaign.slug}"))


def test_a_copy_waits_off_the_page(client, session, campaign):
    path = f"/admin/tiers/{campaign.tiers[1].id}"
    key = read(client.get(path)).select_one("form[action$='/copy'] [name=key]")["value"]
    for _ in range(2):
        send(client, f"{path}/copy", {"key": key})
    session.refresh(campaign)
    copy = campaign.tiers[3]
    assert (len(campaign.tiers), copy.name, copy.active, copy.suggested) == (4, "Night of Rest", False, False)


def test_only_what_nobody_can_have_chosen_is_deleted(client, session, campaign):
    draft = make_campaign(session, state=CampaignState.DRAFT)
    kept = f"/admin/tiers/{campaign.tiers[0].id}/deletion"
    assert client.get(kept).status_code == 303
    assert send(client, kept).status_code == 303
    gone = f"/admin/tiers/{draft.tiers[0].id}/deletion"
    assert "This cannot be undone." in text_of(client.get(gone))
    assert send(client, gone).status_code == 303
    assert session.scalar(select(func.count(GivingTier.id))) == 5


def test_a_gift_of_which_none_is_left_cannot_be_given(client, session, campaign):
    tier = campaign.tiers[0]
    assert edit(client, f"/admin/tiers/{tier.id}", stock="1").status_code == 303
    assert "1 of 1 left" in text_of(client.get(f"/admin/campaigns/{campaign.id}"))
    make_checkout(client, campaign)
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign, name="Juniper Vale"))
    assert answer.status_code == 422
    assert "All of these are given, or somebody is paying" in text_of(answer)
    assert (
        read(client.get(f"/campaigns/{campaign.slug}"))
        .select_one(f"input[value='{tier.id}']")
        .has_attr("disabled")
    )
    assert "All 1 given" in text_of(client.get(f"/admin/campaigns/{campaign.id}"))


def test_only_named_gifts(client, session, campaign):
    campaign.free_amount = False
    session.commit()
    page = client.get(f"/campaigns/{campaign.slug}")
    assert "Another amount" not in text_of(page)
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign, "other", amount="40"))
    assert answer.status_code == 422


def test_something_in_return(client, session, campaign):
    tier = campaign.tiers[2]
    assert edit(client, f"/admin/tiers/{tier.id}", goods="A candle", goods_amount="7.50").status_code == 303
    session.refresh(tier)
    assert (tier.goods, tier.goods_amount) == ("A candle", 750)


def test_when_every_gift_was_given_the_page_says_so(client, session):
    campaign = make_campaign(session, tiers=[("Seed Packet", 2500)], free_amount=False)
    make_gift(session, campaign, tier=0)
    tiers.limit(session, campaign.tiers[0], 1)
    session.commit()
    page = client.get(f"/campaigns/{campaign.slug}")
    assert "Every gift has been given" in text_of(page)
    assert read(page).select_one("form.give") is None
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign))
    assert answer.status_code == 409
    assert "nothing was charged" in text_of(answer)
