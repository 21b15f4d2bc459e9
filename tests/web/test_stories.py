"""Stories as their readers meet them: pages, lists, doors, feeds, share pictures, and what hostile text can do."""

import json
from datetime import timedelta
from io import BytesIO

import feedparser
import time_machine
from PIL import Image

from hope.kernel.clock import charity_day, now
from hope.spotlight import doors
from hope.spotlight.models import Door
from tests.support.builders import make_campaign, make_organization
from tests.support.telling import make_story
from tests.support.web import read, text_of

HOSTILE = (
    """
<script>alert(1)</script> <img src=x onerror=alert(1)> [press](javascript:alert(1)) [or](data:text/html,x)

![a](https://evil.example/pixel.png) ![b](//evil.example/b.png) ![c](file:///etc/passwd)

![d](picture:999999999999999999) text

![e](picture:12"onerror=x)

![f](scene:../../secret)

<iframe src="https://evil.example"></iframe>

> > > > > > > > > > deep
"""
    + "x" * 5000
    + "\n\n"
    + "- " * 400
    + "\n\n"
    + "[" * 3000
)


def test_a_story_is_public_from_its_minute_until_it_is_taken_back(client, session):
    story = make_story(
        session, published_at=now() + timedelta(minutes=5), title="Tomorrow’s light", tags=("Light",)
    )
    paths = [
        "/spotlight/",
        "/spotlight/feed.atom",
        "/spotlight/feed.json",
        "/search?q=tomorrow",
        "/sitemap.xml",
    ]

    def seen() -> set[str]:
        return {path for path in paths if story.slug in client.get(path).get_data(as_text=True)}

    here, picture = f"/spotlight/{story.slug}", f"/spotlight/{story.slug}/share.png"
    assert (seen(), client.get(here).status_code, client.get(picture).status_code) == (set(), 404, 404)
    preview = client.get(f"/spotlight/preview/{story.preview_key}")
    assert "Tomorrow’s light" in text_of(preview)
    assert preview.headers["Cache-Control"] == "no-store"
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert (seen(), client.get(here).status_code, client.get(picture).status_code) == ({*paths}, 200, 200)
        story.withdrawn_at = now()
        assert (seen(), client.get(here).status_code, client.get(picture).status_code) == (set(), 410, 410)
        assert "taken down" in text_of(client.get(here))


def test_a_story_shows_who_wrote_what_and_where_to_go(client, session):
    partner = make_organization(session, name="Lantern House")
    campaign = make_campaign(session, organization=partner)
    story = make_story(session, organization_id=partner.id, campaign_id=campaign.id, content_note="It speaks of loss.",
        tags=("Homes", "Work"), series="Ways home")  # fmt: skip
    second = make_story(session, series="ways home", tags=("work",), organization_id=partner.id)
    page = client.get(f"/spotlight/{story.slug}")
    assert [tag.get_text() for tag in read(page).select(".story .tag")] == ["Homes", "Work"]
    quote = read(page).select_one(".quote")
    assert quote.select_one("blockquote").get_text(strip=True) == "Light is patient."
    assert quote.select_one("figcaption").get_text() == "Ada Lorne"
    for words in ("Before you read", "It speaks of loss.", "By Edda Lorne", "1 min to read", second.title):
        assert words in text_of(page)
    facts = json.loads(read(page).find("script", type="application/ld+json").string)
    assert (facts["@type"], facts["about"]["name"]) == ("Article", "Lantern House")
    assert facts["potentialAction"]["@type"] == "DonateAction"
    lists = {
        "organizations": partner.slug,
        "tags": "work",
        "series": "ways-home",
        "years": str(charity_day(now()).year),
    }
    for kind, slug in lists.items():
        assert story.title in text_of(client.get(f"/spotlight/{kind}/{slug}")), kind
    assert story.title in text_of(client.get(f"/organizations/{partner.slug}"))
    assert {client.get(f"/spotlight/{kind}/nothing").status_code for kind in lists} == {404}


