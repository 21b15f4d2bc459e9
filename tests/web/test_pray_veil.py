"""What is held back leaks nowhere: no page, feed, calendar, search, mail, page source or cache has a word of it."""

from datetime import timedelta

import pytest

from hope.campaigns.models import Campaign
from hope.kernel.clock import now
from hope.kernel.web.page_cache import PageCache
from hope.prayer import digests
from hope.prayer.joining import Wish
from hope.prayer.models import Reach
from hope.prayer.rhythms import Rhythm
from tests.architecture import pages
from tests.support.builders import make_campaign
from tests.support.praying import SECRETS, VEIL, mails, make_partner, make_point, make_topic, make_veiled
from tests.support.web import text_of

PUBLIC = ["/", "/pray/", "/pray/now", "/pray/month", "/pray/answers", "/pray/requests", "/pray/feed.atom",
    "/pray/month.ics", "/sitemap.xml", "/organizations/", "/campaigns/"]  # fmt: skip
STATES = {
    "held": {"reach": Reach.HELD},
    "told to those who were asked": {"reach": Reach.ASKED, "lifted_at": now()},
    "held and answered": {"reach": Reach.HELD, "answer": "The Nightingale is home.", "answered_at": now()},
    "a draft": {"reach": Reach.EVERYONE, "published_at": None},
    "scheduled": {"reach": Reach.EVERYONE, "published_at": now() + timedelta(hours=3)},
}


def body_of(answer):
    return answer.get_data().decode(errors="replace")


def leaks(answer):
    """The secret words in an answer, its headers included."""
    everything = body_of(answer) + repr(list(answer.headers))
    return [word for word in SECRETS if word.casefold() in everything.casefold()]


def searched(client, word):
    """What is found for a word, without the word itself, which the page says again."""
    return body_of(client.get(f"/search?q={word}")).replace(word, "…")


@pytest.fixture(params=STATES)
def veiled(request, session):
    """A point that nobody may read, tied to everything that it could show up at."""
    campaign = make_campaign(session)
    return make_veiled(
        session,
        topics=[make_topic(session, organization_id=campaign.organization_id)],
        organization_id=campaign.organization_id,
        campaign_id=campaign.id,
        **STATES[request.param],
    )


def test_no_public_address_has_a_word_of_it(client, session, veiled):
    make_point(session)
    campaign = session.get(Campaign, veiled.campaign_id)
    about = [f"/organizations/{campaign.organization.slug}", f"/campaigns/{campaign.slug}"]
    found = {path: client.get(path) for path in [*PUBLIC, *about]}
    assert {path: leaks(answer) for path, answer in found.items() if leaks(answer)} == {}
    assert not [path for path, answer in found.items() if veiled.slug in body_of(answer)]
    assert searched(client, "Nightingale") == searched(client, "Zwiebelfisch")


def test_no_link_on_any_page_leads_to_it(client, session):
    veiled = make_veiled(session, campaign_id=make_campaign(session).id)
    make_point(session)
    found = pages.crawl(client) | pages.crawl(client, "/sitemap.xml")
    assert len(found) > 20
    assert [path for path, answer in found.items() if leaks(answer) or veiled.slug in body_of(answer)] == []


def test_its_own_address_says_the_veil_and_is_kept_by_nobody(client, veiled):
    answer = client.get(f"/pray/points/{veiled.slug}")
    assert leaks(answer) == []
    if veiled.reach is Reach.EVERYONE:
        assert answer.status_code == 404
        return
    assert VEIL in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    counted = client.post(f"/pray/points/{veiled.slug}/prayed")
    assert leaks(counted) == []
    assert leaks(client.get(counted.headers["Location"])) == []


def test_a_mail_asks_under_the_veil_and_says_no_more(app, session):
    make_veiled(session)
    for rhythm in Rhythm:
        make_partner(session, wish=Wish(rhythm), next_at=now() - timedelta(minutes=1))
    digests.run()
    written = mails(app, "prayer_digest")
    assert len(written) == len(Rhythm)
    for mail in written:
        everything = (mail.subject + mail.text + mail.html + repr(mail.headers)).casefold()
        assert [word for word in SECRETS if word.casefold() in everything] == []
        assert VEIL in mail.text
        assert "kept quiet" in mail.html


def test_an_answer_to_what_stays_veiled_says_only_the_answer(app, session):
    make_veiled(session, answer="They are home.", answered_at=now() - timedelta(minutes=2))
    make_partner(session, next_at=now() - timedelta(minutes=1), joined_at=now() - timedelta(days=3))
    digests.run()
    [mail] = mails(app, "prayer_digest")
    everything = (mail.subject + mail.text + mail.html).casefold()
    assert "They are home." in mail.text
    assert [word for word in SECRETS if word.casefold() in everything] == []


def test_holding_an_open_point_back_takes_it_off_every_page_at_once(client, session):
    point = make_veiled(session, reach=Reach.EVERYONE)
    showing = [path for path in PUBLIC if leaks(client.get(path, lint=False))]
    assert {"/pray/", "/pray/now", "/pray/month", "/pray/feed.atom", "/pray/month.ics"} <= set(showing)
    point.reach = Reach.HELD
    session.commit()
    assert [path for path in PUBLIC if leaks(client.get(path))] == []
    assert searched(client, "Nightingale") == searched(client, "Zwiebelfisch")


def test_the_cache_forgets_it_within_its_second(app, session):
    point = make_veiled(session, reach=Reach.EVERYONE)
    app.wsgi_app = PageCache(app.wsgi_app, seconds=0.0)
    visitor = app.test_client()
    assert leaks(visitor.get("/pray/", lint=False))
    point.reach = Reach.HELD
    session.commit()
    assert leaks(visitor.get("/pray/", lint=False)) == []
    quiet = visitor.get(f"/pray/points/{point.slug}")
    assert quiet.headers["Cache-Control"] == "no-store"
