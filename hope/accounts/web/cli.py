"""`flask staff`: who works here, from the command line of the server."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from hope.accounts import links, staff, supporters
from hope.accounts.models import Supporter
from hope.accounts.rights import Role
from hope.accounts.web.entering import secret
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.letters import absolute

group = AppGroup("staff", help="Who works here.")
ACTOR = "command line"


@group.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", default="", help="What to call them; their address stands in where it is missing.")
def add(email: str, role: str, name: str) -> None:
    """Give somebody a role, or another one."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError:
        raise click.ClickException(f"{email} is no e-mail address.") from None
    try:
        with unit_of_work() as session:
            staff.add(session, address, name or address.split("@")[0], Role(role), ACTOR)
    except staff.CannotChange as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{address} is {role}. They sign in at {absolute('sign_in.ask')}")


@group.command("list")
def list_staff() -> None:
    """Say who works here."""
    for one in staff.everyone(db.session()):
        click.echo(f"{one.staff_role or '':10} {one.email}  {one.name}")


@group.command("remove")
@click.argument("email")
def remove(email: str) -> None:
    """Take somebody's role away; the last owner stays."""
    try:
        with unit_of_work() as session:
            staff.remove(session, _member(session, email), ACTOR)
    except staff.CannotChange as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{email} is not a member of staff any more, and is signed out everywhere.")


@group.command("forget-factors")
@click.argument("email")
def forget_factors(email: str) -> None:
    """For somebody who lost telephone and recovery codes: let them set up a new second factor."""
    with unit_of_work() as session:
        staff.forget_factors(session, _member(session, email), ACTOR)
    click.echo(f"{email} sets up a new second factor when they sign in next.")


@group.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a link that signs somebody in once; in development only."""
    if current_app.config["STAFF_SECOND_FACTOR"]:
        raise click.ClickException("links are shown in development only; elsewhere they go by mail.")
    with unit_of_work() as session:
        made = links.make(session, _member(session, email).id, email)
    click.echo(absolute("sign_in.show", token=links.token_of(made, secret())))


def _member(session: Session, email: str) -> Supporter:
    found = supporters.find(session, email)
    if found is None or found.staff_role is None:
        raise click.ClickException(f"{email} is not a member of staff.")
    return found
