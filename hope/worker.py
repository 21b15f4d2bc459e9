"""`flask worker`: sends mail, tries failed events again, and does whatever else should not keep a visitor waiting."""

import logging

import click
from flask import current_app
from flask.cli import with_appcontext

from hope.kernel import jobs
from hope.kernel.trail import TrailsOnly


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="How many jobs may run at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Run the queue until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(TrailsOnly())
    for chatty in ("huey", "stripe"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    click.echo("The worker is running.")
    huey = current_app.extensions["huey"]
    jobs.prepare(huey)
    jobs.catch_up(current_app)
    huey.create_consumer(workers=threads, max_delay=0.5).run()
