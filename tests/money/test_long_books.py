"""A check of ten years says how far it is, and takes no more memory than one of a day."""

import tracemalloc

import pytest

from hope.giving import books
from hope.giving.gateway import StripeGateway


class Many:
    """A Stripe that lists so many payments of which nobody told us, and nothing else."""

    def __init__(self, number):
        self.number = number

    def transactions(self, since):
        return (movement(number) for number in range(self.number))

    def carried_by(self, payout):
        return iter(())

    def sessions(self, since):
        return iter(())

    def subscriptions(self):
        return iter(())

    refunds = disputes = sessions
    warnings = undelivered = subscriptions


def movement(number):
    """A payment whose money came and went: it moved nothing that could be missing in our books."""
    source = {"id": f"tr_{number}", "object": "topup"}
    return {
        "id": f"txn_{number}",
        "type": "topup",
        "amount": 0,
        "fee": 0,
        "currency": "usd",
        "source": source,
    }


@pytest.fixture
def stripe(app):
    return app.extensions["gateway"]


def checked(stripe, number, progress=None):
    stripe.listings = Many(number)
    return books.check(stripe, None, progress)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_memory_stays_flat(session, stripe):
    checked(stripe, 1000)  # what is loaded once is loaded now
    peaks = []
    for number in (500, 5000):
        tracemalloc.start()
        assert checked(stripe, number) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2_000_000  # keeping all of them would take more than twice as much


def test_progress_is_told_as_it_goes(app, session, stripe):
    told = []
    checked(stripe, 250, lambda *progress: told.append(progress))
    assert told == [("movements", number) for number in range(1, 251)]
    session.commit()
    stripe.listings = Many(250)
    done = app.test_cli_runner().invoke(args=["books", "check"])
    assert done.stderr.splitlines() == ["  100 movements compared", "  200 movements compared"]
    assert done.stdout == "The books match, to the cent.\n"


def test_the_real_lists_are_the_ones_that_are_played_here():
    real = StripeGateway("sk_test_x", "whsec_x", "http://127.0.0.1:9", live=False).listings
    names = {name for name in dir(real) if not name.startswith("_")}
    assert names == {name for name in dir(Many(1)) if not name.startswith("_")} - {"number"}
