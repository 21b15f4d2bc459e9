"""Pictures on public pages: in place of the scene, in the right sizes, light, and the same for everyone."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.kernel.db import unit_of_work
from hope.kernel.media import pictures, rendering, uses
from hope.kernel.media.models import Picture
from tests.support.builders import make_campaign, run_jobs
from tests.support.gateway import FakeGateway
from tests.support.pictures import photo
from tests.support.stores import MemoryStore
from tests.support.web import SiteClient, read


@pytest.fixture
def picture(app: Flask, session: Session) -> Picture:
    store = app.extensions["media_store"] = MemoryStore()
    added = pictures.add(
        store, photo(1200, 800), name="loom.jpg", actor="a@example.org", alt="A loom & light"
    )
    with unit_of_work() as work:
        pictures.describe(
            work, added.picture, "a@example.org", credit="Ines “Ina” Öberg", focal_x=23, focal_y=96
        )
    rendering.render_due(store)
    session.expire_all()
    return added.picture


@pytest.fixture
def campaign(session: Session, picture: Picture) -> Campaign:
    made = make_campaign(session, picture_id=picture.id)
    made.organization.picture_id = made.tiers[0].picture_id = picture.id
    session.commit()
    return made


def drawn(page: BeautifulSoup, frame: str) -> Tag:
    found = page.select_one(f".{frame} picture")
    assert found is not None, f"no picture in .{frame}"
    return found


def test_a_campaign_shows_its_picture_and_names_who_made_it(
    client: SiteClient, campaign: Campaign, picture: Picture
) -> None:
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    image = drawn(page, "campaign__picture").img
    assert image["alt"] == "A loom & light"
    assert (image["width"], image["height"]) == ("1200", "800")
    assert image["fetchpriority"] == "high"
    assert "loading" not in image.attrs
    assert image["class"] == ["picture__image", "focal-x-20", "focal-y-100"]
    kinds = [source["type"] for source in drawn(page, "campaign__picture").find_all("source")]
    assert kinds == ["image/avif", "image/webp"]
    assert page.select_one(".credit").get_text() == "Picture: Ines “Ina” Öberg"
    share = page.find("meta", property="og:image")["content"]
    assert share.startswith("http")
    assert share.endswith(f"/media/{picture.content_hash}-960.jpg")


def test_every_file_that_a_page_names_is_there(client: SiteClient, campaign: Campaign) -> None:
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    named = {image["src"] for image in page.select("picture img")}
    for source in page.select("picture source"):
        named |= {candidate.split()[0] for candidate in source["srcset"].split(", ")}
    assert len(named) == 13
    assert [address for address in named if client.get(address).status_code != 200] == []


def test_a_gift_shows_its_own_small_one_and_the_others_their_scenes(
    client: SiteClient, campaign: Campaign
) -> None:
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    small = drawn(page, "gift-tag__picture")
    assert small.img["alt"] == ""
    assert small.img["loading"] == "lazy"
    assert small.source["sizes"] == "calc(68px * 1.50)"
    assert len(page.select("img.gift-tag__picture.scene")) == 2


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/organizations/"])
def test_cards_show_them_late(client: SiteClient, campaign: Campaign, path: str) -> None:
    page = read(client.get(path))
    assert drawn(page, "card__picture").img["loading"] == "lazy"
    assert page.select_one(".credit") is None


def test_a_partner_shows_its_picture(client: SiteClient, campaign: Campaign) -> None:
    page = read(client.get(f"/organizations/{campaign.organization.slug}"))
    assert drawn(page, "hero__picture").img["alt"] == "A loom & light"
    assert page.select_one(".credit") is not None


def test_a_picture_that_nobody_described_is_not_shown(
    client: SiteClient, session: Session, campaign: Campaign, picture: Picture
) -> None:
    picture.alt = ""
    session.commit()
    page = read(client.get(f"/campaigns/{campaign.slug}"))
    assert page.select_one("picture") is None
    assert page.select_one("img.campaign__picture.scene")


def test_until_the_large_sizes_are_made_the_small_ones_are_shown(
    app: Flask, session: Session, client: SiteClient, gateway: FakeGateway
) -> None:
    store = app.extensions["media_store"] = MemoryStore()
    new = pictures.add(store, photo(1300, 800), name="n.jpg", actor="a@example.org", alt="New").picture
    made = make_campaign(session, picture_id=new.id)
    address = f"/campaigns/{made.slug}"
    before = drawn(read(client.get(address)), "campaign__picture").source["srcset"]
    run_jobs(app)
    after = drawn(read(client.get(address)), "campaign__picture").source["srcset"]
    assert (before.count("w, "), after.count("w, ")) == (3, 5)


def test_each_place_that_shows_it_is_known(session: Session, campaign: Campaign, picture: Picture) -> None:
    found = uses.uses_of(session, [picture.id])[picture.id]
    assert [(use.kind, use.name) for use in found] == [
        ("Campaign", campaign.title),
        ("Gift", f"{campaign.tiers[0].name}, of {campaign.title}"),
        ("Partner", campaign.organization.name),
    ]
    with pytest.raises(pictures.InUse):
        pictures.delete(picture.id, "a@example.org")
