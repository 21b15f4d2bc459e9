"""Many rows with one statement: the same on both databases, whatever stands in them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from hope.kernel import bulk
from hope.kernel.among import among
from hope.kernel.clock import now
from hope.kernel.mail import outbox
from hope.kernel.mail.models import MailState, OutgoingMail

AWKWARD = '“O\'Brien”; \\u0000 \\ %s %(rows)s :rows {}[] \n\t 🕯 \u202e DROP TABLE "outgoing_mail"'


def letter(number, **over):
    """One row, as the outbox makes it."""
    return outbox.row("receipt", f"ada{number}@example.org", f"cause {number}", {"said": AWKWARD}) | over


def stored(session):
    """What the table holds, read through the model."""
    session.expire_all()
    return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def test_rows_come_back_as_they_were_and_known_ones_are_passed_over(session):
    moment = now() - timedelta(days=400)
    first = [letter(1, text=AWKWARD, due_at=moment), letter(2)]
    new = bulk.insert_all(session, OutgoingMail, first, OutgoingMail.cause, OutgoingMail.id)
    ids = {row.cause: row.id for row in new}
    assert sorted(ids) == ["cause 1", "cause 2"]
    again = bulk.insert_all(
        session, OutgoingMail, [letter(2, text="other"), letter(3)], OutgoingMail.cause, or_ignore=True
    )
    assert [row.cause for row in again] == ["cause 3"]
    bulk.insert_all(session, OutgoingMail, [letter(4)])
    rows = stored(session)
    assert [row.cause for row in rows] == ["cause 1", "cause 2", "cause 3", "cause 4"]
    one = rows[0]
    assert (one.id, one.text, one.params, one.due_at) == (ids["cause 1"], AWKWARD, {"said": AWKWARD}, moment)
    assert (one.state, one.is_list, rows[1].text) == (MailState.WAITING, False, "")


def test_each_row_gets_its_own_change(session):
    new = bulk.insert_all(session, OutgoingMail, [letter(1), letter(2), letter(3)], OutgoingMail.id)
    one, two, _ = sorted(row.id for row in new)
    later = now() + timedelta(hours=1)
    changes = [
        {"text": AWKWARD, "id": one, "state": MailState.SENT, "due_at": later},
        {"text": "two", "id": two, "state": MailState.WAITING, "due_at": later},
    ]
    bulk.change_all(session, OutgoingMail, changes)
    rows = stored(session)
    assert [row.text for row in rows] == [AWKWARD, "two", ""]
    assert [row.state for row in rows] == [MailState.SENT, MailState.WAITING, MailState.WAITING]
    assert [row.due_at == later for row in rows] == [True, True, False]
    assert bulk.change_all(session, OutgoingMail, []) is None


def test_more_rows_than_one_statement_takes(session):
    many = bulk.MOST_VALUES // len(letter(0)) + 7
    new = bulk.insert_all(session, OutgoingMail, [letter(n) for n in range(many)], OutgoingMail.id)
    assert len({row.id for row in new}) == many == len(stored(session))


def test_a_moment_without_its_time_zone_is_refused(session):
    with pytest.raises(ValueError, match="time zone"):
        bulk.insert_all(session, OutgoingMail, [letter(1, due_at=datetime(2026, 3, 1))])  # noqa: DTZ001


def test_one_of_many_values(session):
    bulk.insert_all(session, OutgoingMail, [letter(n) for n in range(5)] + [letter(9, cause=AWKWARD)])
    found = select(OutgoingMail.cause).where(among(OutgoingMail.__table__.c.cause, "causes"))
    for causes in ([AWKWARD, "cause 3", "unknown"], ["cause 1"], []):
        rows = bulk.straight(session).execute(found, {"causes": causes}).scalars()
        assert sorted(rows) == sorted(set(causes) - {"unknown"})


def test_an_index_answers_however_many_values_there_are(session):
    found = select(OutgoingMail.id).where(among(OutgoingMail.__table__.c.cause, "causes"))
    connection = bulk.straight(session)
    words = str(found.compile(connection))
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", ('["one"]',)).all()
    else:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {words}", {"causes": ["one"]}).all()
    assert "cause" in str(plan)
    assert "SCAN outgoing_mail" not in str(plan)
    assert "Seq Scan on outgoing_mail" not in str(plan)
