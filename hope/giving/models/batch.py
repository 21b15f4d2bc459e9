"""Files of past gifts on their way into the books."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class BatchState(StrEnum):
    """How far a file has come."""

    NEW = "new"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportBatch(Base):
    """One file: how its columns are read, what the dry run found, and how far the work has come."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_state", "state"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    # Kept until the work is done, so that any worker on any machine can take it up where another left it.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[BatchState] = mapped_column(default=BatchState.NEW)
    # What stands for what: {"date": 0, "amount": 3, …}, and how days and missing things are read.
    reading: Mapped[dict[str, Any]]
    rows: Mapped[int] = mapped_column(default=0)
    fine: Mapped[int] = mapped_column(default=0)
    # The next row to be looked at, imported or taken back: what came before it is durable.
    position: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]]
    problem_count: Mapped[int] = mapped_column(default=0)
    sums: Mapped[dict[str, Any]]
    imported: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
