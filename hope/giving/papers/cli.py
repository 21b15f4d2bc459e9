"""`flask statements`: the statements of a year for everybody who gave."""

from pathlib import Path

import click
from flask.cli import AppGroup

from hope.giving import statement_runs
from hope.giving.models import RunState, StatementRun
from hope.giving.papers.bundle import bundle
from hope.giving.papers.letterhead import letterhead
from hope.giving.statements import FIRST_YEAR, LAST_YEAR, Period
from hope.kernel.db import db, unit_of_work

ACTOR = "command line"
group = AppGroup("statements", help="What everybody gave in a year.")
year_argument = click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
month_option = click.option(
    "--first-month",
    type=click.IntRange(1, 12),
    default=1,
    show_default=True,
    help="In which the year begins.",
)


@group.command("prepare")
@year_argument
@month_option
@click.option(
    "--send", is_flag=True, help="Write to each giver that it is ready; those written to are left out."
)
def prepare(year: int, first_month: int, send: bool) -> None:
    """Make everybody's statement, or go on with it; Ctrl-C stops, the same words continue."""
    try:
        with unit_of_work() as session:
            run = statement_runs.begin(session, Period(year, first_month), send=send, actor=ACTOR)
    except statement_runs.NotOver as error:
        raise click.ClickException(str(error)) from error
    try:
        while statement_runs.carry_on(run.id):
            _show(run)
    except KeyboardInterrupt:
        with unit_of_work() as session:
            statement_runs.stop(session, Period(year, first_month), ACTOR)
        click.echo("Stopped. The same words continue where it stopped.", err=True)
        raise click.Abort from None
    _show(run)
    click.echo("Done; the worker sends the letters." if send else "Done; nobody was written to.")


@group.command("stop")
@year_argument
@month_option
def stop(year: int, first_month: int) -> None:
    """Stop a run after the step that is under way."""
    with unit_of_work() as session:
        run = statement_runs.stop(session, Period(year, first_month), ACTOR)
    click.echo("Stopped." if run else "There is no run of this year.")


@group.command("show")
@year_argument
@month_option
def show(year: int, first_month: int) -> None:
    """Say how far a run has come."""
    _show(_run(year, first_month))


@group.command("bundle")
@year_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@month_option
def write_bundle(year: int, file: Path, first_month: int) -> None:
    """Write everybody's statement into one archive, for the post."""
    run = _run(year, first_month)
    total = statement_runs.progress(db.session(), run).made

    def told(count: int) -> None:
        if count % 100 == 0 or count == total:
            click.echo(f"  {count:,} of {total:,} papers", err=True)

    with file.open("wb") as archive:
        for piece in bundle(db.session(), run, letterhead(), told):
            archive.write(piece)
    click.echo(f"{file} holds {total:,} statements.")


def _run(year: int, first_month: int) -> StatementRun:
    run = statement_runs.find(db.session(), Period(year, first_month))
    if run is None:
        raise click.ClickException(f"Nothing was prepared: flask statements prepare {year}")
    return run


def _show(run: StatementRun) -> None:
    db.session.refresh(run)
    done = statement_runs.progress(db.session(), run)
    state = {RunState.RUNNING: "going on", RunState.STOPPED: "stopped", RunState.DONE: "done"}[done.state]
    click.echo(
        f"  {done.visited:,} of {done.expected:,} givers visited, {done.made:,} statements ready, "
        f"{done.mailed:,} letters posted ({state})"
    )
