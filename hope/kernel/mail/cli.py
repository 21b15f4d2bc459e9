"""`flask mail`: what a mail server, or a provider's report, has told about an address."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from hope.kernel.audit import note
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail.models import MailStop, StopReason
from hope.kernel.mail.stopping import resume, stop

group = AppGroup("mail", help="Addresses that lists leave in peace.")


@group.command("bounced")
@click.argument("address")
def bounced(address: str) -> None:
    """ADDRESS does not exist: no list writes to it again."""
    _stop(address, StopReason.BOUNCED)


@group.command("complained")
@click.argument("address")
def complained(address: str) -> None:
    """ADDRESS called our mail unwanted: no list writes to it again."""
    _stop(address, StopReason.COMPLAINED)


@group.command("resume")
@click.argument("address")
def resume_command(address: str) -> None:
    """ADDRESS works again, and its owner has asked to be written to."""
    with unit_of_work() as session:
        resume(session, address)
        note(session, "command line", "mail.resume", "mail_stop")
    click.echo("Lists may write to this address again.")


@group.command("stopped")
def stopped() -> None:
    """List the addresses that are left in peace, the newest first."""
    for row in db.session.scalars(select(MailStop).order_by(MailStop.stopped_at.desc())):
        click.echo(f"{row.stopped_at:%Y-%m-%d}  {row.reason.value:10} {row.email_key}")


def _stop(address: str, reason: StopReason) -> None:
    with unit_of_work() as session:
        taken_back = stop(session, address, reason)
        note(session, "command line", f"mail.{reason.value}", "mail_stop")
    click.echo(f"No list writes to this address again; {taken_back} waiting messages were taken back.")
