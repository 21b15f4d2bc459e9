"""`make bench`: measures one after the other, so that nothing competes with what is measured.

`python -m bench ledger` measures one part only; BENCH_GIFTS=20000 makes its database small.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import events, ledger, pages, stories
from hope.kernel.memory import settle
from tests.support import databases, postgres


def main(*wanted: str) -> None:
    """Measure, and print what was found."""
    begun = time.monotonic()
    settle()  # as a server does
    parts = set(wanted or ("pages", "events", "ledger", "stories"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "pages" in parts:
            url = f"sqlite:///{folder / 'pages.sqlite3'}"
            databases.migrate(url, folder)
            show("One campaign page, with the example content", pages.measure(url, folder))
        if "events" in parts:
            on_each(folder, "events", "Stripe’s events, one paid gift each,", events.measure)
        if "ledger" in parts:
            on_each(folder, "ledger", "The staff’s list of gifts", ledger.measure)
        if "stories" in parts:
            on_each(folder, "stories", "Ten thousand stories", stories.measure)
    print(
        f"\n{os.cpu_count()} cores, Python {platform.python_version()}, {time.monotonic() - begun:.0f} s in all."
    )


def on_each(
    folder: Path, name: str, title: str, measure: Callable[[str, Path], list[tuple[str, str]]]
) -> None:
    """Measure on a fresh database of each kind."""
    for kind, address in addresses(folder, name):
        databases.migrate(address, folder)
        show(f"{title} on {kind}", measure(address, folder))


def addresses(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """A durable database of each kind that this machine has."""
    yield "SQLite (WAL, synchronous=FULL)", f"sqlite:///{folder / name}.sqlite3"
    if postgres.binaries() is None:
        print("\nPostgreSQL was not found, so it was not measured.")
        return
    with durable_cluster() as cluster:
        cluster.create_database(name)
        yield "PostgreSQL (fsync, synchronous_commit)", cluster.url(name)


@contextmanager
def durable_cluster() -> Iterator[postgres.Cluster]:
    """A throw-away PostgreSQL that writes to disk as a real one would."""
    cluster = postgres.Cluster(Path(postgres.new_folder()), durable=True)
    try:
        yield cluster
    finally:
        cluster.stop()


def show(title: str, rows: list[tuple[str, str]]) -> None:
    """Print one table."""
    width = max(len(name) for name, _ in rows)
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name.ljust(width)}  {value}")


if __name__ == "__main__":
    main(*sys.argv[1:])
