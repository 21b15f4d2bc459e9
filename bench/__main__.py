"""`make bench`: measures one after the other, so that nothing competes with what is measured."""

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import events, pages
from tests.support import databases, postgres


def main() -> None:
    """Measure, and print what was found."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'pages.sqlite3'}"
        databases.migrate(url, folder)
        show("One campaign page, with the example content", pages.measure(url, folder))
        for kind, address in addresses(folder):
            databases.migrate(address, folder)
            show(f"Stripe’s events, one paid gift each, on {kind}", events.measure(address, folder))
    print(
        f"\n{os.cpu_count()} cores, Python {platform.python_version()}, {time.monotonic() - begun:.0f} s in all."
    )


def addresses(folder: Path) -> Iterator[tuple[str, str]]:
    """A durable database of each kind that this machine has."""
    yield "SQLite (WAL, synchronous=FULL)", f"sqlite:///{folder / 'events.sqlite3'}"
    if postgres.binaries() is None:
        print("\nPostgreSQL was not found, so it was not measured.")
        return
    with durable_cluster() as cluster:
        cluster.create_database("bench")
        yield "PostgreSQL (fsync, synchronous_commit)", cluster.url("bench")


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
    main()
