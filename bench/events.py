"""How fast paid gifts are taken in, beside how fast the same database commits a single row."""

import json
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from hope import create_app
from hope.giving import checkout as checkouts
from hope.giving.models import Checkout
from hope.kernel.db import db, unit_of_work
from tests.support.builders import make_campaign, make_giver, make_pledge
from tests.support.databases import settings_for
from tests.support.gateway import FakeGateway
from tests.support.stripe_events import completed, deliver

EVENTS = 300
Row = tuple[str, str]


def measure(database: str, folder: Path) -> list[Row]:
    """Every figure about events on this database."""
    settings = settings_for(database, folder)
    app = create_app(settings, gateway=FakeGateway(settings))
    with app.app_context():
        bodies = [json.dumps(completed(checkout)).encode() for checkout in open_checkouts()]
        bare = commits_a_second()
    taken = received_a_second(app, bodies)
    again = received_a_second(app, bodies)
    with app.app_context():
        gifts = db.session.execute(text("SELECT count(*) FROM gift")).scalar()
        assert gifts == EVENTS, gifts
        db.session.remove()
        db.engine.dispose()
    return [
        ("recorded, one after the other", f"{taken:.0f} a second"),
        ("the same events once more", f"{again:.0f} a second, nothing recorded twice"),
        ("one row inserted and committed", f"{bare:.0f} a second"),
        ("so a gift costs", f"{bare / taken:.1f} bare commits"),
    ]


def open_checkouts() -> list[Checkout]:
    """As many attempts as there will be events, each by another person."""
    campaign = make_campaign(db.session())
    gateway = FakeGateway(_Keys())
    made = []
    for number in range(EVENTS):
        pledge = make_pledge(campaign, giver=make_giver(email=f"giver{number}@example.org"))
        made.append(checkouts.start(pledge, gateway, str, str))
    return made


class _Keys:
    stripe_secret_key, stripe_webhook_secret, live = "sk_test_bench", "whsec_bench", False


def commits_a_second() -> float:
    """What the database does at most, one durable transaction after the other."""
    with unit_of_work() as session:
        session.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, words TEXT)"))
    begun = time.perf_counter()
    for number in range(EVENTS):
        with unit_of_work() as session:
            session.execute(text("INSERT INTO bare VALUES (:id, 'a row')"), {"id": number})
    return EVENTS / (time.perf_counter() - begun)


def received_a_second(app: Flask, bodies: list[bytes]) -> float:
    """Signed events through the whole app: verified, kept, recorded, committed, answered."""
    client = app.test_client()
    begun = time.perf_counter()
    for body in bodies:
        assert deliver(client, body).status_code == 200
    return EVENTS / (time.perf_counter() - begun)
