"""Pictures of campaigns, gifts and partners: chosen or sent with their forms, and never lost on the way."""

from io import BytesIO

import pytest
from sqlalchemy import select

from hope.campaigns.models import CampaignState
from hope.kernel.media import pictures
from hope.kernel.media.models import Picture
from tests.support.builders import make_campaign
from tests.support.editing import fields_of, shown
from tests.support.people import send, sign_in
from tests.support.pictures import photo
from tests.support.stores import MemoryStore
from tests.support.web import read, text_of


@pytest.fixture
def campaign(app, client, session):
    app.extensions["media_store"] = MemoryStore()
    sign_in(client, "editor")
    return make_campaign(session)


def paths(campaign) -> list[str]:
    return [
        f"/admin/campaigns/{campaign.id}/edit",
        f"/admin/tiers/{campaign.tiers[0].id}",
        f"/admin/organizations/{campaign.organization_id}/edit",
    ]


def with_photo(form, **over):
    return form | {"picture-file": (BytesIO(photo()), "lamp.jpg"), "picture-alt": "A lamp at dusk."} | over


def test_a_photo_is_sent_with_each_form_and_shown(client, session, campaign):
    for path in paths(campaign):
        assert send(client, path, with_photo(shown(client, path))).status_code == 303
    picture = session.scalars(select(Picture)).one()  # the same file three times is one picture
    session.refresh(campaign)
    assert (
        campaign.picture_id == campaign.tiers[0].picture_id == campaign.organization.picture_id == picture.id
    )
    assert len(read(client.get(f"/campaigns/{campaign.slug}")).select("picture")) >= 2


def test_what_was_sent_is_kept_while_something_else_is_mended(client, session, campaign):
    path = paths(campaign)[0]
    answer = send(client, path, with_photo(shown(client, path), title=""))
    assert answer.status_code == 422
    again = fields_of(answer)
    assert again["picture"] == str(session.scalars(select(Picture.id)).one())
    assert send(client, path, again | {"title": "Mended"}).status_code == 303
    session.refresh(campaign)
    assert campaign.picture_id


def test_a_preview_and_a_conflict_keep_it_too(client, session, campaign):
    path = paths(campaign)[0]
    mine = shown(client, path)
    answer = send(client, path, with_photo(mine, do="preview"))
    assert answer.status_code == 200
    chosen = fields_of(answer)
    assert chosen["picture"]
    send(client, path, mine | {"title": "Theirs"})
    answer = send(client, path, chosen)
    assert answer.status_code == 409
    assert fields_of(answer)["picture"] == chosen["picture"]
    assert "A lamp at dusk." in text_of(answer)


def test_a_picture_that_is_gone_is_named(client, session, campaign):
    path = paths(campaign)[0]
    send(client, path, with_photo(shown(client, path), do="preview"))
    picture = session.scalars(select(Picture)).one()
    form = shown(client, path) | {"picture": str(picture.id)}
    pictures.delete(picture.id, "editor@example.org")
    answer = send(client, path, form)
    assert answer.status_code == 422
    assert "This picture is not here any more." in text_of(answer)


def test_what_is_no_picture_is_refused_in_words_and_nothing_is_saved(client, session, campaign):
    path = paths(campaign)[0]
    form = shown(client, path) | {
        "title": "Changed",
        "picture-file": (BytesIO(b"<svg onload=alert(1)>"), "x.jpg"),
    }
    answer = send(client, path, form)
    assert answer.status_code == 422
    session.refresh(campaign)
    assert campaign.title != "Changed"
    assert fields_of(answer)["title"] == "Changed"


def test_a_copy_shows_the_same_picture(client, session, campaign):
    for path in paths(campaign)[:2]:
        send(client, path, with_photo(shown(client, path)))
    send(client, f"/admin/campaigns/{campaign.id}/copy", {"key": "k"})
    session.refresh(campaign)
    copy = session.scalars(select(type(campaign)).where(type(campaign).state == CampaignState.DRAFT)).one()
    assert copy.picture_id == copy.tiers[0].picture_id == campaign.picture_id
