"""Statements for everybody who gave in a year, made by the worker in small steps.

A step visits the next few givers, writes down whose statement is ready and, where letters are wanted, owes each a
letter, and moves on: all in one transaction. So a run can be stopped, killed and continued at any moment, by several
workers at once, and nobody is visited halfway or told twice. Nothing is printed ahead: a letter leads to the page
where its reader signs in, and the paper is made when it is fetched.

There is one run for each year. Begun again it visits everybody once more, brings the figures up to date and writes
to those only who were not written to: first to look at, then to send, later for whoever was added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.giving.models import EntryKind, Gift, LedgerEntry, MadeStatement, RunState, StatementRun
from hope.giving.statements import Period, given_in
from hope.kernel import audit, jobs
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore, unit_of_work
from hope.kernel.mail import outbox

CARRY_ON = "giving.carry_on_statements"
STEP = 200


class NotOver(Exception):
    """Letters about a year that is still going on would be wrong by the time they are read."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    state: RunState
    send: bool
    expected: int
    visited: int
    made: int
    mailed: int


@dataclass(frozen=True)
class Untold:
    """How many have a statement and were not written to: those who can be, and those who left no address."""

    with_address: int
    without: int


def anybody_gave(session: Session, period: Period) -> bool:
    """True when there is something to make statements of."""
    return bool(session.scalar(select(exists().where(given_in(period)))))


def begin(session: Session, period: Period, *, send: bool, actor: str) -> StatementRun:
    """Start the run of this year, or go on with it; raises NotOver for letters before the year's end."""
    if send and now() < period.ends_at:
        raise NotOver(
            f"{period.name} ends on {period.last_day:%d.%m.%Y}; letters can go out from the day after."
        )
    fresh = {"year": period.year, "first_month": period.first_month, "send": send, "started_by": actor}
    zero = {"state": RunState.STOPPED, "expected": 0, "visited": 0, "after_id": 0, "started_at": now()}
    session.execute(insert_or_ignore(StatementRun, **fresh, **zero))
    run = session.scalars(_of(period).with_for_update()).one()
    if run.state is RunState.DONE or run.send != send:
        run.after_id = run.visited = 0
    run.state, run.send, run.started_by, run.finished_at = RunState.RUNNING, send, actor, None
    run.started_at = now()
    run.expected = session.scalars(
        select(func.count(Gift.supporter_id.distinct())).where(
            given_in(period), Gift.supporter_id.not_in(_FORGOTTEN)
        )
    ).one()
    audit.note(
        session, actor, "make statements", f"statements:{run.id}", details={"year": period.name, "send": send}
    )
    jobs.after_commit(session, CARRY_ON)
    return run


def stop(session: Session, period: Period, actor: str) -> StatementRun | None:
    """Stop after the step that is under way; None when there is no run of this year."""
    run = session.scalar(_of(period).with_for_update())
    if run is not None and run.state is RunState.RUNNING:
        run.state = RunState.STOPPED
        audit.note(session, actor, "stop statements", f"statements:{run.id}")
    return run


def find(session: Session, period: Period) -> StatementRun | None:
    """The run of this year."""
    return session.scalar(_of(period))


def running(session: Session) -> list[int]:
    """The runs that go on."""
    going_on = select(StatementRun.id).where(StatementRun.state == RunState.RUNNING)
    return list(session.scalars(going_on.order_by(StatementRun.id)))


def carry_on(run_id: int) -> bool:
    """Do one step of a run, in a transaction of its own; False when there is nothing more to do."""
    with unit_of_work() as session:
        held = select(StatementRun).where(StatementRun.id == run_id).with_for_update()
        run = session.scalar(held.execution_options(populate_existing=True))
        if run is None or run.state is not RunState.RUNNING:
            return False
        period = Period(run.year, run.first_month)
        givers = _next_givers(session, period, run.after_id)
        if not givers:
            run.state, run.finished_at = RunState.DONE, now()
            return False
        _make(session, run, period, givers)
        run.after_id, run.visited = givers[-1], run.visited + len(givers)
        return True


def progress(session: Session, run: StatementRun) -> Progress:
    """How far this run has come, counted."""
    counts = select(func.count(), func.count(MadeStatement.mailed_at)).where(MadeStatement.run_id == run.id)
    made, mailed = session.execute(counts).one()
    return Progress(run.state, run.send, run.expected, run.visited, made, mailed)


_FORGOTTEN = select(Supporter.id).where(Supporter.erased_at.is_not(None))


