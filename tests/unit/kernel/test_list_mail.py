"""Mail of a list: with a way out, behind what is owed, and never to an address that said no."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from sqlalchemy import select, update

from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.mail import compose, delivery, outbox, stopping
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.mail.models import MailState, MailStop, OutgoingMail, StopReason, Stream
from hope.kernel.mail.tasks import tidy
from hope.kernel.mail.transport import as_message
from tests.support.gifts import count, mail_server
from tests.support.praying import make_partner, make_point
from tests.unit.kernel.test_transport import SENDER, a_mail, send

LONG = "<https://a-charity-with-a-very-long-name.example.org/pray/unsubscribe/" + "ABCDEFGH" * 12 + ">"


class Post:
    """A transport that remembers who was written to, and fails as it is told to."""

    def __init__(self):
        self.to, self.failure = [], None

    def send(self, message):
        if self.failure:
            raise self.failure
        self.to.append(message["To"])

    def hang_up(self):
        pass


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The kinds of mail that are made up here are known here only."""
    for name in ("_composers", "_streams", "_readable"):
        monkeypatch.setattr(compose, name, getattr(compose, name).copy())


@pytest.fixture
def post(app):
    app.extensions["mail_transport"] = Post()
    return app.extensions["mail_transport"]


def owe(session, kind, number=1, **params):
    with unit_of_work():
        outbox.post(session, kind, f"reader{number}@example.org", f"{kind}:{number}", **params)


@pytest.fixture
def digest(session):
    """The parameters of one real list mail."""
    return {
        "reference": make_partner(session).reference,
        "day": "2026-03-09",
        "points": [make_point(session).id],
        "answers": [],
        "accounts": [],
    }


def test_the_two_headers_arrive_whole_however_long_the_address(app):
    headers = {"List-Unsubscribe": LONG, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    with mail_server() as server:
        send(server.url, as_message(a_mail(headers=headers), SENDER))
    [raw] = server.received
    assert f"List-Unsubscribe: {LONG}\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_a_header_cannot_bring_another_one_along():
    for bad in (f"{LONG}\r\nBcc: all@example.org", f"{LONG}\nBcc: all@example.org"):
        with pytest.raises(ValueError, match=r"(?i)header|newline|linefeed"):
            as_message(a_mail(headers={"List-Unsubscribe": bad}), SENDER).as_bytes()


def test_a_list_without_a_way_out_cannot_be_registered_and_used(app, session, post):
    composer("prayer_digest_without", Stream.LIST)(dict)
    owe(session, "prayer_digest_without")
    assert delivery.deliver_due() == 0
    assert post.to == []


def test_what_is_owed_has_no_such_header(app, session, digest):
    assert outbox.row("receipt", "a@example.org", "x", {})["is_list"] is False
    assert outbox.row("prayer_digest", "a@example.org", "x", {})["is_list"] is True


def test_what_is_owed_goes_first(session, post, digest):
    for number in range(3):
        owe(session, "prayer_digest", number, **digest)
    composer("owed_test")(lambda: {"unsubscribe_url": ""})
    session.execute(update(OutgoingMail).values(due_at=now() - timedelta(hours=1)))
    session.commit()
    owe(session, "owed_test", 9)
    first = delivery._claim_next()
    assert session.get(OutgoingMail, first).kind == "owed_test"


def test_a_round_of_list_mail_ends_and_the_next_one_goes_on(session, post, digest):
    for number in range(3):
        owe(session, "prayer_digest", number, **digest)
    assert delivery.deliver_due(list_seconds=0) == 0
    assert delivery.deliver_due() == 3


def test_a_second_thread_leaves_the_lists_to_the_first(session, post, digest):
    owe(session, "prayer_digest", **digest)
    with delivery._list_round:
        assert delivery.deliver_due() == 0
    assert delivery.deliver_due() == 1


@pytest.mark.parametrize("reason", list(StopReason))
def test_a_bounce_or_a_complaint_takes_back_what_waits_and_stops_what_comes(session, post, digest, reason):
    owe(session, "prayer_digest", 1, **digest)
    owe(session, "prayer_digest", 2, **digest)
    with unit_of_work():
        assert stopping.stop(session, " Reader1@Example.org ", reason) == 1
        stopping.stop(session, "reader1@example.org", StopReason.BOUNCED)
    assert session.scalars(select(MailStop)).one().reason is reason
    owe(session, "prayer_digest", 1, **digest)
    delivery.deliver_due()
    assert post.to == ["reader2@example.org"]
    with unit_of_work():
        stopping.resume(session, "READER1@example.org")
    assert count(session, MailStop) == 0


@pytest.mark.parametrize(("code", "is_stopped"), [(550, True), (553, True), (450, False), (554, False)])
def test_a_server_that_knows_no_such_mailbox_is_a_bounce(session, post, digest, code, is_stopped):
    owe(session, "prayer_digest", **digest)
    post.failure = SMTPRecipientsRefused({"reader1@example.org": (code, b"no")})
    delivery.deliver_due()
    session.expire_all()
    assert stopping.is_stopped(session, "reader1@example.org") is is_stopped
    expected = MailState.FAILED if is_stopped else MailState.WAITING
    assert session.scalars(select(OutgoingMail.state)).one() is expected


def test_a_receipt_that_bounces_stops_no_list_by_itself_and_is_tried_again(session, post):
    composer("owed_test")(dict)
    owe(session, "owed_test")
    post.failure = SMTPRecipientsRefused({"reader1@example.org": (550, b"no")})
    delivery.deliver_due()
    assert count(session, MailStop) == 0
    assert session.scalars(select(OutgoingMail.state)).one() is MailState.WAITING


def test_nothing_left_to_say_is_no_mail_and_no_failure(session, post):
    def silent():
        raise NothingToSay

    composer("silent_test")(silent)
    owe(session, "silent_test")
    assert delivery.deliver_due() == 0
    assert count(session, OutgoingMail) == 0


def test_a_reader_who_leaves_while_their_mail_is_sent_is_no_error(session, post, digest):
    owe(session, "prayer_digest", **digest)
    mail = session.scalars(select(OutgoingMail)).one()

    class Leaving(Post):
        def send(self, message):
            with unit_of_work() as unit:
                unit.delete(unit.get(OutgoingMail, mail.id))

    from flask import current_app

    current_app.extensions["mail_transport"] = Leaving()
    assert delivery.deliver_due() == 1
    assert count(session, OutgoingMail) == 0


def test_whom_lists_wrote_to_is_forgotten_after_two_weeks(session, post, digest):
    owe(session, "prayer_digest", 1, **digest)
    composer("owed_test")(dict)
    owe(session, "owed_test", 2)
    session.execute(update(OutgoingMail).values(state=MailState.SENT, created_at=now() - timedelta(days=15)))
    session.commit()
    owe(session, "prayer_digest", 3, **digest)
    tidy()
    assert sorted(session.scalars(select(OutgoingMail.recipient))) == [
        "reader2@example.org",
        "reader3@example.org",
    ]


def test_the_commands_say_what_they_did(app, session, digest):
    owe(session, "prayer_digest", 1, **digest)
    session.commit()
    runner = app.test_cli_runner()
    assert "1 waiting messages" in runner.invoke(args=["mail", "bounced", "reader1@example.org"]).output
    assert "reader1@example.org" in runner.invoke(args=["mail", "stopped"]).output
    runner.invoke(args=["mail", "complained", "other@example.org"])
    runner.invoke(args=["mail", "resume", "reader1@example.org"])
    session.expire_all()
    assert session.scalars(select(MailStop.email_key)).all() == ["other@example.org"]
