"""Gifts of which there is only so many: kept for whoever is on Stripe's page, given back when they do not pay.

Each named gift counts what is taken of it, held or sold. One statement takes and asks whether enough is left, so that
of many who come at once only as many get one as there are; a constraint of the table refuses a count beyond the stock,
whoever writes it. Each hold belongs to the attempt that it was written with, and goes back only once Stripe says that
this attempt can bring no money any more.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, Integer, column, or_, select, table, update
from sqlalchemy.orm import Session

from hope.giving.models import Checkout, CheckoutState, HoldState, StockHold
from hope.giving.pledge import PledgeLine
from hope.kernel.clock import now
from hope.kernel.db import Id

log = logging.getLogger(__name__)
# Stripe's pages stay open for half an hour at least, counted by its own clock.
LASTS = timedelta(minutes=31)
GRACE = timedelta(minutes=1)
# Named gifts belong to campaigns, which stand above giving: what concerns it here is the count in their rows.
_TIER = table("giving_tier", column("id", Id), column("stock", Integer), column("taken", Integer))


class NoneLeft(Exception):
    """Of these gifts, by number, there are fewer than somebody wanted; nothing was written."""

    def __init__(self, tier_ids: Collection[int]) -> None:
        super().__init__(f"not enough left of {sorted(tier_ids)}")
        self.tier_ids = frozenset(tier_ids)


def held_until(lines: Iterable[PledgeLine], moment: datetime) -> datetime | None:
    """How long an attempt with these lines may take; None for as long as Stripe lets it."""
    return moment + LASTS if any(line.limited for line in lines) else None


def hold(session: Session, checkout_id: int, lines: Iterable[PledgeLine]) -> None:
    """Keep the limited ones among these lines for an attempt, once; raises NoneLeft."""
    wanted: Counter[int] = Counter()
    for line in lines:
        if line.limited and line.tier_id:
            wanted[line.tier_id] += line.quantity
    if not wanted or session.scalar(
        select(StockHold.id).where(StockHold.checkout_id == checkout_id).limit(1)
    ):
        return
    # In one order, so that two who want the same two gifts never wait for each other.
    short = [tier_id for tier_id, quantity in sorted(wanted.items()) if not _take(session, tier_id, quantity)]
    if short:
        raise NoneLeft(short)
    session.add_all(
        StockHold(checkout_id=checkout_id, tier_id=tier_id, quantity=quantity)
        for tier_id, quantity in sorted(wanted.items())
    )
    session.flush()


def sell(session: Session, checkout_ids: Collection[int], tier_id: int | None = None) -> None:
    """These attempts brought their money: what was kept for them is theirs, all of it or of one kind."""
    if not checkout_ids:
        return
    held = (
        select(StockHold)
        .where(StockHold.checkout_id.in_(checkout_ids))
        .order_by(StockHold.tier_id, StockHold.id)
    )
    if tier_id:
        held = held.where(StockHold.tier_id == tier_id)
    for kept in session.scalars(held.with_for_update().execution_options(populate_existing=True)):
        if kept.state is HoldState.GIVEN_BACK and not _take(session, kept.tier_id, kept.quantity):
            # Money is a fact, whatever is left. Stripe lets nobody pay on a page that it has closed.
            log.error("checkout %s was paid after its gift %s was given back", kept.checkout_id, kept.tier_id)
            continue
        kept.state = HoldState.SOLD


def give_back(session: Session, checkout_id: int) -> None:
    """An attempt has ended without money: the others may have what was kept for it."""
    _return(session, StockHold.checkout_id == checkout_id, StockHold.state == HoldState.HELD)


def take_back(session: Session, checkout_id: int, tier_id: int | None = None) -> None:
    """What was sold went back whole: it can be given once more; of all that was paid at once, or of one kind."""
    one = [StockHold.tier_id == tier_id] if tier_id else []
    _return(session, StockHold.checkout_id == checkout_id, StockHold.state == HoldState.SOLD, *one)


def overdue(session: Session) -> list[Checkout]:
    """Attempts whose time is over and for which something is still kept: the event that ends them may be lost."""
    kept = select(StockHold.checkout_id).where(StockHold.state == HoldState.HELD)
    waiting = select(Checkout).where(
        Checkout.id.in_(kept), Checkout.state == CheckoutState.OPEN, Checkout.expires_at < now() - GRACE
    )
    return list(session.scalars(waiting.order_by(Checkout.id)))


def kept_for(session: Session, reference: str) -> dict[int, int]:
    """How many of which gifts are kept for the attempt of this reference."""
    kept = select(StockHold.tier_id, StockHold.quantity).join(Checkout, Checkout.id == StockHold.checkout_id)
    rows = session.execute(kept.where(Checkout.reference == reference, StockHold.state == HoldState.HELD))
    return {row.tier_id: row.quantity for row in rows} if reference else {}


def _take(session: Session, tier_id: int, quantity: int) -> bool:
    left = or_(_TIER.c.stock.is_(None), _TIER.c.taken + quantity <= _TIER.c.stock)
    taking = update(_TIER).where(_TIER.c.id == tier_id, left).values(taken=_TIER.c.taken + quantity)
    return cast(CursorResult[object], session.execute(taking)).rowcount == 1


def _return(session: Session, *which: object) -> None:
    """Give holds back, each once, and count their gifts as free."""
    returned = (
        update(StockHold)
        .where(*which)  # type: ignore[arg-type]
        .values(state=HoldState.GIVEN_BACK)
        .returning(StockHold.tier_id, StockHold.quantity)
        .execution_options(synchronize_session=False)
    )
    for tier_id, quantity in sorted(tuple(row) for row in session.execute(returned)):
        free = update(_TIER).where(_TIER.c.id == tier_id).values(taken=_TIER.c.taken - quantity)
        session.execute(free)
