"""Leaving a few words with a gift, and reading them before anybody else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from hope.campaigns.models import Campaign
from hope.campaigns.wall.models import WallMessage, WallState
from hope.giving.arrivals import Recorded
from hope.giving.following import when_given
from hope.giving.gifts import public_name
from hope.giving.models import Checkout
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore

SHOWN, TO_READ = 12, 50
FOLLOWER = "wall"
TYPED_IS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class WallWish:
    """Words for everybody, asked to be shown on a campaign's page."""

    campaign_id: int
    words: str
    follower: ClassVar[str] = FOLLOWER

    def mark(self) -> str:
        """The same for the same words."""
        return f"wall {self.words}"

    def keep(self, session: Session, checkout_id: int) -> None:
        """Keep them with the attempt; nobody reads them before it is paid."""
        row = insert_or_ignore(
            WallMessage, checkout_id=checkout_id, campaign_id=self.campaign_id, words=self.words,
            state=WallState.WAITING, decided_by="", created_at=now(),
        )  # fmt: skip
        session.execute(row)


@dataclass(frozen=True)
class Said:
    """What somebody said, named as they chose for that gift."""

    name: str
    words: str


@when_given(FOLLOWER)
def tie(session: Session, gifts: Sequence[Recorded]) -> None:
    """The gift arrived: its words may be read. A renewal says nothing again."""
    begun = {gift.checkout_id: gift.id for gift in gifts if gift.checkout_id is not None}
    waiting = select(WallMessage.checkout_id).where(
        WallMessage.checkout_id.in_(begun), WallMessage.gift_id.is_(None)
    )
    for checkout_id in session.scalars(waiting).all():
        own = update(WallMessage).where(WallMessage.checkout_id == checkout_id)
        session.execute(own.values(gift_id=begun[checkout_id]))


def shown(session: Session, campaign_id: int) -> list[Said]:
    """What stands on the page, the newest first."""
    rows = _of(campaign_id, WallState.SHOWN).limit(SHOWN)
    return [
        Said(public_name(one.gift.giver_name, one.gift.naming), one.words)
        for one in session.scalars(rows)
        if one.gift is not None
    ]


def said_with(session: Session, checkout: Checkout) -> str:
    """What was typed with an attempt, given back for a day so that nobody types it twice."""
    message = session.get(WallMessage, checkout.id)
    return message.words if message and now() - checkout.created_at < TYPED_IS_KEPT else ""


def to_read(session: Session, campaign_id: int) -> list[WallMessage]:
    """What staff have not answered yet, and then what is shown."""
    waiting = session.scalars(_of(campaign_id, WallState.WAITING).limit(TO_READ)).all()
    return [*waiting, *session.scalars(_of(campaign_id, WallState.SHOWN).limit(TO_READ))]


def waiting(session: Session) -> tuple[int, int | None]:
    """How many words wait to be read, and which campaign's were first."""
    # Asked campaign by campaign, as the index has them: no more than what waits is read.
    everywhere = WallMessage.campaign_id.in_(select(Campaign.id))
    unread = everywhere, WallMessage.state == WallState.WAITING, WallMessage.gift_id.is_not(None)
    count = session.scalar(select(func.count()).select_from(WallMessage).where(*unread)) or 0
    first = select(WallMessage.campaign_id).where(*unread).order_by(WallMessage.checkout_id).limit(1)
    return count, session.scalar(first)


def decide(session: Session, checkout_id: int, state: WallState, actor: str) -> WallMessage | None:
    """Show it, or do not; either can be said again later."""
    message = session.get(WallMessage, checkout_id, with_for_update=True, populate_existing=True)
    if message is None or message.gift_id is None:
        return None
    if message.state is not state:
        message.state, message.decided_by = state, actor
        audit.note(session, actor, f"message {state.value}", f"gift:{message.gift_id}")
    return message


def _of(campaign_id: int, state: WallState) -> Select[WallMessage]:
    rows = select(WallMessage).where(WallMessage.campaign_id == campaign_id, WallMessage.state == state)
    paid = rows.where(WallMessage.gift_id.is_not(None)).options(joinedload(WallMessage.gift))
    return paid.order_by(WallMessage.checkout_id.desc())
