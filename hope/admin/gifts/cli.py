"""`flask export gifts` and `flask import gifts`: what the pages do, with a bar that says how far it is."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from hope.admin.gifts.listing import campaigns_and_currencies
from hope.admin.gifts.tasks import targets
from hope.campaigns.models import Campaign
from hope.giving.exporting import BOM, pieces
from hope.giving.importing import batches, writing
from hope.giving.importing.columns import ORDERS
from hope.giving.importing.opening import CannotOpen
from hope.giving.importing.reading import Reading, Target
from hope.giving.models import BatchState, ImportBatch
from hope.giving.searching import Search, Wanted
from hope.kernel import audit
from hope.kernel.db import db, unit_of_work
from hope.kernel.money import Money

export_group = AppGroup("export", help="Take what is here elsewhere.")
import_group = AppGroup("import", help="Bring what is elsewhere here.")
ACTOR = "command line"
DAY = click.DateTime(["%Y-%m-%d"])


@export_group.command("gifts")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.option("--from", "first", type=DAY, help="From this day of the charity's on.")
@click.option("--until", "last", type=DAY, help="Until this day, and with it.")
@click.option("--campaign", help="Only what is for this campaign, by its address part.")
@click.option("--bom", is_flag=True, help="Begin with the mark by which Excel knows UTF-8.")
def export_gifts(
    out: Path, first: datetime | None, last: datetime | None, campaign: str | None, bom: bool
) -> None:
    """Write every gift into a CSV file, the oldest first."""
    session = db.session()
    titles, currencies = campaigns_and_currencies(session)
    wanted = Wanted(
        first=first.date() if first else None,
        last=last.date() if last else None,
        campaign_id=_campaign(campaign) if campaign else None,
    )
    search = Search(session, wanted, currencies)
    with unit_of_work() as writing:
        audit.note(writing, ACTOR, "export gifts", "gifts", details={"file": out.name})
    length = sum(row.gifts for row in search.sums(all_of_them=True).rows)
    written = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM if bom else "")
        with click.progressbar(length=length or 1, label="Writing gifts", file=sys.stderr) as bar:
            for piece in pieces(session, search, titles):
                file.write(piece.text)
                bar.update(piece.gifts)
                written += piece.gifts
    click.echo(f"{written:,} gifts are in {out}.")


def _campaign(slug: str) -> int:
    found = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
    if found is None:
        raise click.ClickException(f"There is no campaign {slug}.")
    return found


@import_group.command("gifts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what is wrong, and import nothing.")
@click.option("--campaign", help="For gifts whose campaign the file does not name, by its address part.")
@click.option(
    "--days", type=click.Choice(list(ORDERS)), help="The order of year, month and day; guessed otherwise."
)
@click.option("--skip-problems", is_flag=True, help="Import the lines that are fine although others are not.")
@click.option("--with-doubles", is_flag=True, help="Import gifts that look like some that are there already.")
@click.option("--with-receipts", is_flag=True, help="Issue receipts and send them.")
def import_gifts(
    file: Path, dry_run: bool, campaign: str | None, days: str | None, skip_problems: bool, **ways: bool
) -> None:
    """Read past gifts from a CSV file, list every problem by its line, and import what is fine."""
    batch_id = _keep(file, campaign, days, ways)
    known = targets(db.session())
    batches.check(batch_id, known)
    batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
    for problem in batches.problems_of(db.session(), batch, known):
        click.echo(f"line {problem.line}: {problem.words}")
    sums = ", ".join(f"{Money(amount, code).decimal} {code}" for code, amount in sorted(batch.sums.items()))
    click.echo(f"{batch.fine:,} of {batch.rows:,} lines can be imported{': ' + sums if sums else ''}.")
    blocked = batch.problem_count and not skip_problems
    if dry_run or blocked or not batch.fine:
        with unit_of_work() as session:
            batches.forget(session, session.get_one(ImportBatch, batch_id), ACTOR)
        if not dry_run:
            click.echo("Nothing was imported. Mend the file, or say --skip-problems.")
        sys.exit(1 if batch.problem_count or not batch.fine else 0)
    _write(batch_id, batch.rows, known)


def _keep(file: Path, campaign: str | None, days: str | None, ways: dict[str, bool]) -> int:
    """The file as a batch, read as was said."""
    fallback = _campaign(campaign) if campaign else None
    try:
        with unit_of_work() as session:
            batch = batches.keep(session, file.name, file.read_bytes(), fallback, ACTOR)
            guessed = Reading.of(batch.reading)
            reading = Reading(guessed.columns, days or guessed.order, fallback, **ways)
            batches.read_so(session, batch, reading)
            return batch.id
    except CannotOpen as no:
        raise click.ClickException(str(no)) from None


def _write(batch_id: int, rows: int, known: list[Target]) -> None:
    with unit_of_work() as session:
        batch = session.get_one(ImportBatch, batch_id)
        batch.state, batch.position = BatchState.IMPORTING, 0
        details = {"file": batch.filename, "gifts": batch.fine}
        audit.note(session, ACTOR, "import gifts", f"import:{batch_id}", details=details)
    done = 0
    with click.progressbar(length=rows, label="Importing", file=sys.stderr) as bar:

        def progress(lines: int) -> None:
            nonlocal done
            bar.update(lines - done)
            done = lines

        writing.write(batch_id, known, progress)
    imported = db.session.scalar(select(ImportBatch.imported).where(ImportBatch.id == batch_id))
    click.echo(f"{imported:,} gifts are imported. Take them back at /admin/gifts/imports/{batch_id}.")
