"""What each partner hears, when, and once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.mail import stopping
from hope.kernel.mail.models import OutgoingMail, StopReason
from hope.prayer import digests, joining, wishes
from hope.prayer.joining import Wish
from hope.prayer.models import PrayerPartner, Reach
from hope.prayer.rhythms import Rhythm
from tests.support.praying import VEIL, mails, make_partner, make_point, make_topic, make_veiled

DAILY = Wish(Rhythm.DAILY, time_zone="UTC")


def params(session):
    session.commit()
    session.expire_all()
    number = {partner.reference: partner.id for partner in session.scalars(select(PrayerPartner))}
    return [
        mail.params | {"partner_id": number.get(mail.params["reference"])}
        for mail in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    ]


def day_after_day(days, start="2026-03-02 07:00:30"):
    """Let the worker's round run each morning; the moments."""
    first = datetime.fromisoformat(start).replace(tzinfo=UTC)
    for number in range(days):
        with time_machine.travel(first + timedelta(days=number), tick=False):
            digests.run()


def test_a_monday_in_three_time_zones_across_a_change_of_clocks(session, app):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        make_point(session, ends_on=None)
        zones = ["Pacific/Auckland", "Europe/London", "America/New_York"]
        people = [
            make_partner(session, f"{zone[-4:]}@example.org", wish=Wish(time_zone=zone)) for zone in zones
        ]
    seen = {}
    for hour in range(24 * 9):  # the clocks of New York change on the 8th
        moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
        with time_machine.travel(moment, tick=False):
            digests.run()
        session.commit()
        for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.created_at == moment)):
            seen.setdefault(mail.params["reference"], []).append(moment)
    for person, zone in zip(people, zones, strict=True):
        local = [moment.astimezone(ZoneInfo(zone)) for moment in seen[person.reference]]
        assert [(m.weekday(), m.hour, m.minute) for m in local] == [(0, 7, 0)] * 2, zone
    assert seen[people[2].reference][1] - seen[people[2].reference][0] == timedelta(days=7) - timedelta(
        hours=1
    )


def test_one_mail_for_one_morning_however_often_the_round_runs(session):
    make_point(session, ends_on=None)
    make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=5))
    assert digests.run().written == 1
    assert digests.run().due == 0
    # Even when somebody turned the clock of the row back, its cause is known.
    session.scalars(select(PrayerPartner)).one().next_at = now() - timedelta(minutes=5)
    session.commit()
    digests.run()
    assert len(params(session)) == 1


def test_a_worker_that_was_away_writes_once_not_for_every_day_missed(session):
    make_point(session, ends_on=None)
    make_partner(session, wish=DAILY, next_at=now() - timedelta(days=6))
    digests.run()
    digests.run()
    assert len(params(session)) == 1


def test_each_hears_of_their_topics_and_of_what_is_for_all(session):
    courts, homes = make_topic(session), make_topic(session)
    for_courts, for_homes = make_point(session, topics=[courts]), make_point(session, topics=[homes])
    for_all = make_point(session)
    due = now() - timedelta(minutes=1)
    one = make_partner(session, wish=Wish(Rhythm.DAILY, topic_ids=(courts.id,)), next_at=due)
    everything = make_partner(session, wish=DAILY, next_at=due)
    digests.run()
    heard = {p["partner_id"]: set(p["points"]) for p in params(session)}
    assert heard == {
        one.id: {for_courts.id, for_all.id},
        everything.id: {for_courts.id, for_homes.id, for_all.id},
    }


def test_nothing_to_say_is_no_mail_and_the_next_day_comes(session):
    make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=1))
    run = digests.run()
    assert (run.due, run.written) == (1, 0)
    partner = session.scalars(select(PrayerPartner)).one()
    assert partner.next_at > now()
    assert partner.last_at is None


@pytest.mark.parametrize("over", [{"published_at": None}, {"published_at": now() + timedelta(days=1)}])
def test_drafts_and_what_is_scheduled_stay_at_home(session, over):
    make_point(session, **over)
    make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=1))
    assert digests.run().written == 0


def test_examples_are_never_written_to(session):
    make_point(session)
    make_partner(session, next_at=now() - timedelta(minutes=1), is_example=True)
    assert digests.run().due == 0


def test_an_address_that_bounced_is_left_in_peace_until_its_owner_presses_a_button(session):
    make_point(session)
    make_partner(session, "Gone@Example.org", wish=DAILY, next_at=now() - timedelta(minutes=1))
    with unit_of_work():
        stopping.stop(session, "gone@example.ORG", StopReason.BOUNCED)
    assert digests.run().written == 0
    with unit_of_work():
        joining.ask(session, "gone@example.org", "", DAILY)
    signup = session.scalars(select(joining.PrayerSignup)).one()
    with unit_of_work():
        joining.confirm(session, signup.reference).next_at = now() - timedelta(minutes=1)
    assert digests.run().written == 1


