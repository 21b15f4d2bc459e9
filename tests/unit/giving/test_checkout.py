"""One attempt to pay: written down first, found again when it is sent twice, let go when its page is gone."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from hope.giving import checkout as checkouts
from hope.giving.gateway import Refused, Unreachable
from hope.giving.models import Checkout, CheckoutState
from hope.giving.pledge import Pledge
from hope.kernel.clock import now
from tests.support.builders import make_campaign, make_pledge
from tests.support.gateway import FakeGateway


@pytest.fixture
def pledge(app: Flask, session: Session) -> Pledge:
    return make_pledge(make_campaign(session))


def start(pledge: Pledge, gateway: FakeGateway) -> Checkout:
    return checkouts.start(
        pledge, gateway, lambda ref: f"https://thanks/{ref}", lambda ref: f"https://back/{ref}"
    )


def test_the_same_wish_twice_is_one_attempt(pledge: Pledge, gateway: FakeGateway) -> None:
    first, second = start(pledge, gateway), start(pledge, gateway)
    assert first.id == second.id
    assert len(gateway.opened) == 1


def test_a_wish_whose_page_is_gone_is_a_new_attempt(pledge: Pledge, gateway: FakeGateway) -> None:
    first = start(pledge, gateway)
    with time_machine.travel(now() + timedelta(hours=21)):
        second = start(pledge, gateway)
    assert second.id != first.id
    assert second.session_url != first.session_url


def test_a_paid_wish_may_be_wished_again(session: Session, pledge: Pledge, gateway: FakeGateway) -> None:
    first = start(pledge, gateway)
    checkouts.finish(first, CheckoutState.COMPLETED)
    session.commit()
    assert start(pledge, gateway).id != first.id


def test_silence_keeps_the_attempt_and_the_next_try_is_the_same_one(
    session: Session, pledge: Pledge, gateway: FakeGateway
) -> None:
    gateway.trouble = Unreachable("APIConnectionError")
    with pytest.raises(Unreachable):
        start(pledge, gateway)
    kept = session.query(Checkout).one()
    assert (kept.state, kept.failure) == (CheckoutState.OPEN, "APIConnectionError")
    gateway.trouble = None
    assert start(pledge, gateway).id == kept.id


def test_a_refusal_ends_the_attempt(session: Session, pledge: Pledge, gateway: FakeGateway) -> None:
    gateway.trouble = Refused("InvalidRequestError email_invalid")
    with pytest.raises(Refused):
        start(pledge, gateway)
    session.expire_all()
    kept = session.query(Checkout).one()
    assert (kept.state, kept.fingerprint) == (CheckoutState.FAILED, None)
    assert kept.failure == "InvalidRequestError email_invalid"


def test_what_is_completed_stays_completed(session: Session, pledge: Pledge, gateway: FakeGateway) -> None:
    attempt = start(pledge, gateway)
    checkouts.finish(attempt, CheckoutState.COMPLETED)
    checkouts.finish(attempt, CheckoutState.EXPIRED)
    assert attempt.state is CheckoutState.COMPLETED
