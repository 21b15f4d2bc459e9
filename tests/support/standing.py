"""Standing gifts to test with, and the mails about them."""

import itertools
from typing import Any

from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving import recurring as standing
from hope.giving.models import RecurringGift
from hope.giving.pledge import Interval
from hope.kernel.clock import now
from tests.support.builders import make_giver, make_pledge

_numbers = itertools.count(1)


def make_recurring(
    session: Session, campaign: Campaign, tier: int = 1, *, name: str = "Marigold Fennimore", **over: Any
) -> RecurringGift:
    """A monthly gift that goes on, paid with a visa; `over` is how it stands otherwise."""
    number = next(_numbers)
    email = over.pop("email", f"giver-{number}@example.org")
    giver = make_giver(name=name, email=email)
    pledge = make_pledge(campaign, tier, giver=giver, interval=over.pop("interval", Interval.MONTH))
    made = standing.begin(session, pledge, f"sub_test_{number}", now(), customer_id=f"cus_test_{number}")
    for field, value in ({"card": "visa 4242", "card_expires": "2098-04"} | over).items():
        setattr(made, field, value)
    session.commit()
    return made
