"""People are found by what one remembers of them."""

import pytest
from sqlalchemy import select

from hope.accounts import finding
from hope.accounts.models import SupporterWord
from tests.support.people import make_supporter


def found(session, text):
    session.commit()
    words = finding.wanted(text)
    return sorted(session.scalars(finding.matching(words))) if words else []


@pytest.mark.parametrize(
    "typed",
    [
        "jose",
        "JOSÉ",
        "fenn",
        "okafor",
        "jose fennimore",
        "fennimore jose",
        "jose.f@example.org",
        "jose.f@ex",
        "jose.f",
    ],
)
def test_somebody_is_found_by(session, typed):
    wanted = make_supporter(session, name="José Fennimore-Okafor", email="Jose.F@example.org")
    make_supporter(session, name="Josephine Baker-Lamp", email="jb@example.net")
    assert wanted.id in found(session, typed)


@pytest.mark.parametrize("typed", ["ennimore", "jose baker", "nobody", "@", "  ", "%", "_", "jose' OR 1=1"])
def test_somebody_is_not_found_by(session, typed):
    make_supporter(session, name="José Fennimore", email="jose@example.org")
    assert found(session, typed) == []


def test_a_new_name_is_found_and_the_old_one_forgotten(session):
    person = make_supporter(session, name="Ada Lamp", email="ada@example.org")
    person.name, person.email = "Erased", ""
    assert found(session, "lamp") == found(session, "ada@") == []
    assert found(session, "erased") == [person.id]


def test_words_go_with_their_person(session):
    person = make_supporter(session, verified_at=None)
    session.delete(person)
    session.commit()
    assert session.scalars(select(SupporterWord)).all() == []


def test_a_name_of_a_thousand_words_is_kept_in_bounds(session):
    person = make_supporter(
        session, name=" ".join("abcdefghij"[i % 10] * (i % 50 + 1) for i in range(60))[:120]
    )
    session.commit()
    assert (
        len(session.scalars(select(SupporterWord).where(SupporterWord.supporter_id == person.id)).all()) <= 12
    )
