"""What both databases have to agree on: lists of stories, doors, drafts, and the end of a consent."""

from datetime import timedelta

from hope.kernel.clock import charity_day, now
from hope.kernel.search.finding import find
from hope.spotlight import confirming, consents, doors, keeping, reading
from hope.spotlight.models import Door
from tests.support.builders import make_organization
from tests.support.telling import make_consent, make_story


def test_lists_doors_drafts_and_consents(session):
    partner = make_organization(session)
    told = {"organization_id": partner.id, "tags": ("Law",), "series": "Ways"}
    first = make_story(session, title="First", published_at=now() - timedelta(days=400), **told)
    second = make_story(session, title="Second", **told)
    other = make_story(session, title="Other", tags=("Law", "Work"))
    make_story(session, title="Draft", published_at=None, tags=("Unseen",))
    moment = now()
    tag = reading.tag(session, "law")
    shown = reading.listed(moment)
    assert [s.title for s in reading.page(session, reading.with_tag(shown, tag), None).rows] == [
        "Other",
        "Second",
        "First",
    ]
    assert (
        first
        in reading.page(session, reading.of_year(shown, charity_day(first.published_at).year), None).rows
    )
    assert [t.name for t in reading.tags_in_use(session, moment)] == ["Law", "Work"]
    assert reading.years(session, moment)[-1] == charity_day(first.published_at).year
    assert list(reading.in_series(session, second, moment)) == [first, second]
    assert reading.related(session, second, moment) == [other]
    assert len(reading.addresses(session, moment)) == len(reading.for_feed(session, moment)) == 3
    for _ in range(2):
        doors.count(session, second, Door.PRAY)
        keeping.keep_draft(session, second.id, "a@example.org", {"title": "Kept"})
    assert doors.counts(session, second.id)[Door.PRAY] == 2
    assert keeping.draft_of(session, second.id, "a@example.org").typed == {"title": "Kept"}
    consent = make_consent(session, for_stories=[second], expires_on=charity_day(now()))
    assert consents.ending_before(session, charity_day(now()) + timedelta(days=2)) == 1
    consents.withdraw(session, consent, now())
    session.commit()
    assert second not in reading.newest(session, now(), 9)
    assert find(session, "second", now()) == []
    assert consents.standing_on(session, consent) == ([second], [])
    assert (confirming.number_stale(session), confirming.number_waiting(session)) == (0, 0)
