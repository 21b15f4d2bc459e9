"""`flask demo load`."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.demo import history, load, past
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


def _load(session: Session) -> None:
    moment = now()
    click.echo(f"Organisations: {_added(load.add_organizations(session))}")
    campaigns = load.add_campaigns(session, moment)
    click.echo(f"Campaigns: {_added(campaigns)}")
    fee = CardFee(current_app.config["CARD_FEE_BASIS_POINTS"], current_app.config["CARD_FEE_FIXED"])
    # A past that has been told once is never told again: its gifts came with the campaigns they are for.
    gifts = past.think_up(campaigns, fee, moment) if _has_no_past(session) else []
    recorded = history.record(session, gifts, fee)
    if gifts:
        with click.progressbar(recorded, length=len(gifts), label="Telling the past") as steps:
            for _ in steps:
                pass
    click.echo(f"Past gifts: {_added(gifts)}")


def _has_no_past(session: Session) -> bool:
    return session.scalar(select(Gift.id).where(Gift.is_example).limit(1)) is None


def _added(things: list) -> str:  # type: ignore[type-arg]
    return f"{len(things)} added" if things else "all there already"
