"""The web server and the worker are killed at random moments while gifts come in: nothing is lost, nothing doubled.

`HOPE_CRASHES` says how often on each database: 3 times in `make test`, 25 times in `make test-long`.
"""

import os
import random
import threading
import time
from contextlib import suppress

import pytest
import requests
from sqlalchemy import update
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving.models import StripeEvent
from hope.kernel.clock import now
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import make_campaign
from tests.support.site import RunningSite, wait_for

CRASHES = int(os.environ.get("HOPE_CRASHES", "3"))
STEPS = (
    ("gift", "SELECT count(*) FROM gift"),
    ("proof", "SELECT count(DISTINCT source) FROM gift"),
    ("booked", "SELECT count(*) FROM ledger_entry WHERE kind = 'gift'"),
    ("receipts", "SELECT count(DISTINCT number) FROM receipt"),
    ("mails", "SELECT count(*) FROM outgoing_mail WHERE kind = 'receipt'"),
)


class Donors(threading.Thread):
    """People who give without pause; where the site is away, they come back later."""

    def __init__(self, site: RunningSite, slug: str) -> None:
        super().__init__(daemon=True)
        self.site, self.slug = site, slug
        self.paid: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        for number in range(10_000):
            if self.done.is_set():
                return
            self.give(number)

    def wait_for_another(self) -> None:
        """Wait until one more gift was paid."""
        before = len(self.paid)
        wait_for(lambda: len(self.paid) > before, "nobody gave")

    def give(self, number: int) -> None:
        """One gift, every third a standing one; half of the donors look at the thank-you page."""
        form = {"tier": "other", "amount": "12.34", "name": f"Giver {number}", "email": f"g{number}@example.org",
                "naming": "full", "interval": "month" if number % 3 == 0 else "once"}  # fmt: skip
        headers = {"X-Forwarded-For": f"10.9.{number >> 8}.{number & 255}"}
        try:
            answer = self.site.post(f"/campaigns/{self.slug}/give", data=form, headers=headers)
        except requests.RequestException:
            time.sleep(0.05)
            return
        if answer.status_code != 303 or self.site.sandbox.url not in answer.headers["Location"]:
            return
        session = answer.headers["Location"].rsplit("/", 1)[1].partition("#")[0]
        back = self.site.sandbox.pay(session)
        self.paid.append(session)
        if number % 2:
            with suppress(requests.RequestException):
                requests.get(back["redirect"], timeout=10, headers=headers)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_moments(app, session, database, tmp_path):
    campaign: Campaign = make_campaign(session)
    slug = campaign.slug
    session.commit()
    dice = random.Random(CRASHES)
    folder = tmp_path / "site"
    folder.mkdir()
    with RunningSite(folder, database, contract=False, TRUSTED_PROXIES="1") as site:
        donors = Donors(site, slug)
        donors.start()
        for number in range(CRASHES):
            donors.wait_for_another()  # on a busy machine too, each crash falls into a stream of gifts
            time.sleep(dice.uniform(0, 1.3))
            for name in (("web",), ("worker",), ("web", "worker"))[number % 3]:
                site.kill(name)
                getattr(site, f"start_{name}")()
            site.wait_for_web()
        donors.done.set()
        donors.join(30)
        site.sandbox.flush()
        assert site.sandbox.idle(30)
        site.flask("books", "check", "--repair")
        hasten(session)
        site.kill("worker")
        site.start_worker()
        wait_for(lambda: unfinished(site) == 0, "events or mails were left over")
        paid = len(set(donors.paid))
        assert paid >= CRASHES
        counts = {name: site.rows(query)[0][0] for name, query in STEPS}
        assert counts == dict.fromkeys(counts, paid)
        total = site.rows("SELECT amount, gifts FROM campaign_total")
        assert [tuple(row) for row in total] == [(1234 * paid, paid)]
        assert "The books match" in site.flask("books", "check")


def hasten(session: Session) -> None:
    """Let what a killed worker had taken up, or what is to be tried again later, be due now."""
    session.execute(update(OutgoingMail).where(OutgoingMail.state == "waiting").values(due_at=now()))
    left = StripeEvent.outcome.in_(["failed", "waiting"])
    session.execute(update(StripeEvent).where(left).values(next_attempt_at=now()))
    session.commit()


def unfinished(site: RunningSite) -> int:
    """Events that wait or failed, and receipts that are not sent."""
    events = site.rows("SELECT count(*) FROM stripe_event WHERE outcome IN ('failed', 'waiting')")[0][0]
    mails = site.rows("SELECT count(*) FROM outgoing_mail WHERE state <> 'sent'")[0][0]
    return int(events) + int(mails)
