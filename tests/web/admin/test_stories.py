"""Writing, checking, publishing and taking back stories; consents and what hangs on them."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hope.kernel.audit import AuditEntry
from hope.kernel.clock import charity_day, charity_time, now
from hope.kernel.media.models import Picture
from hope.spotlight.models import Consent, Story, StoryDraft, StoryState, StoryVersion
from tests.support.builders import make_campaign, make_organization
from tests.support.editing import edit, shown
from tests.support.people import send, sign_in
from tests.support.sending import make_picture
from tests.support.stores import MemoryStore
from tests.support.telling import make_consent, make_story
from tests.support.web import read, text_of


@pytest.fixture
def editor(client, session):
    return sign_in(client, "editor")


def test_an_editor_writes_is_warned_mends_and_schedules(client, session, editor):
    partner = make_organization(session, name="Free the Slaves")
    campaign = make_campaign(session, organization=partner)
    form = shown(client, "/admin/stories/new") | {
        "title": "A house of light", "summary": "Free the Slaves, seen from near.", "organization": str(partner.id),
        "body": "We rescued 4,000 victims from violence.", "tags": "Homes,  work, homes", "series": "Ways home",
        "give": f"tier-{campaign.tiers[0].id}", "video_url": "https://vimeo.com/12345",
    }  # fmt: skip
    assert "YouTube or Vimeo" in text_of(
        send(client, "/admin/stories/new", form | {"video_url": "https://x.example/1"})
    )
    answers = [send(client, "/admin/stories/new", form) for _ in range(2)]
    story = session.scalars(select(Story)).one()
    here = f"/admin/stories/{story.id}"
    assert [a.headers["Location"] for a in answers] == [here, here]
    assert [tag.name for tag in story.tags] == ["Homes", "work"]
    publication = text_of(client.get(f"{here}/publication"))
    for said in ("“we rescued”", "“victims”", "“4,000” has no source", "speaks of “violence”", "not described",
        "The film has no content note"):  # fmt: skip
        assert said in publication
    assert "“slaves”" not in publication
    assert send(client, f"{here}/publication").status_code == 422
    mended = {"body": "People came out, [300 of them](https://example.org).", "video_note": "A calm voice.",
        "scene_alt": "A lamp."}  # fmt: skip
    assert edit(client, f"{here}/edit", **mended).status_code == 303
    assert "Nothing to point at." in text_of(client.get(here))
    soon = charity_time(now()) + timedelta(minutes=3)
    at = {"on_day": soon.date().isoformat(), "at": f"{soon:%H:%M}"}
    assert send(client, f"{here}/publication", at).status_code == 303
    assert session.get(Story, story.id).state(now()) is StoryState.SCHEDULED
    assert client.get("/spotlight/a-house-of-light").status_code == 404
    with time_machine.travel(now() + timedelta(minutes=4)):
        assert "A house of light" in text_of(client.get("/spotlight/"))
    assert [v.words["title"] for v in session.scalars(select(StoryVersion))] == ["A house of light"] * 2


def test_an_override_keeps_its_reason(client, session, editor):
    story = make_story(session, published_at=None, body="A victim said so.", scene_alt="A lamp.")
    here = f"/admin/stories/{story.id}"
    assert "say why" in text_of(send(client, f"{here}/publication", {"reason": ""}))
    send(client, f"{here}/publication", {"reason": "It is a quotation of the law."})
    assert client.get(f"/spotlight/{story.slug}").status_code == 200
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "override the check")).one()
    assert (entry.reason, entry.actor) == ("It is a quotation of the law.", editor.email)
    assert "The word “victim”" in entry.details["pointed_at"]["after"]
    assert "It is a quotation of the law." in text_of(client.get(here))


def test_what_is_typed_is_kept_and_every_version_comes_back(client, session, editor):
    story = make_story(session, title="First", published_at=None)
    edit(client, f"/admin/stories/{story.id}/edit", title="Second", body="Second words.")
    edit(client, f"/admin/stories/{story.id}/edit", title="Third")
    typed = shown(client, f"/admin/stories/{story.id}/edit") | {"title": "Not saved “yet”", "evil": "x"}
    for _ in range(2):
        assert send(client, f"/admin/stories/{story.id}/draft", typed).status_code == 200
    draft = session.scalars(select(StoryDraft)).one()
    assert "evil" not in draft.typed
    assert "was not saved" in text_of(client.get(f"/admin/stories/{story.id}/edit"))
    assert shown(client, f"/admin/stories/{story.id}/edit?draft=1")["title"] == "Not saved “yet”"
    rows = session.scalars(select(StoryVersion).order_by(StoryVersion.id)).all()
    looked = client.get(f"/admin/stories/{story.id}/versions?look={rows[0].id}")
    assert "Second words." in text_of(looked)
    old = shown(client, f"/admin/stories/{story.id}/edit?version={rows[0].id}")
    assert old["title"] == "Second"
    assert send(client, f"/admin/stories/{story.id}/edit", old).status_code == 303
    assert session.get(Story, story.id).title == "Second"
    assert session.scalars(select(StoryDraft)).all() == []
    assert send(client, f"/admin/stories/{story.id}/draft", {"body": "x" * 200_000}).status_code == 422


def test_the_second_editor_is_told(client, session, editor):
    story = make_story(session, title="Ours")
    path = f"/admin/stories/{story.id}/edit"
    mine, theirs = shown(client, path), shown(client, path)
    send(client, path, theirs | {"title": "Theirs"})
    answer = send(client, path, mine | {"title": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in text_of(answer)


def test_a_consent_that_is_taken_back_takes_everything_with_it(app, client, session, editor):
    app.extensions["media_store"] = MemoryStore()
    picture = make_picture(app.extensions["media_store"])
    partner = make_organization(session, picture_id=picture.id)
    told = make_story(session, title="Told by Anna", tells_of_person=True, organization_id=partner.id)
    shows = make_story(session, title="Shows Anna", body=f"![Anna at work](picture:{picture.id})")
    other = make_story(session, title="Of a loom")
    consent = make_consent(session, for_stories=[told], for_pictures=[picture])
    file = read(client.get(f"/spotlight/{shows.slug}")).select_one(".shown img")["src"]
    assert client.get(file).headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    ask = client.get(f"/admin/consents/{consent.id}/withdrawal")
    assert "“Told by Anna” is off the site" in text_of(ask)
    assert f"Partner “{partner.name}” shows its scene" in text_of(ask)
    for _ in range(2):
        done = send(client, f"/admin/consents/{consent.id}/withdrawal")
    for story in (told, shows):
        for path in ("", "/share.png"):
            assert client.get(f"/spotlight/{story.slug}{path}").status_code == 410
        assert client.get(f"/spotlight/preview/{story.preview_key}").status_code == 410
    assert client.get(file).status_code == 410
    assert file not in client.get(f"/organizations/{partner.slug}").get_data(as_text=True)
    for path in ("/", "/spotlight/", "/spotlight/feed.atom", "/spotlight/feed.json", "/search?q=anna", "/sitemap.xml",
        f"/organizations/{partner.slug}"):  # fmt: skip
        words = client.get(path).get_data(as_text=True)
        assert not re.search("told by anna|shows anna|" + told.slug, words, re.IGNORECASE), path
    assert "Of a loom" in text_of(client.get("/spotlight/"))
    assert other.state(now()) is StoryState.PUBLISHED
    page = text_of(client.get(done.headers["Location"]))
    assert "Tell of the house." in page
    assert "Consent over" in text_of(client.get("/admin/stories/?tab=off"))
    assert client.get(f"/admin/stories/{told.id}/publication").status_code == 303


def test_a_consent_ends_with_its_last_day_and_another_can_take_its_place(client, session, editor):
    today = charity_day(now())
    story = make_story(session, tells_of_person=True, scene_alt="A lamp.")
    path = f"/admin/consents/new?story={story.id}"
    form = shown(client, path)
    assert form["given_on"] == today.isoformat()
    wrong = {"who": "B.", "scope": "All of it", "expires_on": (today - timedelta(days=1)).isoformat()}
    assert "before the consent was given" in text_of(send(client, path, form | wrong))
    right = wrong | {"expires_on": today.isoformat(), "stories": str(story.id)}
    assert send(client, path, form | right).status_code == 303
    consent = session.scalars(select(Consent)).one()
    assert client.get(f"/spotlight/{story.slug}").status_code == 200
    with time_machine.travel(now() + timedelta(days=1, hours=1)):
        assert client.get(f"/spotlight/{story.slug}").status_code == 410
    edit(client, f"/admin/consents/{consent.id}/edit", expires_on="", stories=str(story.id))
    with time_machine.travel(now() + timedelta(days=1, hours=1)):
        assert client.get(f"/spotlight/{story.slug}").status_code == 200


def test_resources_stand_at_the_end_and_their_pictures_count(app, client, session, editor):
    app.extensions["media_store"] = MemoryStore()
    picture = make_picture(app.extensions["media_store"])
    story = make_story(session)
    path = f"/admin/stories/{story.id}/resources/new"
    form = shown(client, path) | {"title": "The report", "source": "A house, 2024", "url": "https://example.org/r",
        "kind": "report", "content_note": "It speaks of loss.", "picture": str(picture.id)}  # fmt: skip
    send(client, path, form)
    page = read(client.get(f"/spotlight/{story.slug}"))
    assert page.select_one("#resources ~ .cards .card__link")["href"] == "https://example.org/r"
    assert "Nobody has said by whose consent" in text_of(client.get(f"/admin/stories/{story.id}"))
    assert "Story" in text_of(client.get(f"/admin/media/{picture.id}"))
    resource = story.resources[0]
    edit(client, f"/admin/stories/resources/{resource.id}", title="The other report")
    send(client, f"/admin/stories/resources/{resource.id}/removal")
    assert "report" not in text_of(client.get(f"/spotlight/{story.slug}"))
    assert session.scalars(select(Picture)).one().is_lent is False


def test_a_preview_link_can_be_made_anew(client, session, editor):
    story = make_story(session, published_at=None)
    old = story.preview_key
    send(client, f"/admin/stories/{story.id}/preview-link")
    assert client.get(f"/spotlight/preview/{old}").status_code == 404
    assert client.get(f"/spotlight/preview/{story.preview_key}").status_code == 200
    text = send(client, "/admin/stories/text", {"text": "A *lamp* <script>"}, lint=False).get_data(
        as_text=True
    )
    assert "<em>lamp</em> &lt;script&gt;" in text
