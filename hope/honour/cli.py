"""`flask cards`: what the worker does each minute, by hand."""

import click
from flask.cli import AppGroup

from hope.honour import sending
from hope.kernel.db import unit_of_work

group = AppGroup("cards", help="Cards in somebody's honour.")


@group.command("send")
def send() -> None:
    """Put the cards whose time has come into the outbox."""
    with unit_of_work() as session:
        number = sending.send_due(session)
    click.echo(f"{number} {'card is' if number == 1 else 'cards are'} on the way.")
