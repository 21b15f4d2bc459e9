"""What follows a giver whose two rows become one: gifts, standing gifts, and being counted once by each campaign."""

from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from hope.accounts.merging import follows
from hope.giving.models import (
    CampaignGiver,
    CampaignTotal,
    Gift,
    GiftSummary,
    MadeStatement,
    QuietGiver,
    RecurringGift,
)
from hope.kernel.db import insert_or_ignore


@follows("gifts")
def move_gifts(session: Session, gone: int, kept: int) -> int:
    """Gifts keep the name that was given with them; only whose they are changes."""
    return _move(session, Gift, gone, kept)


@follows("lists of gifts")
def move_summaries(session: Session, gone: int, kept: int) -> int:
    """What lists show of the gifts, which are counted already."""
    _move(session, GiftSummary, gone, kept)
    return 0


@follows("recurring gifts")
def move_recurring(session: Session, gone: int, kept: int) -> int:
    """Standing gifts, with their customers at Stripe."""
    return _move(session, RecurringGift, gone, kept)


@follows("campaigns given to")
def count_once(session: Session, gone: int, kept: int) -> int:
    """A campaign that both gave to has one giver less."""
    given_by = select(CampaignGiver.campaign_id).where
    both = session.scalars(
        given_by(
            CampaignGiver.supporter_id == gone,
            CampaignGiver.campaign_id.in_(given_by(CampaignGiver.supporter_id == kept)),
        ).order_by(CampaignGiver.campaign_id)
    ).all()
    session.execute(
        delete(CampaignGiver).where(CampaignGiver.supporter_id == gone, CampaignGiver.campaign_id.in_(both))
    )
    moved = _move(session, CampaignGiver, gone, kept)
    for campaign_id in both:
        total = update(CampaignTotal).where(CampaignTotal.campaign_id == campaign_id)
        session.execute(total.values(givers=CampaignTotal.givers - 1))
    return moved + len(both)


@follows("statements")
def keep_one_statement(session: Session, gone: int, kept: int) -> int:
    """Whoever was told under both names is not told again; the figures follow when the run comes by again."""
    theirs = select(MadeStatement.run_id).where(MadeStatement.supporter_id == kept)
    session.execute(
        delete(MadeStatement).where(MadeStatement.supporter_id == gone, MadeStatement.run_id.in_(theirs))
    )
    return _move(session, MadeStatement, gone, kept)


@follows("wishes for quiet")
def keep_quiet(session: Session, gone: int, kept: int) -> int:
    """Who asked for quiet under one name has asked for it."""
    asked = session.execute(
        delete(QuietGiver).where(QuietGiver.supporter_id == gone).returning(QuietGiver.since)
    )
    if (since := asked.scalar()) is None:
        return 0
    session.execute(insert_or_ignore(QuietGiver, supporter_id=kept, since=since))
    return 1


def _move(session: Session, table: Any, gone: int, kept: int) -> int:
    moved = session.execute(update(table).where(table.supporter_id == gone).values(supporter_id=kept))
    assert isinstance(moved, CursorResult)
    return moved.rowcount