def test_a_pause_ends_by_itself_on_the_first_of_their_days_after_it(session):
    with time_machine.travel("2026-03-02 08:00Z", tick=False):
        make_point(session, ends_on=None)
        partner = make_partner(session, wish=Wish(time_zone="UTC"))
        wishes.pause(partner, 14)
        session.commit()
        assert partner.is_paused
        assert partner.next_at == datetime(2026, 3, 16, 7, tzinfo=UTC)
    day_after_day(21, "2026-03-03 07:00:30")
    assert [p["day"] for p in params(session)] == ["2026-03-16", "2026-03-23"]


def test_an_answer_is_told_once_to_all_who_chose_the_topic(session, app):
    courts, homes = make_topic(session), make_topic(session)
    with time_machine.travel("2026-03-01 12:00Z", tick=False):
        point = make_point(session, topics=[courts], ends_on=None)
        theirs = make_partner(session, wish=Wish(Rhythm.DAILY, topic_ids=(courts.id,), time_zone="UTC"))
        weekly = make_partner(session, wish=Wish(topic_ids=(courts.id,), weekday=4, time_zone="UTC"))
        make_partner(session, wish=Wish(Rhythm.DAILY, topic_ids=(homes.id,), time_zone="UTC"))
        everything = make_partner(session, wish=DAILY)
    day_after_day(2)
    with time_machine.travel("2026-03-03 12:00Z", tick=False):
        point.answer, point.answered_at = "The case is won.", now()
        session.commit()
        late = make_partner(session, wish=DAILY)
    day_after_day(8, "2026-03-04 07:00:30")
    told = [(p["partner_id"], p["day"]) for p in params(session) if point.id in p["answers"]]
    assert sorted(told) == sorted(
        [(theirs.id, "2026-03-04"), (everything.id, "2026-03-04"), (weekly.id, "2026-03-06")]
    )
    assert late.id not in {partner for partner, _ in told}
    with time_machine.travel("2026-03-12 12:00Z", tick=False):
        written = mails(app, "prayer_digest")
    assert sum("The case is won." in mail.text for mail in written) == 3


def test_the_whole_account_goes_to_those_who_were_asked_and_to_nobody_else(session, app):
    with time_machine.travel("2026-03-01 12:00Z", tick=False):
        topic = make_topic(session)
        make_point(session, ends_on=None)
        point = make_veiled(session, topics=[topic], ends_on=None)
        asked = make_partner(session, wish=DAILY)
        other = make_partner(
            session, wish=Wish(Rhythm.DAILY, topic_ids=(make_topic(session).id,), time_zone="UTC")
        )
        monthly = make_partner(session, wish=Wish(Rhythm.MONTHLY, time_zone="UTC"))
    day_after_day(2)
    with time_machine.travel("2026-03-03 12:00Z", tick=False):
        point.reach, point.lifted_at = Reach.ASKED, now()
        session.commit()
        late = make_partner(session, wish=DAILY)
        with unit_of_work():  # who chooses the topic now was not asked before
            joining.apply(session, other, Wish(Rhythm.DAILY, topic_ids=(topic.id,), time_zone="UTC"))
    day_after_day(35, "2026-03-04 07:00:30")
    told = [(p["partner_id"], p["day"]) for p in params(session) if p["accounts"]]
    assert told == [(asked.id, "2026-03-04")]
    assert {late.id, monthly.id, other.id} <= {p["partner_id"] for p in params(session)}
    with time_machine.travel("2026-04-09 12:00Z", tick=False):
        written = mails(app, "prayer_digest")
    with_account = [mail for mail in written if "Nightingale" in mail.text + mail.html + mail.subject]
    assert [mail.params["reference"] for mail in with_account] == [asked.reference]
    assert sum(VEIL in mail.text for mail in written) == 2


def test_what_is_taken_back_before_it_is_written_is_not_told(session, app):
    point = make_point(session)
    make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=1))
    digests.run()
    point.published_at = None
    session.commit()
    assert mails(app, "prayer_digest") == []


def test_a_dry_run_counts_and_changes_nothing(session):
    make_point(session)
    for _ in range(5):
        make_partner(session, next_at=now() - timedelta(minutes=1))
    run = digests.run(dry=True, chunk=2)
    assert (run.due, run.written) == (5, 5)
    assert params(session) == []
    assert digests.run(chunk=2).written == 5


def test_who_leaves_takes_every_mail_along(session, app):
    make_point(session)
    partner = make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=1))
    make_partner(session, wish=DAILY, next_at=now() - timedelta(minutes=1))
    digests.run()
    mails(app, "prayer_digest")
    with unit_of_work():
        wishes.leave(session, session.get(PrayerPartner, partner.id))
    assert [p["partner_id"] for p in params(session)] == [partner.id + 1]


def test_whoever_gets_the_number_of_somebody_who_left_is_not_mistaken_for_them(session):
    make_point(session)
    long_ago = now() - timedelta(days=90)
    gone = make_partner(session, wish=DAILY, next_at=long_ago)
    digests.run()
    with unit_of_work():
        wishes.leave(session, session.get(PrayerPartner, gone.id))
    new = make_partner(session, wish=DAILY, next_at=long_ago)
    digests.run()
    assert new.id in {p["partner_id"] for p in params(session)}
    assert len(params(session)) == 2
