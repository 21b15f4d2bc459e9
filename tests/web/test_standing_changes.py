"""A giver changes a standing gift: signed in, or by the link of a letter; Stripe is asked for exactly that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hope.giving.gateway import Unreachable
from hope.giving.links import make_token
from hope.giving.models import RecurringStatus
from hope.kernel.audit import AuditEntry
from hope.kernel.clock import now
from tests.support.builders import dollars, make_campaign
from tests.support.people import make_supporter, send, sign_in
from tests.support.standing import make_recurring
from tests.support.web import read, text_of


@pytest.fixture
def giver(session):
    return make_supporter(session, email="marigold@example.org")


@pytest.fixture
def gift(session, giver):
    due = now() + timedelta(days=10)
    return make_recurring(session, make_campaign(session), email=giver.email, next_payment_at=due)


@pytest.fixture(params=["signed in", "by link"])
def path(request, app, client, giver, gift):
    if request.param == "signed in":
        sign_in(client, giver)
        return f"/account/recurring/{gift.reference}"
    return f"/give/recurring/{make_token(gift.reference, app.config['SECRET_KEY'])}"


def wanted(gateway):
    [(_, change)] = gateway.changes
    return change


def test_a_rest_and_an_end_through_either_door(client, session, gateway, gift, path):
    assert "Pause your gift" in text_of(client.get(f"{path}/pause"))
    assert send(client, f"{path}/pause", {"months": "2"}).headers["Location"] == f"{path}?said=paused"
    assert wanted(gateway).resumes_at - now() > timedelta(days=60)
    gateway.changes.clear()
    assert "one question" not in text_of(client.get(f"{path}/cancellation"))
    answer = send(client, f"{path}/cancellation", {"why": "I give elsewhere"})
    assert answer.headers["Location"] == f"{path}?said=ended"
    assert wanted(gateway).ends_after_period is True
    newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (newest.action, newest.reason) == ("cancel at period end", "I give elsewhere")


def test_the_question_may_be_left_alone(client, session, gateway, gift, path):
    assert send(client, f"{path}/cancellation", {"why": ""}).status_code == 303
    assert wanted(gateway).ends_after_period is True


def test_what_could_not_be_paid_stops_at_once(client, session, gateway, gift, path):
    gift.status = RecurringStatus.PAST_DUE
    send(client, f"{path}/cancellation")
    assert wanted(gateway).ends_now is True


@pytest.mark.parametrize(
    ("stands", "page", "label", "asked"),
    [
        ({"paused": True}, "resumption", "Resume my gift", {"paused": False}),
        ({"cancel_at": now()}, "continuation", "Keep my gift", {"ends_after_period": False}),
    ],
)
def test_undoing_through_either_door(client, session, gateway, gift, path, stands, page, label, asked):
    for name, value in stands.items():
        setattr(gift, name, value)
    session.commit()
    assert label in text_of(client.get(path))
    assert client.get(f"{path}/{page}").headers["Location"] == path
    assert send(client, f"{path}/{page}").status_code == 303
    assert {name: getattr(wanted(gateway), name) for name in asked} == asked


def test_another_amount_needs_the_giver_themselves(client, app, session, gateway, giver, gift):
    token = make_token(gift.reference, app.config["SECRET_KEY"])
    assert client.get(f"/give/recurring/{token}/amount").status_code == 404
    sign_in(client, giver)
    path = f"/account/recurring/{gift.reference}"
    assert "It is $50.00 now." in text_of(client.get(f"{path}/amount"))
    assert send(client, f"{path}/amount", {"amount": "40"}).headers["Location"] == f"{path}?said=changed"
    assert wanted(gateway).total == dollars("40")


def test_when_stripe_does_not_answer_nothing_is_claimed(client, session, gateway, gift, path):
    gateway.trouble = Unreachable("away")
    answer = send(client, f"{path}/pause", {"months": "2"})
    assert answer.status_code == 503
    assert "Your gift was not changed" in text_of(answer)
    assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("said", ["paused", "ended", "<script>", "x" * 5000])
def test_an_address_cannot_claim_what_is_not_so(client, gift, path, said):
    words = text_of(client.get(path, query_string={"said": said}))
    assert "Your gift rests" not in words
    assert "Your gift is stopped" not in words


def test_a_button_of_an_old_page_is_asked_for_once_more(client, session, gateway, giver, gift):
    gift.paused = True
    sign_in(client, giver)
    answer = client.post(f"/account/recurring/{gift.reference}/resumption", data={"csrf_token": "old"})
    assert answer.status_code == 422
    assert "Please press the button once more" in text_of(answer)
    assert gateway.changes == []


def test_nobody_opens_the_gift_of_another(client, session, gateway, gift):
    sign_in(client, make_supporter(session))
    path = f"/account/recurring/{gift.reference}"
    for page in ("", "/amount", "/day", "/campaign", "/pause", "/cancellation", "/card", "/restart"):
        assert client.get(path + page).status_code == 404
    for page in ("/amount", "/day", "/campaign", "/pause", "/cancellation", "/card", "/resumption",
                 "/continuation", "/restart"):  # fmt: skip
        assert send(client, path + page, {"amount": "1", "months": "1", "day": "1"}).status_code == 404
    assert gateway.changes == []


def test_a_visitor_is_led_to_sign_in(client, gift):
    answer = client.get(f"/account/recurring/{gift.reference}")
    assert answer.headers["Location"] == f"/account/sign-in?next=/account/recurring/{gift.reference}"


def test_what_has_ended_offers_to_begin_again(client, session, gateway, gift, path):
    gift.status = RecurringStatus.CANCELED
    session.commit()
    assert read(client.get(path)).select_one("main a[href$='#give']")
    for page in ("pause", "cancellation", "resumption", "continuation"):
        assert send(client, f"{path}/{page}", {"months": "2"}).headers["Location"] == path
    assert gateway.changes == []
