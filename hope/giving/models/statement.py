"""Statements made for everybody who gave in a year: one run for each year, and whom it has come to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class RunState(StrEnum):
    """Whether a run goes on."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class StatementRun(Base):
    """The statements of one year: begun by staff, carried on by the worker, stopped and continued at will."""

    __tablename__ = "statement_run"
    __table_args__ = (
        UniqueConstraint("year", "first_month"),
        CheckConstraint("first_month BETWEEN 1 AND 12", name="month_of_a_year"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    year: Mapped[int]
    first_month: Mapped[int]
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    # False makes the statements ready to be looked at; true also writes to each giver, once.
    send: Mapped[bool]
    expected: Mapped[int] = mapped_column(default=0)
    visited: Mapped[int] = mapped_column(default=0)
    # Everybody up to this supporter has been visited in this round.
    after_id: Mapped[int] = mapped_column(BigInteger, default=0)
    started_by: Mapped[str] = mapped_column(String(254))
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class MadeStatement(Base):
    """That one giver's statement is ready, how much it says, and when they were told."""

    __tablename__ = "made_statement"
    # Nobody has two in one run, and so nobody is told twice.
    run_id: Mapped[int] = mapped_column(ForeignKey("statement_run.id"), primary_key=True, autoincrement=False)
    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id"), primary_key=True, autoincrement=False, index=True
    )
    gifts: Mapped[int]
    # [{"currency": "USD", "given": 12500, "kept": 10000}], as it was when the run came by.
    totals: Mapped[list[dict[str, Any]]]
    made_at: Mapped[datetime] = mapped_column(default=now)
    mailed_at: Mapped[datetime | None]
