"""What a database is asked, and how it finds the rows: along an index, or by reading a whole table."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from hope.kernel.db import db

# Tables that grow with every gift; none of them is read from end to end while a person waits.
LARGE = {"audit_entry", "checkout", "gift", "gift_line", "gift_share", "gift_summary", "ledger_entry", "outgoing_mail",
    "receipt", "recurring_gift", "settlement", "stripe_event", "supporter", "supporter_address"}  # fmt: skip
WHOLE = re.compile(r"Seq Scan on (\w+)|SCAN (\w+)")


@contextmanager
def reading_whole_tables() -> Iterator[set[str]]:
    """The large tables that statements read from end to end while this is open, each with its statement."""
    found: set[str] = set()

    def look(conn: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            return
        raw = conn.connection.dbapi_connection.cursor()
        asked = "EXPLAIN QUERY PLAN" if conn.dialect.name == "sqlite" else "EXPLAIN"
        if asked == "EXPLAIN":  # a table of three rows is read whole, unless that is made dear
            raw.execute("SET LOCAL enable_seqscan = off")
        raw.execute(f"{asked} {statement}", parameters)
        for row in raw.fetchall():
            for names in WHOLE.findall(str(row[-1])):
                if (name := names[0] or names[1]) in LARGE:
                    found.add(f"{name}: {statement}")

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


def statements_of(act: Callable[[], Any]) -> list[str]:
    """Every statement that this act gives to the database, in its order."""
    said: list[str] = []

    def listen(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return said
