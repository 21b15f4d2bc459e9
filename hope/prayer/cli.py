"""`flask prayer`: prepare the mail that is due, or see how much that would be."""

from pathlib import Path
from time import perf_counter

import click
from flask import current_app
from flask.cli import AppGroup

from hope.kernel.audit import note
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.prayer import digests, importing

group = AppGroup("prayer", help="Mail to prayer partners.")


@group.command("digest")
@click.option("--now/--dry-run", "really", required=True, help="Write the mails down, or only count them.")
def digest(really: bool) -> None:
    """Prepare the mail of everybody who is due, as the worker does each minute; running it twice is harmless."""
    began = perf_counter()

    def say(run: digests.Run) -> None:
        click.echo(f"  {run.due:,} partners, {run.written:,} mails, {perf_counter() - began:.1f} s", err=True)

    done = digests.run(say, dry=not really)
    what = "written down; the worker sends them" if really else "would be written"
    click.echo(f"{done.due:,} partners are due; {done.written:,} mails {what}.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--now/--dry-run", "really", required=True, help="Take the people over, or only check the list."
)
def import_command(file: Path, really: bool) -> None:
    """Take over a list of prayer partners with proof that each agreed; every problem is named by its line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException("the list is not in UTF-8; save it so and try again.") from error
    found = importing.read(db.session(), text, current_app.config["CHARITY_TIME_ZONE"], charity_day(now()))
    for problem in found.problems:
        click.echo(f"line {problem.line}: {problem.words}")
    click.echo(f"{len(found.entries)} can be taken over, {found.known} pray with us already.")
    if found.problems:
        raise click.ClickException(f"{len(found.problems)} problems; nobody was taken over.")
    if really:
        with (
            unit_of_work() as session,
            click.progressbar(length=len(found.entries), label="Taking over") as bar,
        ):
            added = importing.take_over(session, found.entries, lambda _done: bar.update(1))
            note(session, "command line", "prayer.import", "prayer_partner", details={"added": added})
        click.echo(f"{added} were taken over.")
