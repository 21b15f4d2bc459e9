"""A form that was sent twice, and one that nobody wrote."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from hope.kernel import once
from hope.kernel.db import db, unit_of_work


def test_the_second_time_it_is_there_already(session):
    key = once.new_key()
    assert once.made_before(session, key) is None
    once.remember(session, key, 7)
    assert once.made_before(session, key) == 7
    assert once.made_before(session, once.new_key()) is None


def test_what_went_wrong_uses_no_key_up(session):
    key = once.new_key()

    def fail() -> None:
        with unit_of_work() as work:
            once.made_before(work, key)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert once.made_before(session, key) is None


@pytest.mark.parametrize("odd", [None, "", "x" * 5000, "é", "a\x00b"])
def test_what_is_no_key_says_nothing(session, odd):
    assert once.made_before(session, odd) is None
    once.remember(session, odd, 1)
    assert once.made_before(session, odd) is None
    assert session.scalar(select(func.count(once.FormKey.key))) == 0


def test_a_form_whose_key_is_no_key_gets_one():
    key = once.new_key()
    assert once.as_ours(key) == key
    for odd in (None, "", "x" * 5000, "é"):
        assert 0 < len(once.as_ours(odd)) <= once.LONGEST


def test_old_keys_are_forgotten(session):
    session.add(once.FormKey(key="old", row_id=1, used_at=once.now() - once.KEPT - timedelta(days=1)))
    session.flush()
    once.made_before(session, once.new_key())
    assert session.get(once.FormKey, "old", populate_existing=True) is None


def test_two_at_the_same_moment_make_one(app: Flask, session):
    key, made, start = once.new_key(), [], Barrier(2)

    def send(number: int) -> None:
        with app.app_context():
            start.wait()
            with unit_of_work() as work:
                before = once.made_before(work, key)
                if before is None:
                    once.remember(work, key, number)
                made.append(before or number)
            db.session.remove()

    threads = [Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] == made[1]
