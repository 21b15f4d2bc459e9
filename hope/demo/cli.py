"""`flask demo load`."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns.milestones import reaching
from hope.campaigns.models import Campaign
from hope.demo import (
    beside,
    cards,
    history,
    load,
    open_ends,
    passed_on,
    past,
    people_at_prayer,
    settled,
    sponsors,
    staff,
    stories,
)
from hope.giving import figures
from hope.giving.models import Gift
from hope.giving.pledge import CardFee
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work

group = AppGroup("demo", help="Example content for a fresh site.")


@group.command("load")
def load_command() -> None:
    """Add organisations, campaigns and past gifts to look at; running it again changes nothing."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("example content has no place on a production site; nothing was changed.")
    with unit_of_work() as session:
        real = session.scalar(select(func.count()).select_from(Gift).where(Gift.is_example.is_(False)))
        if real:
            gifts = "1 real gift" if real == 1 else f"{real} real gifts"
            raise click.ClickException(f"this database holds {gifts}; nothing was changed.")
        _load(session)
    figures.count_everything()
    reaching.note_all()


def _load(session: Session) -> None:
    moment = now()
    click.echo(f"Staff: {_added(staff.add_staff(session))}")
    click.echo(f"Organisations: {_added(load.add_organizations(session))}")
    campaigns = load.add_campaigns(session, moment)
    click.echo(f"Campaigns: {_added(campaigns)}")
    fee = CardFee(current_app.config["CARD_FEE_BASIS_POINTS"], current_app.config["CARD_FEE_FIXED"])
    click.echo(f"Past gifts: {_added(_tell_the_past(session, campaigns, fee, moment))}")
    click.echo(f"Sponsors: {_added(sponsors.add_matches(session, moment))}")
    click.echo(f"Grants: {_added(passed_on.add_grants(session, moment))}")
    click.echo(f"Prayer points: {_added(people_at_prayer.add_points(session, moment))}")
    click.echo(f"Stories: {_added(stories.add_stories(session, moment))}")
    click.echo(f"Prayer partners: {_added(people_at_prayer.add_partners(session, moment))}")


def _tell_the_past(
    session: Session, campaigns: list[Campaign], fee: CardFee, moment: datetime
) -> list[past.PastGift]:
    """Record the past, and how far everything in it has come by today; what was told once is never told again."""
    if not _has_no_past(session):
        return []
    gifts = past.think_up(campaigns, fee, moment) + beside.think_up(session, campaigns, moment)
    gifts.sort(key=lambda gift: gift.given_at)
    with click.progressbar(
        history.record(session, gifts, fee), length=len(gifts), label="Telling the past"
    ) as steps:
        for _ in steps:
            pass
    load.limit_gifts(session, campaigns)
    if gifts:
        beside.close_shared(session)
        beside.turn_back(session, campaigns, moment)
        cards.send(session)
        cards.read_words(session)
        settled.pay_out(session, moment)
        open_ends.leave_open(session, moment)
    return gifts


def _has_no_past(session: Session) -> bool:
    return session.scalar(select(Gift.id).where(Gift.is_example).limit(1)) is None


def _added(things: list) -> str:  # type: ignore[type-arg]
    return f"{len(things)} added" if things else "all there already"
