"""Whatever is sent to the give form: an answer in words, never an error of ours, nothing carried further."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.campaigns.models import CampaignState
from hope.giving.models import Checkout, Gift
from hope.giving.pledge import lines_from_json
from hope.kernel.clock import now
from tests.support.builders import give_form, make_campaign, make_checkout, make_gift, make_giver
from tests.support.gifts import count, send_form
from tests.support.stripe_events import completed, deliver
from tests.support.web import read, text_of

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
KEPT_NAMES = {
    "Zoë Ångström": "Zoë Ångström",
    "Zoe\u0308": "Zoë",
    "مريم العربي": "مريم العربي",
    "שָׁרָה": "שָׁרָה",
    "张伟": "张伟",
    "नेहा शर्मा": "नेहा शर्मा",
    f"Ann {FAMILY}": f"Ann {FAMILY}",
    "O’Brien & Sons <3": "O’Brien & Sons <3",
    "Robert'); DROP TABLE gift;--": "Robert'); DROP TABLE gift;--",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "{{ config }} {% raw %}": "{{ config }} {% raw %}",
    "$(id) `id` ../../etc/passwd": "$(id) `id` ../../etc/passwd",
    "evil\u202egnp.exe": "evilgnp.exe",
    "\u2066isolated\u2069": "isolated",
    "nul\x00inside": "nulinside",
    "line\r\nBcc: all@example.org": "line Bcc: all@example.org",
    "esc \x1b[31m": "esc [31m",
    "\ufeffbom": "bom",
    "e" + "\u0301" * 100: "é" + "\u0301" * 99,
    "  much \t space  ": "much space",
}


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def test_every_name_is_kept_as_it_was_written_less_what_cannot_be_seen(client, session, campaign):
    for typed, kept in KEPT_NAMES.items():
        answer = send_form(client, campaign, name=typed)
        assert answer.status_code == 303, typed
        row = session.scalars(
            select(Checkout).where(Checkout.session_url == answer.headers["Location"])
        ).one()
        assert row.giver_name == kept


def test_every_name_is_shown_as_text_and_nothing_else(client, session, campaign):
    for name in KEPT_NAMES.values():
        make_gift(session, campaign, giver=make_giver(name=name))
        page = read(client.get(f"/campaigns/{campaign.slug}", lint=False))
        assert name in page.select_one(".campaign__more").text
        assert "alert(1)" not in "".join(script.text for script in page.select("script"))


def test_an_override_of_direction_never_reaches_a_page(client, session, campaign):
    deliver(client, completed(make_checkout(client, campaign, name="\u202eenoN", note="\u202e backwards")))
    assert session.scalars(select(Gift)).one().note == "backwards"
    assert "\u202e" not in client.get(f"/campaigns/{campaign.slug}").get_data(as_text=True)


def test_a_tier_of_another_campaign_is_not_offered_here(client, session, campaign):
    other = make_campaign(session)
    answer = send_form(client, campaign, tier=str(other.tiers[0].id))
    assert answer.status_code == 422
    assert "no longer offered" in text_of(answer)
    assert count(session, Checkout) == 0


def test_a_tier_that_was_put_away_is_not_offered_any_more(client, session, campaign):
    campaign.tiers[0].active = False
    session.commit()
    answer = send_form(client, campaign, tier=0)
    assert answer.status_code == 422
    assert campaign.tiers[0].name not in text_of(client.get(f"/campaigns/{campaign.slug}"))
    assert count(session, Checkout) == 0


CLOSED = {
    "ended by staff": ({"state": CampaignState.ENDED}, 409),
    "over by its date": ({"ends_at": now() - timedelta(minutes=1)}, 409),
    "not begun yet": ({"starts_at": now() + timedelta(hours=1)}, 409),
    "archived": ({"state": CampaignState.ARCHIVED}, 409),
    "a draft": ({"state": CampaignState.DRAFT}, 404),
}


@pytest.mark.parametrize("how", CLOSED)
def test_a_campaign_that_is_closed_takes_no_gift_and_says_so(client, session, gateway, how):
    over, status = CLOSED[how]
    campaign = make_campaign(session, **over)
    answer = send_form(client, campaign)
    assert answer.status_code == status
    if status == 409:
        assert "Your gift was not taken, and nothing was charged" in text_of(answer)
    assert (count(session, Checkout), gateway.opened) == (0, [])


def test_a_campaign_that_never_was(client):
    assert client.post("/campaigns/nowhere/give", data={"tier": "1"}).status_code == 404


def test_what_is_sent_twice_counts_as_its_first(client, session, campaign):
    form = [(name, value) for name, value in give_form(campaign).items()]
    twice = [
        *form,
        ("tier", "other"),
        ("amount", "1"),
        ("email", "second@example.org"),
        ("interval", "month"),
    ]
    body = "&".join(f"{name}={value.replace('@', '%40').replace(' ', '+')}" for name, value in twice)
    answer = client.post(
        f"/campaigns/{campaign.slug}/give", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303
    row = session.scalars(select(Checkout)).one()
    assert (row.total.amount, row.giver_email, row.interval) == (2500, "marigold@example.org", "once")


def test_fields_that_nobody_asked_for_change_nothing(client, session, campaign):
    extra = {
        "price": "1",
        "unit": "1",
        "currency": "JPY",
        "campaign_id": "99",
        "reference": "X",
        "state": "completed",
    }
    assert send_form(client, campaign, **extra).status_code == 303
    row = session.scalars(select(Checkout)).one()
    assert (row.total.amount, row.total.currency, row.state) == (2500, "USD", "open")
    assert lines_from_json(row.lines)[0].campaign_id == campaign.id