def untold(session: Session, run: StatementRun) -> Untold:
    """Who would be written to now."""
    here = func.count(case((Supporter.email != "", 1)))
    rows = select(here, func.count()).join(MadeStatement, MadeStatement.supporter_id == Supporter.id)
    found, everybody = session.execute(
        rows.where(MadeStatement.run_id == run.id, MadeStatement.mailed_at.is_(None))
    ).one()
    return Untold(found, everybody - found)


def _of(period: Period) -> Select[StatementRun]:
    this = (StatementRun.year == period.year) & (StatementRun.first_month == period.first_month)
    return select(StatementRun).where(this).execution_options(populate_existing=True)


def _next_givers(session: Session, period: Period, after: int) -> Sequence[int]:
    # Asked person by person, in their order: each step costs the same, however many gave.
    gave = exists().where(Gift.supporter_id == Supporter.id, given_in(period))
    givers = select(Supporter.id).where(Supporter.id > after, Supporter.erased_at.is_(None), gave)
    return session.scalars(givers.order_by(Supporter.id).limit(STEP)).all()


def _make(session: Session, run: StatementRun, period: Period, givers: Sequence[int]) -> None:
    """Write down whose statement is ready, and owe those a letter who were not written to."""
    known = {
        made.supporter_id: made
        for made in session.scalars(
            select(MadeStatement).where(
                MadeStatement.run_id == run.id, MadeStatement.supporter_id.in_(givers)
            )
        )
    }
    for supporter_id, (gifts, totals) in _figures(session, period, givers).items():
        made = known.get(supporter_id)
        if made is None:
            made = known[supporter_id] = MadeStatement(run_id=run.id, supporter_id=supporter_id)
            session.add(made)
        made.gifts, made.totals, made.made_at = gifts, totals, now()
    if run.send:
        _tell(session, run, [made for made in known.values() if made.mailed_at is None])


def _figures(
    session: Session, period: Period, givers: Sequence[int]
) -> dict[int, tuple[int, list[dict[str, Any]]]]:
    """How many gifts each of these gave and what is left of them; whoever got everything back is not among them."""
    theirs = and_(Gift.supporter_id.in_(givers), given_in(period))
    kept = _kept(session, theirs)
    table = Gift.__table__
    given = session.execute(
        select(Gift.supporter_id, table.c.currency, func.count(), func.sum(table.c.amount))
        .where(theirs)
        .group_by(Gift.supporter_id, table.c.currency)
        .order_by(Gift.supporter_id, table.c.currency)
    )
    figures: dict[int, tuple[int, list[dict[str, Any]]]] = {}
    for supporter_id, currency, count, amount in given:
        gifts, totals = figures.get(supporter_id, (0, []))
        left = kept.get((supporter_id, currency), 0)
        totals.append({"currency": currency, "given": int(amount), "kept": left})
        figures[supporter_id] = (gifts + count, totals)
    return {who: found for who, found in figures.items() if any(total["kept"] for total in found[1])}


def _kept(session: Session, theirs: ColumnElement[bool]) -> dict[tuple[int, str], int]:
    table = LedgerEntry.__table__
    entries = (
        select(Gift.supporter_id, table.c.currency, func.sum(table.c.amount))
        .join(table, table.c.gift_id == Gift.id)
        .where(theirs, table.c.kind != EntryKind.FEE)
        .group_by(Gift.supporter_id, table.c.currency)
    )
    return {(who, currency): int(amount) for who, currency, amount in session.execute(entries)}


def _tell(session: Session, run: StatementRun, untold: list[MadeStatement]) -> None:
    """Owe each of these a letter. It goes with the mail of lists: after all that somebody is waiting for.

    Whoever gave on paper and left no address is told by nobody; their paper is in the archive for the post.
    """
    ids = [made.supporter_id for made in untold]
    has_address = and_(Supporter.id.in_(ids), Supporter.email != "")
    found = session.execute(select(Supporter.id, Supporter.email).where(has_address))
    addresses = {row.id: row.email for row in found}
    letters = [
        outbox.row("statement", email, f"statement:{run.id}:{who}", _params(run, who)) | {"is_list": True}
        for who, email in addresses.items()
    ]
    session.flush()
    outbox.post_many(session, letters)
    for made in untold:
        made.mailed_at = now() if made.supporter_id in addresses else None


def _params(run: StatementRun, supporter_id: int) -> dict[str, int]:
    return {"supporter_id": supporter_id, "year": run.year, "first_month": run.first_month}
