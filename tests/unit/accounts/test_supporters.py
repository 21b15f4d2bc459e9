"""People are known by the address that they gave; typing it proves nothing and changes nothing."""

import pytest
from sqlalchemy import select

from hope.accounts.models import Supporter
from hope.accounts.supporters import find_or_add
from hope.kernel.db import unit_of_work
from tests.support.gifts import at_once, count


def test_a_newcomer_is_written_down_unproved(session):
    supporter = find_or_add(session, "Ada@Example.org", "Ada")
    assert (supporter.email, supporter.email_key) == ("Ada@Example.org", "ada@example.org")
    assert (supporter.verified_at, supporter.staff_role, supporter.news_wanted_at) == (None, None, None)


@pytest.mark.parametrize("again", ["ada@example.org", "ADA@EXAMPLE.ORG", "Ada@example.org"])
def test_the_same_address_is_the_same_person_whatever_its_capitals(session, again):
    first = find_or_add(session, "ada@example.org", "Ada")
    assert find_or_add(session, again, "Ada").id == first.id
    assert count(session, Supporter) == 1


def test_another_address_is_another_person(session):
    ids = {
        find_or_add(session, email, "Ada").id
        for email in ("a@example.org", "b@example.org", "a.@example.org")
    }
    assert len(ids) == 3


def test_whoever_types_an_address_does_not_rename_its_owner(session):
    find_or_add(session, "ada@example.org", "Ada Example")
    assert find_or_add(session, "ada@example.org", "Somebody Else").name == "Ada Example"


def test_news_are_wanted_once_asked_for_and_not_unasked_by_silence(session):
    assert find_or_add(session, "ada@example.org", "Ada").news_wanted_at is None
    wanted = find_or_add(session, "ada@example.org", "Ada", wants_news=True).news_wanted_at
    assert wanted is not None
    assert find_or_add(session, "ada@example.org", "Ada").news_wanted_at == wanted
    assert find_or_add(session, "ada@example.org", "Ada", wants_news=True).news_wanted_at == wanted


def test_a_newcomer_who_comes_twenty_times_at_once_is_one_person(app, session):
    def come():
        with app.app_context(), unit_of_work() as working:
            return find_or_add(working, "ada@example.org", "Ada").id

    assert len(set(at_once(*[come] * 20))) == 1
    assert session.scalars(select(Supporter.email_key)).all() == ["ada@example.org"]
