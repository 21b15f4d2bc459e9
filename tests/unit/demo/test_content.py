"""The example content keeps the rules that the site sets for everyone who writes on it."""

import re
from typing import Any

import pytest

from hope.demo import content
from hope.demo.past import think_up
from hope.giving.pledge import CardFee
from hope.kernel.clock import now

ORGANIZATIONS = content.organizations()
CAMPAIGNS = content.campaigns()
TIERS = [(campaign, tier) for campaign in CAMPAIGNS for tier in campaign["tiers"]]
# Words that take a person's dignity, promise what nobody can, or cast givers as saviours.
UNWANTED = re.compile(
    r"\b(victims?|slaves?|voiceless|rescue[ds]?|rescuing|rescuers?|hero(es)?|saved|prostitutes?|helpless|broken"
    r"|make a difference|hurry|last chance)\b",
    re.IGNORECASE,
)
STRAIGHT_QUOTES = re.compile(r"""["']""")


def by_slug(entry: Any) -> str:
    return str(entry["slug"] if isinstance(entry, dict) else f"{entry[0]['slug']}: {entry[1]['name']}")


def test_there_is_enough_to_look_at() -> None:
    assert len(ORGANIZATIONS) >= 8
    assert {entry["scope"] for entry in ORGANIZATIONS} == {"national", "international"}
    states = [campaign["state"] for campaign in CAMPAIGNS]
    assert (states.count("live"), states.count("ended"), states.count("draft")) == (3, 1, 1)


@pytest.mark.parametrize("organization", ORGANIZATIONS, ids=by_slug)
def test_every_fact_has_a_source_and_a_day(organization: dict[str, Any]) -> None:
    assert len(organization["facts"]) >= 2
    for fact in organization["facts"]:
        assert fact["statement"].endswith((".", ")"))
        assert fact["source"].strip()
        assert len(fact["source"]) <= 300
        assert fact["checked_on"] <= now().date()


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=by_slug)
def test_every_campaign_is_whole(campaign: dict[str, Any]) -> None:
    assert campaign["organization"] in {entry["slug"] for entry in ORGANIZATIONS}
    assert 5 <= len(campaign["tiers"]) <= 7
    assert sum(tier.get("suggested", False) for tier in campaign["tiers"]) == 1
    prices = [tier["price"] for tier in campaign["tiers"]]
    assert prices == sorted(set(prices))
    assert len(campaign["summary"]) <= 160
    assert (campaign["starts"] < 0) is (campaign["state"] != "draft")


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=by_slug)
def test_every_story_is_worth_its_length(campaign: dict[str, Any]) -> None:
    story = content.story(campaign["slug"])
    assert 250 <= len(story.split()) <= 450
    assert story.count("\n## ") >= 2
    assert story.count("\n> ") == 1
    assert "“" not in story  # nobody is quoted, because nobody here ever spoke


@pytest.mark.parametrize(("campaign", "tier"), TIERS, ids=[by_slug(pair) for pair in TIERS])
def test_every_gift_says_what_it_means_and_promises(campaign: dict[str, Any], tier: dict[str, Any]) -> None:
    assert tier["meaning"].endswith(".")
    assert len(tier["meaning"]) <= 120
    assert tier["promise"].endswith(".")
    assert len(tier["promise"]) <= 200
    assert tier["scene"] != campaign["scene"]


def test_a_campaign_shows_no_picture_twice() -> None:
    for campaign in CAMPAIGNS:
        scenes = [tier["scene"] for tier in campaign["tiers"]]
        assert len(scenes) == len(set(scenes)), campaign["slug"]


def test_no_word_takes_dignity() -> None:
    # What an organisation calls itself is its own affair.
    names = re.compile("|".join(entry["name"] for entry in ORGANIZATIONS))
    for where, text in every_text():
        found = UNWANTED.search(names.sub("", text))
        assert not found, f"{where}: {found}"


def test_quotes_are_curled() -> None:
    for where, text in every_text():
        assert not STRAIGHT_QUOTES.search(text), f"{where}: {text}"


def test_givers_can_never_get_mail() -> None:
    people = content.givers()
    assert len(people["names"]) == len(set(people["names"])) >= 110
    assert set(people["mail_domains"]) == {"example.org", "example.com", "example.net"}
    assert all(
        card.get("email", "@example.").split("@")[1].startswith("example.") for card in content.beside("card")
    )


def test_no_past_without_campaigns() -> None:
    assert think_up([], CardFee(290, 30), now()) == []


def every_text() -> list[tuple[str, str]]:
    """Every sentence that a visitor may read, and where it stands."""
    texts = [(o["slug"], o["summary"]) for o in ORGANIZATIONS]
    texts += [(o["slug"], fact["statement"]) for o in ORGANIZATIONS for fact in o["facts"]]
    texts += [(c["slug"], c[part]) for c in CAMPAIGNS for part in ("title", "summary")]
    texts += [(c["slug"], content.story(c["slug"])) for c in CAMPAIGNS]
    texts += [(c["slug"], t[part]) for c, t in TIERS for part in ("name", "meaning", "promise")]
    texts += [("scenes", content.scene_alt(entry["scene"])) for entry in [*ORGANIZATIONS, *CAMPAIGNS]]
    for kind in ("card", "words", "shared"):
        for entry in content.beside(kind):
            texts += [
                (kind, entry[part]) for part in ("message", "words", "title", "thanks") if part in entry
            ]
    texts += [("requests", entry["words"]) for entry in content.prayer()["request"]]
    texts += [("notes", note) for note in content.givers()["notes"]]
    return texts
