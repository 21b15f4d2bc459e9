"""What the log says of an error: kind and place, and not a word that somebody typed."""

import logging

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel.trail import TrailsOnly, trail_of
from tests.support.people import make_supporter

TYPED = "ada@example.org"


def read(typed: str) -> int:
    try:
        return int(typed)
    except ValueError as error:
        raise RuntimeError(typed) from error


def test_kind_and_place_without_what_was_typed():
    with pytest.raises(RuntimeError) as caught:
        read(TYPED)
    trail = trail_of(caught.value)
    assert trail.startswith("RuntimeError\n")
    assert "ValueError\n" in trail
    assert "in read\n    return int(typed)\n" in trail
    assert TYPED not in trail


def test_what_a_library_logs_goes_the_same_way(caplog: pytest.LogCaptureFixture):
    with caplog.filtering(TrailsOnly()):
        try:
            read(TYPED)
        except RuntimeError:
            logging.getLogger("huey").exception("Unhandled exception in task %s.", 7)
    assert "Unhandled exception in task 7. RuntimeError\n" in caplog.text
    assert "in read\n" in caplog.text
    assert TYPED not in caplog.text


def test_a_refused_row_stays_out_and_the_rule_stays_in(session: Session):
    make_supporter(session, email=TYPED)
    session.add(Supporter(email=TYPED, email_key=TYPED, name="Ada"))
    with pytest.raises(IntegrityError) as caught:
        session.flush()
    session.rollback()
    trail = trail_of(caught.value)
    assert "IntegrityError: " in trail
    assert "email_key" in trail
    assert TYPED not in trail
