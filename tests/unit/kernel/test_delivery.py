"""Mail goes out once, keeps its words and its number over every attempt, and is given up in the end."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.mail import delivery, outbox
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.mail.tasks import deliver
from tests.support.builders import make_campaign, make_checkout, make_gift, run_jobs
from tests.support.gifts import at_once, count
from tests.support.stripe_events import completed
from tests.support.stripe_events import deliver as bring


class Post:
    """A transport that remembers, and fails as often as it is told to."""

    def __init__(self, failures=()):
        self.sent, self.failures, self.tried = [], list(failures), []

    def send(self, message):
        self.tried.append(message["Message-ID"])
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)

    def hang_up(self):
        pass


@pytest.fixture
def post(app):
    app.extensions["mail_transport"] = Post()
    return app.extensions["mail_transport"]


def owe(session, number=1):
    """Owe somebody a receipt."""
    gift = make_gift(session, make_campaign(session))
    with unit_of_work():
        outbox.post(
            session, "receipt", f"giver{number}@example.org", f"receipt:{gift.id}", receipt_id=gift.id
        )


def the_mail(session):
    session.commit()
    session.expire_all()
    return session.scalars(select(OutgoingMail)).one()


def let_it_be_due(session):
    session.execute(update(OutgoingMail).values(due_at=now() - timedelta(seconds=1)))
    session.commit()


def test_a_message_is_written_handed_over_and_remembered(session, post):
    owe(session)
    assert delivery.deliver_due() == 1
    [message] = post.sent
    mail = the_mail(session)
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None
    assert (message["To"], message["Subject"]) == ("giver1@example.org", mail.subject)
    assert delivery.deliver_due() == 0
    assert len(post.sent) == 1


def test_a_server_that_fails_is_tried_again_later_with_the_same_number_and_words(session, post):
    owe(session)
    post.failures = [ConnectionRefusedError("no"), TimeoutError("slow")]
    texts = set()
    for attempt in (1, 2):
        assert delivery.deliver_due() == 0
        mail = the_mail(session)
        texts.add(mail.text)
        assert (mail.state, mail.attempts) == (MailState.WAITING, attempt)
        assert mail.due_at > now() + timedelta(seconds=29)
        assert mail.last_error
        let_it_be_due(session)
    assert delivery.deliver_due() == 1
    assert len(set(post.tried)) == 1
    assert texts == {the_mail(session).text}


def test_a_letter_once_written_stays_as_it_was_written(app, session, post):
    owe(session)
    post.failures = [OSError("no")]
    delivery.deliver_due()
    app.config["CHARITY_NAME"] = "Another Name"
    let_it_be_due(session)
    delivery.deliver_due()
    [message] = post.sent
    assert "Another Name" not in message.get_body(("plain",)).get_content()


def test_pauses_grow_and_end_in_giving_up(session, post):
    owe(session)
    post.failures = [OSError("no")] * 99
    pauses = []
    for _ in range(delivery.MOST_ATTEMPTS):
        delivery.deliver_due()
        pauses.append(the_mail(session).due_at - now())
        let_it_be_due(session)
    assert the_mail(session).state is MailState.FAILED
    assert all(later > sooner * 0.9 for sooner, later in pairwise(pauses[:-1]))
    assert pauses[-2] > timedelta(hours=4)
    assert delivery.deliver_due() == 0
    assert len(post.tried) == delivery.MOST_ATTEMPTS


def test_one_message_that_cannot_be_written_holds_up_no_other(session, post):
    with unit_of_work():
        outbox.post(session, "nothing_known", "a@example.org", "strange:1")
        outbox.post(session, "receipt", "b@example.org", "receipt:0", receipt_id=999_999)
    owe(session)
    assert delivery.deliver_due() == 1
    states = session.scalars(select(OutgoingMail.state).order_by(OutgoingMail.id)).all()
    assert states == [MailState.WAITING, MailState.WAITING, MailState.SENT]


def test_the_same_cause_never_makes_a_second_message(session):
    for _ in range(3):
        with unit_of_work():
            outbox.post(session, "receipt", "a@example.org", "receipt:1", receipt_id=1)
    assert count(session, OutgoingMail) == 1


def test_every_message_has_a_number_of_its_own(session):
    with unit_of_work():
        for number in range(5):
            outbox.post(session, "receipt", "a@example.org", f"receipt:{number}", receipt_id=1)
    numbers = session.scalars(select(OutgoingMail.message_id)).all()
    assert len(set(numbers)) == 5
    assert all(number.startswith("<") and number.endswith("@hope.mail>") for number in numbers)


def test_a_message_whose_cause_is_undone_was_never_owed(app, session):
    def undone():
        with unit_of_work():
            outbox.post(session, "receipt", "a@example.org", "receipt:1", receipt_id=1)
            raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        undone()
    assert count(session, OutgoingMail) == 0
    assert run_jobs(app) == 0


def test_posting_wakes_the_worker_and_once_is_enough(app, session, post):
    with unit_of_work():
        for number in range(3):
            outbox.post(session, "nothing_known", "a@example.org", f"x:{number}")
    assert run_jobs(app) == 1


def test_a_worker_that_was_away_finds_everything_and_sends_each_once(app, client, session, post):
    campaign = make_campaign(session)
    for number in range(25):
        bring(client, completed(make_checkout(client, campaign, email=f"giver{number}@example.org")))
    app.extensions["huey"].flush()
    assert post.sent == []
    deliver()
    deliver()
    assert sorted(message["To"] for message in post.sent) == sorted(
        f"giver{n}@example.org" for n in range(25)
    )
    assert set(session.scalars(select(OutgoingMail.attempts))) == {1}


def test_two_workers_at_once_send_nothing_twice(app, session, post):
    for number in range(6):
        owe(session, number)

    def work():
        with app.app_context():
            return delivery.deliver_due()

    session.commit()
    assert sum(at_once(work, work, work)) == 6
    assert len(post.sent) == len({message["To"] for message in post.sent}) == 6


def test_a_worker_that_died_while_sending_is_followed_by_another_with_the_same_number(session, post):
    owe(session)
    assert delivery._claim_next() is not None  # and then it died
    assert delivery.deliver_due() == 0
    session.execute(update(OutgoingMail).values(due_at=OutgoingMail.due_at))
    let_it_be_due(session)
    assert delivery.deliver_due() == 1
    assert post.tried == [the_mail(session).message_id]


def test_no_address_is_written_into_the_log(session, post, caplog):
    owe(session)
    post.failures = [OSError("550 giver1@example.org unknown")]
    delivery.deliver_due()
    assert "not delivered: OSError" in caplog.text
    assert "giver1" not in caplog.text
