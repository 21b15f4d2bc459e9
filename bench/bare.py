"""What a database does at most: one row inserted and durably committed, one after the other, over one connection."""

import time

from sqlalchemy import text

from hope.kernel.db import db, unit_of_work

ROWS = 500


def prepare() -> None:
    """Make a table of two columns."""
    with unit_of_work() as session:
        session.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, words TEXT)"))


def commits_a_second(first: int) -> float:
    """In a unit of work each, as the site writes; rows are numbered from `first`."""
    insert = text("INSERT INTO bare VALUES (:id, 'a row')")
    begun = time.perf_counter()
    for number in range(first, first + ROWS):
        with unit_of_work() as session:
            session.execute(insert, {"id": number})
    return ROWS / (time.perf_counter() - begun)


def driver_commits_a_second(first: int) -> float:
    """By the database's driver, with nothing of ours and nothing of SQLAlchemy's in between."""
    connection = db.engine.raw_connection()
    cursor, sqlite = connection.cursor(), db.engine.dialect.name == "sqlite"
    insert = f"INSERT INTO bare VALUES ({'?' if sqlite else '%s'}, 'a row')"
    begun = time.perf_counter()
    for number in range(first, first + ROWS):
        if sqlite:  # the other driver begins by itself
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(insert, (number,))
        connection.commit()
    taken = time.perf_counter() - begun
    connection.close()
    return ROWS / taken
