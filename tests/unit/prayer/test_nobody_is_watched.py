"""The database holds nothing that says who prayed for what: the schema has no place for it, and no row changes."""

from datetime import timedelta

from sqlalchemy import inspect, select, text

from hope.kernel.clock import now
from hope.kernel.db import Base, db
from hope.prayer import digests
from hope.prayer.models import Prayer
from tests.support.praying import mails, make_partner, make_point

# What leads to a person, and what leads to something prayed for.
PEOPLE = {"supporter", "prayer_partner", "prayer_signup", "sign_in", "checkout", "gift", "recurring_gift"}
PRAYED = {"prayer_point", "prayer"}
COUNTS = {"prayer": {"point_id", "prayed"}, "prayer_day": {"day", "partners", "joined", "departed", "prayed"}}


def tables():
    inspector = inspect(db.engine)
    return {
        name: (
            {column["name"] for column in inspector.get_columns(name)},
            {key["referred_table"] for key in inspector.get_foreign_keys(name)},
        )
        for name in inspector.get_table_names()
    }


def reachable(name, known):
    """Every table that this one leads to, however many stand between."""
    found, waiting = set(), [name]
    while waiting:
        for target in known[waiting.pop()][1] - found:
            found.add(target)
            waiting.append(target)
    return found


def rows():
    """Every row of every table, as text."""
    with db.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
            for name in tables()
            if not name.startswith("huey")
        }


def joining(known):
    """The tables from which one gets both to a person and to what is prayed for."""
    found = []
    for name in known:
        leads = reachable(name, known) | {name}
        if leads & PEOPLE and leads & PRAYED:
            found.append(name)
    return found


def test_no_table_leads_both_to_a_person_and_to_what_is_prayed_for(session):
    known = tables()
    assert known.keys() >= PRAYED | PEOPLE
    assert joining(known) == []


def test_a_table_that_joins_them_however_far_apart_is_caught(session):
    known = tables() | {
        "tap": ({"point_id", "browser_id"}, {"prayer_point", "browser"}),
        "browser": ({"sign_in_id"}, {"sign_in"}),
    }
    assert joining(known) == ["tap"]


def test_the_counts_have_no_column_for_anything_else(session):
    known = tables()
    assert {name: known[name][0] for name in COUNTS} == COUNTS
    assert known["prayer_day"][1] == set()
    assert [
        column.name for column in Base.metadata.tables["prayer"].columns if "at" in column.name.split("_")
    ] == []


def test_a_tap_changes_two_numbers_and_nothing_else(session, client, app):
    points = [make_point(session), make_point(session)]
    partner = make_partner(session, next_at=now() - timedelta(minutes=1))
    digests.run()
    [mail] = mails(app, "prayer_digest")
    client.post(f"/pray/points/{points[1].slug}/prayed", environ_overrides={"REMOTE_ADDR": "10.9.9.9"})
    before = rows()
    # The partner themselves, from the very link in their mail, in their own browser, signed in nowhere.
    assert points[0].slug in mail.text
    client.post(
        f"/pray/points/{points[0].slug}/prayed",
        headers={"User-Agent": "Partner’s own".encode().decode("latin-1")},
    )
    after = rows()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"prayer", "prayer_day"}
    assert session.scalars(select(Prayer.prayed).order_by(Prayer.point_id)).all() == [1, 1]
    everything = repr(after)
    assert "10.9.9.9" not in everything
    assert "own" not in repr(after["prayer"]) + repr(after["prayer_day"])
    assert partner.reference not in repr(after["prayer"]) + repr(after["prayer_day"])


def test_every_mail_has_the_same_button(session, app):
    make_point(session)
    for _ in range(2):
        make_partner(session, next_at=now() - timedelta(minutes=1))
    digests.run()
    links = [[w for w in mail.text.split() if "/pray/points/" in w] for mail in mails(app, "prayer_digest")]
    assert links[0] == links[1] != []
