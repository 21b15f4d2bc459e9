"""What Stripe's lists named, remembered on disk: a check of ten years takes no more memory than one of a day."""

import sqlite3
from collections.abc import Iterable
from types import TracebackType


class Seen:
    """Names that were seen, in a nameless file that is gone with it."""

    def __enter__(self) -> "Seen":
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, names: Iterable[str]) -> None:
        """Remember these."""
        self._file.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((name,) for name in names))

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of a hundred names that were never seen, in their order."""
        asked = list(names)
        marks = ",".join("?" * len(asked))
        found = self._file.execute(f"SELECT name FROM seen WHERE name IN ({marks})", asked)  # noqa: S608
        known = {name for (name,) in found}
        return [name for name in asked if name not in known]