def test_three_doors_are_counted_and_nobody_is_known(client, session):
    partner = make_organization(session)
    campaign = make_campaign(session, organization=partner)
    story = make_story(session, organization_id=partner.id, tier_id=campaign.tiers[1].id)
    ways = {
        door: client.post(f"/spotlight/{story.slug}/doors/{door}")
        for door in ("give", "give", "pray", "learn")
    }
    client.post(f"/spotlight/{story.slug}/doors/give")
    assert ways["give"].headers["Location"] == f"/campaigns/{campaign.slug}#give"
    assert ways["pray"].headers["Location"] == f"/pray/?topic={partner.slug}#join"
    assert ways["learn"].headers["Location"] == f"/organizations/{partner.slug}"
    assert all("Set-Cookie" not in way.headers for way in ways.values())
    assert doors.counts(session, story.id) == {Door.GIVE: 3, Door.PRAY: 1, Door.LEARN: 1}
    assert client.post(f"/spotlight/{story.slug}/doors/cellar").status_code == 404
    elsewhere = client.post(f"/spotlight/{story.slug}/doors/give", headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert (
        client.get(f"/spotlight/{story.slug}/doors/give").headers["Location"].endswith(f"{story.slug}#doors")
    )


def test_pages_of_the_list_stay_put(client, session):
    for number in range(30):
        make_story(session, title=f"Story {number:02}", published_at=now() - timedelta(days=40 - number))
    first = client.get("/spotlight/")
    older = read(first).select_one("a[rel=next]")["href"]
    before = [h.get_text() for h in read(client.get(older)).select(".card__title")]
    make_story(session, title="News")
    assert [h.get_text() for h in read(client.get(older)).select(".card__title")] == before
    assert before[0] == "Story 17"
    assert client.get("/spotlight/?at=nonsense").status_code == 200


def test_feeds_hold_everything_and_are_valid(client, session):
    partner = make_organization(session)
    story = make_story(session, title="Bread & “roses” <now>", organization_id=partner.id, tags=("Bread",),
        body="See [help](/get-help), [below](#why) & [there](https://example.org/?a=1&b=2).\n\n"
        "![A loom](scene:loom)\n\n> Yes.\n> — Ada <b>")  # fmt: skip
    make_story(session)
    found = feedparser.parse(client.get("/spotlight/feed.atom").data)
    assert not found.bozo, found.get("bozo_exception")
    entry = next(entry for entry in found.entries if "roses" in entry.title)
    assert (entry.id, len({e.id for e in found.entries})) == (f"urn:uuid:{story.uid}", 2)
    assert entry.link.endswith(f"/spotlight/{story.slug}")
    content = entry.content[0].value
    assert 'href="http://127.0.0.1:8000/get-help"' in content
    assert f'href="http://127.0.0.1:8000/spotlight/{story.slug}#why"' in content
    assert 'src="http://127.0.0.1:8000/static/img/scenes/loom.svg' in content
    first = entry.updated
    as_json = client.get("/spotlight/feed.json")
    assert as_json.mimetype == "application/feed+json"
    item = next(item for item in as_json.json["items"] if item["id"] == f"urn:uuid:{story.uid}")
    assert item["content_html"].startswith("<p>See <a")
    doors.count(session, story, Door.GIVE)
    assert feedparser.parse(client.get("/spotlight/feed.atom").data).entries[1].updated == first
    story.edited_at = now() + timedelta(seconds=5)
    again = feedparser.parse(client.get("/spotlight/feed.atom").data)
    assert max(entry.updated for entry in again.entries) == again.feed.updated > first


def test_a_hostile_author_reaches_nobody(client, session):
    story = make_story(session, title="<b>Bold</b> “x”", body=HOSTILE, byline="<i>me</i>", content_note="<u>")
    page = client.get(f"/spotlight/{story.slug}")
    assert page.status_code == 200
    tree = read(page).select_one(".story__text")
    assert tree.find_all(["script", "iframe", "img", "object", "form"]) == []
    assert [a["href"] for a in tree.find_all("a")] == []
    assert "evil.example" not in str(tree).replace("&lt;iframe src=“https://evil.example”&gt;", "")
    assert not feedparser.parse(client.get("/spotlight/feed.atom").data).bozo
    assert "onerror" not in str(read(page).find_all("img"))


def test_a_share_picture_can_be_drawn_of_any_title(client, session):
    for title in ("x" * 200, "光" * 80, "שלום " * 39, "a", "🌅 Dawn"):
        story = make_story(session, title=title)
        picture = Image.open(BytesIO(client.get(f"/spotlight/{story.slug}/share.png").data))
        assert (picture.size, picture.format) == ((1200, 630), "PNG")


def test_a_film_loads_nothing_before_its_button(client, session):
    story = make_story(session, video_url="https://youtu.be/abcdefghijk", video_note="Voices are raised.")
    page = client.get(f"/spotlight/{story.slug}")
    film = read(page).select_one("[data-film]")
    assert "Voices are raised." in film.get_text()
    assert film.find_all(["iframe", "video"]) == []
    assert "frame-src https://www.youtube-nocookie.com" in page.headers["Content-Security-Policy"]
    other = make_story(session, video_url="https://evil.example/embed/abcdefghijk")
    page = client.get(f"/spotlight/{other.slug}")
    assert read(page).select_one("[data-film]") is None
    assert "youtube" not in page.headers["Content-Security-Policy"]
