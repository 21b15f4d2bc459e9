"""Moving what is kept of a gift to another campaign, as entries in the books.

The gift's lines stay as they were given, and so does its receipt: it says what was given, not what became of it.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import counting, ledger
from hope.giving.models import Gift, GiftShare, LedgerEntry
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.money import Money


class CannotMove(Exception):
    """Why nothing was moved, in words for staff."""


@dataclass(frozen=True)
class Move:
    """From which campaign to which, how much, why; `key` makes it one, however often it is sent."""

    origin: int
    target: int
    target_currency: str
    total: Money
    reason: str
    key: str


def move(session: Session, gift: Gift, wanted: Move, actor: str) -> bool:
    """Take from one campaign and give to another; False when this was done before. Raises CannotMove."""
    session.execute(select(Gift.id).where(Gift.id == gift.id).with_for_update())
    source = f"move:{wanted.key}"
    if session.scalar(select(LedgerEntry.id).where(LedgerEntry.source == source).limit(1)):
        return False
    kept = kept_by(session, gift, wanted.origin)
    if wanted.origin == wanted.target:
        raise CannotMove("It is there already.")
    if wanted.target_currency != gift.total.currency:
        raise CannotMove("That campaign is in another currency, so this gift cannot be moved there.")
    if not Money.zero(kept.currency) < wanted.total <= kept:
        raise CannotMove(f"Between nothing and {kept.decimal} {kept.currency} can be moved from there.")
    ledger.book_move(session, gift, _steps(session, gift, wanted, kept), source, now())
    details = {
        "amount": f"{wanted.total.decimal} {wanted.total.currency}",
        "from campaign": wanted.origin,
        "to campaign": wanted.target,
    }
    audit.note(session, actor, "move gift", f"gift:{gift.id}", wanted.reason, details)
    return True


def kept_by(session: Session, gift: Gift, campaign_id: int) -> Money:
    """What this campaign still has of a gift."""
    share = select(GiftShare).where(GiftShare.gift_id == gift.id, GiftShare.campaign_id == campaign_id)
    found = session.scalar(share.execution_options(populate_existing=True))
    return found.kept if found else Money.zero(gift.total.currency)


def _steps(session: Session, gift: Gift, wanted: Move, kept: Money) -> dict[int, ledger.Step]:
    """How both totals move: who has nothing of the gift any more counts one gift less, who is new to it one more."""
    away, here = ledger.Step(-wanted.total), ledger.Step(wanted.total)
    if wanted.total == kept:
        away.gifts, away.givers = -1, -int(counting.leave(session, gift, wanted.origin))
    if not kept_by(session, gift, wanted.target):
        here.gifts, here.givers = 1, int(counting.join(session, gift, wanted.target))
    return {wanted.origin: away, wanted.target: here}
