"""How fast paid gifts are taken in, beside how fast the same database commits a single row in the same run."""

import json
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import func, select

from bench import bare
from bench.delivering import delivered_a_second
from hope import create_app
from hope.campaigns.models import Campaign
from hope.giving import checkout as checkouts
from hope.giving.models import Checkout, Gift
from hope.giving.pledge import Interval
from hope.kernel.db import db
from tests.support.builders import make_campaign, make_giver, make_pledge
from tests.support.databases import settings_for
from tests.support.gateway import FakeGateway
from tests.support.stripe_events import completed, event, invoice_paid

ALONE, ROUNDS, IN_A_ROUND, STANDING, NOTHING = 100, 3, 400, 100, 400
AT_ONCE = 32
Row = tuple[str, str]


def measure(database: str, folder: Path) -> list[Row]:
    """Every figure about events on this database."""
    settings = settings_for(database, folder)
    app = create_app(settings, gateway=FakeGateway(settings))
    with app.app_context():
        campaign = make_campaign(db.session())
        alone = paid(campaign, ALONE, "alone")
        rounds = [paid(campaign, IN_A_ROUND, f"round{number}-") for number in range(ROUNDS)]
        standing = opened(campaign, STANDING, "monthly", Interval.MONTH)
        bare.prepare()
        db.session.remove()
    rows = [*beside_bare(app, alone, rounds), *others(app, rounds[0], standing)]
    with app.app_context():
        gifts = db.session.scalar(select(func.count()).select_from(Gift))
        assert gifts == ALONE + ROUNDS * IN_A_ROUND + 4 * STANDING, gifts
        db.session.remove()
        db.engine.dispose()
    return rows


def beside_bare(app: Flask, alone: list[bytes], rounds: list[list[bytes]]) -> list[Row]:
    """Gifts in rounds, the bare rates measured before and after each, so that both meet the same machine."""
    single = delivered_a_second(app, alone[:10], 1) and delivered_a_second(app, alone[10:], 1)
    bares, commits = [Bare(app)], Commits(app)
    rates, used = [], []
    for bodies in rounds:
        commits.count = 0
        rates.append(delivered_a_second(app, bodies, AT_ONCE))
        used.append(commits.count)
        bares.append(Bare(app))
    ours = [mean([before.ours, after.ours]) for before, after in pairwise(bares)]
    drivers = [mean([before.drivers, after.drivers]) for before, after in pairwise(bares)]
    shares = sorted(rate / bare for rate, bare in zip(rates, ours, strict=True))
    of_driver = sorted(rate / bare for rate, bare in zip(rates, drivers, strict=True))
    return [
        ("one row inserted and committed", f"{mean(ours):.0f} a second"),
        ("gifts, one delivery after the other", f"{single:.0f} a second"),
        (
            f"gifts, {AT_ONCE} deliveries at once",
            f"{mean(rates):.0f} a second, {IN_A_ROUND} in {mean(used):.0f} commits",
        ),
        (
            "so one process takes in",
            f"{median(shares):.2f} of the bare rate ({shares[0]:.2f} to {shares[-1]:.2f} in {ROUNDS} rounds)",
        ),
        (
            "beside the driver alone",
            f"{median(of_driver):.2f} of {mean(drivers):.0f} a second, with nothing of ours in between",
        ),
    ]


class Bare:
    """Both bare rates, measured now: a unit of work for each row, and by the driver alone."""

    rows = 0

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.ours = bare.commits_a_second(Bare.rows)
            self.drivers = bare.driver_commits_a_second(Bare.rows + bare.ROWS)
        Bare.rows += 2 * bare.ROWS


class Commits:
    """Counts the site's durable commits."""

    def __init__(self, app: Flask) -> None:
        self.count = 0
        with app.app_context():
            listening.listen(db.engine, "commit", self._note)

    def _note(self, _connection: object) -> None:
        self.count += 1


def others(app: Flask, known: list[bytes], standing: list[Checkout]) -> list[Row]:
    """What else comes: the same again, standing gifts, events of no concern."""
    begun = [as_sent(told) for attempt in standing for told in (completed(attempt), invoice_paid(attempt))]
    renewals = [as_sent(invoice_paid(attempt, number)) for number in (2, 3, 4) for attempt in standing]
    rates = [
        delivered_a_second(app, bodies, AT_ONCE)
        for bodies in (known, begun, renewals, [of_no_concern(number) for number in range(NOTHING)])
    ]
    return [
        ("the same events once more", f"{rates[0]:.0f} a second, nothing recorded twice"),
        ("standing gifts begun and first paid", f"{rates[1]:.0f} events a second, two for each"),
        ("their renewals", f"{rates[2]:.0f} a second"),
        ("events of no concern", f"{rates[3]:.0f} a second, kept all the same"),
    ]


def paid(campaign: Campaign, how_many: int, mark: str) -> list[bytes]:
    """Events of as many gifts, each by another person."""
    return [as_sent(completed(checkout)) for checkout in opened(campaign, how_many, mark, Interval.ONCE)]


def of_no_concern(number: int) -> bytes:
    """An event that changes nothing here."""
    return as_sent(event("product.updated", {"id": f"prod_{number}", "object": "product", "name": "Lantern"}))


def as_sent(told: dict[str, object]) -> bytes:
    """An event as Stripe writes it."""
    return json.dumps(told, indent=2).encode()


def opened(campaign: Campaign, how_many: int, mark: str, interval: Interval) -> list[Checkout]:
    """As many attempts that wait for their money."""
    gateway = FakeGateway(_Keys())
    made = []
    for number in range(how_many):
        giver = make_giver(email=f"{mark}{number}@example.org")
        pledge = make_pledge(campaign, giver=giver, interval=interval)
        made.append(checkouts.start(pledge, gateway, str, str))
    return made


class _Keys:
    stripe_secret_key, stripe_webhook_secret, live = "sk_test_bench", "whsec_bench", False
