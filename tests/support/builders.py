"""Things to test with. Each builder commits what it makes, so that the site sees it at once."""

import itertools
from datetime import timedelta
from typing import Any

from flask import Flask, has_app_context
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.giving import gifts
from hope.giving.models import Checkout, Gift
from hope.giving.pledge import Giver, Interval, Pledge, PledgeLine
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.money import Money
from hope.kernel.slugs import slug_of
from hope.spotlight.models import Organization, Scope

_numbers = itertools.count(1)
TIERS = [("Seed Packet", 2500), ("Night of Rest", 5000), ("Week at the Loom", 12_000)]


def dollars(text: str) -> Money:
    """`dollars("12.50")`."""
    return Money.parse(text, "USD")


def make_organization(session: Session, **over: Any) -> Organization:
    """A partner organisation."""
    number = next(_numbers)
    given = {"slug": f"lantern-house-{number}", "name": f"Lantern House {number}", "scope": Scope.NATIONAL}
    organization = Organization(**given | {"summary": "A house with a light in the window."} | over)
    session.add(organization)
    session.commit()
    return organization


def make_campaign(session: Session, *, tiers: list[tuple[str, int]] | None = None, **over: Any) -> Campaign:
    """A live campaign that benefits a partner, with three named gifts (the second suggested)."""
    number = next(_numbers)
    given = {
        "slug": f"harvest-{number}",
        "title": f"Harvest {number}",
        "summary": "Work that feeds those who do it.",
        "story": "## What it is for\n\nA loom, a *garden*, and time.",
        "organization": over.pop("organization", None) or make_organization(session),
        "state": CampaignState.LIVE,
        "goal_amount": 500_000,
        "currency": "USD",
    }
    campaign = Campaign(**given | over)
    for position, (name, amount) in enumerate(TIERS if tiers is None else tiers):
        campaign.tiers.append(
            GivingTier(
                slug=f"{slug_of(name)}-{number}",
                name=name,
                price=Money(amount, campaign.currency),
                meaning=f"What a {name} does.",
                position=position,
                suggested=position == 1,
            )
        )
    session.add(campaign)
    session.commit()
    return campaign


def give_form(campaign: Campaign, tier: GivingTier | int | str = 0, **over: Any) -> dict[str, str]:
    """What a browser sends for a well filled form; `tier` is a row, its position, or "other"."""
    chosen = campaign.tiers[tier] if isinstance(tier, int) else tier
    form = {
        "tier": str(chosen.id) if isinstance(chosen, GivingTier) else chosen,
        "amount": "",
        "interval": "once",
        "name": "Marigold Fennimore",
        "email": "marigold@example.org",
        "naming": "full",
        "show_amount": "y",
        "note": "",
    }
    return {name: value for name, value in (form | over).items() if value is not None}


def make_giver(**over: Any) -> Giver:
    """Somebody who gives."""
    return Giver(**{"name": "Marigold Fennimore", "email": "marigold@example.org"} | over)


def make_pledge(campaign: Campaign, tier: int = 0, **over: Any) -> Pledge:
    """A wish to give one named gift of this campaign, once."""
    chosen = campaign.tiers[tier]
    line = PledgeLine(campaign.id, campaign.slug, campaign.title, chosen.name, chosen.price, chosen.id)
    given = {"giver": make_giver(), "interval": Interval.ONCE, "lines": (line,)}
    return Pledge(**given | {"cover": Money.zero(chosen.price.currency)} | over)


def make_checkout(client: Any, campaign: Campaign, tier: GivingTier | int | str = 0, **over: Any) -> Checkout:
    """The row that sending the give form writes: made by sending it."""
    answer = client.post(f"/campaigns/{campaign.slug}/give", data=give_form(campaign, tier, **over))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    reference = answer.headers["Location"].rsplit("/", 1)[1]
    return db.session.query(Checkout).filter_by(reference=reference).one()


def make_gift(session: Session, campaign: Campaign, tier: int = 0, *, days_ago: int = 0, **over: Any) -> Gift:
    """A gift that arrived, with its lines, books and receipt."""
    pledge = make_pledge(campaign, tier, **over)
    paid_at = now() - timedelta(days=days_ago)
    gift = gifts.record_gift(session, pledge, gifts.Payment(f"test:{next(_numbers)}", pledge.total, paid_at))
    session.commit()
    return gift


def make_noise(session: Session) -> Campaign:
    """Another partner's campaign with a gift of its own, so that a query which forgets its filter is found out."""
    campaign = make_campaign(session, title="Somebody Else’s Campaign")
    make_gift(session, campaign, giver=make_giver(name="Nobody Asked", email="noise@example.org"))
    return campaign


def run_jobs(app: Flask) -> int:
    """Let the worker do everything that is queued, as it would beside the site; how many jobs it did."""
    if has_app_context():
        db.session.commit()
    huey, done = app.extensions["huey"], 0
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
        done += 1
    if has_app_context():
        db.session.expire_all()
    return done
