"""Commands of the books and the inbox: `flask books`, `flask events`, `flask stripe`."""

import sys
from datetime import UTC, datetime

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy import select

from hope.giving import books, replaying
from hope.giving.events import KINDS
from hope.giving.gateway import GatewayError
from hope.giving.models import Outcome, StripeEvent
from hope.giving.recording import CannotRecord
from hope.kernel.db import db

books_group = AppGroup("books", help="Prove the books.")
events_group = AppGroup("events", help="What Stripe told us, and what came of it.")
stripe_group = AppGroup("stripe", help="What Stripe has to know about this site.")


@books_group.command("check")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Compare Stripe from this day on (UTC).")
@click.option("--repair", is_flag=True, help="Ask Stripe again about what differs, and record its answers.")
def check(since: datetime | None, repair: bool) -> None:
    """Compare totals, ledger and Stripe; lists every difference and exits with 1 when there is one."""
    since = since.replace(tzinfo=UTC) if since else None
    found = _compare(since)
    if found and repair:
        try:
            books.repair(found, current_app.extensions["gateway"])
        except GatewayError as error:
            raise click.ClickException(f"Stripe could not be asked: {error}") from error
        click.echo("Asked Stripe again; comparing once more.")
        found = _compare(since)
    for difference in found:
        click.echo(f"- {difference}")
    click.echo(f"{len(found)} differences." if found else "The books match, to the cent.")
    sys.exit(1 if found else 0)


def _compare(since: datetime | None) -> list[books.Difference]:
    def progress(what: str, compared: int) -> None:
        if compared % 100 == 0:
            click.echo(f"  {compared:,} {what} compared", err=True)

    try:
        return books.check(current_app.extensions["gateway"], since, progress)
    except GatewayError as error:
        raise click.ClickException(f"Stripe could not be asked: {error}") from error


@events_group.command("list")
@click.option("--outcome", type=click.Choice([o.value for o in Outcome]), help="Only these.")
@click.option("--limit", default=50, show_default=True)
def list_events(outcome: str | None, limit: int) -> None:
    """List the newest events."""
    newest = select(StripeEvent).order_by(StripeEvent.id.desc()).limit(limit)
    if outcome:
        newest = newest.where(StripeEvent.outcome == Outcome(outcome))
    for event in db.session.scalars(newest):
        click.echo(
            f"{event.received_at:%Y-%m-%d %H:%M:%S}  {event.outcome.value:9} {event.event_id}  "
            f"{event.kind}  {event.detail}"
        )


@events_group.command("show")
@click.argument("event_id")
def show_event(event_id: str) -> None:
    """Show one event, word for word."""
    event = _event(event_id)
    click.echo(f"{event.kind}, {event.outcome.value} after {event.attempts} attempts: {event.detail}")
    click.echo(event.payload)


@events_group.command("replay")
@click.argument("event_id")
@click.option("--dry-run", is_flag=True, help="Say which rows would change, and change none.")
def replay(event_id: str, dry_run: bool) -> None:
    """Record an event again; what is recorded already stays as it is."""
    event = _event(event_id)
    try:
        done = replaying.replay(event, current_app.extensions["gateway"], rehearse=dry_run)
    except (CannotRecord, GatewayError, LookupError) as error:
        raise click.ClickException(f"It cannot be recorded: {error}") from error
    for what, rows in sorted((+done.changes).items()):
        click.echo(f"  {what}: {rows} {'row' if rows == 1 else 'rows'}")
    click.echo(f"{'Would do' if dry_run else 'Did'}: {done.words or 'nothing'}")


def _event(event_id: str) -> StripeEvent:
    event = db.session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id))
    if event is None:
        raise click.ClickException(f"There is no event {event_id}.")
    return event


@stripe_group.command("setup")
def setup() -> None:
    """Make or update the webhook endpoint and the portal at Stripe; running it twice changes nothing."""
    site = current_app.config["SITE_URL"]
    with current_app.test_request_context():
        webhook, home = url_for("stripe.webhook"), url_for("home.index")
    try:
        lines = current_app.extensions["gateway"].setup(f"{site}{webhook}", sorted(KINDS), f"{site}{home}")
    except GatewayError as error:
        raise click.ClickException(f"Stripe said no: {error}") from error
    for line in lines:
        click.echo(line)
