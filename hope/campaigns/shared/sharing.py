"""Starting a shared gift, and giving a part of one: never more than is left while others are paying, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, GivingTier, Phase
from hope.campaigns.reading import Progress
from hope.campaigns.shared.models import SharedGift, SharedPart, SharedState
from hope.giving.gifts import public_name
from hope.giving.models import Checkout, CheckoutState, Gift, GiftStatus, GiftSummary
from hope.giving.pledge import PledgeLine
from hope.kernel.clock import charity_day, charity_midnight, now
from hope.kernel.db import holds_address, insert_or_ignore
from hope.kernel.mail import outbox
from hope.kernel.money import Money

FOLLOWER = "shared"
STARTED = "shared_started"
DAY = timedelta(days=1)
# A gift that a few people can divide, each with a part that a card can carry.
FRIENDS = 4
# Said before anybody gives, and true by itself: each part is a gift to the campaign from the first moment.
FALLBACK = "What has come together until then goes to the same campaign, and does as much of it as it can."
COUNTED = (GiftStatus.KEPT, GiftStatus.PART_REFUNDED)
# Stripe closes a page by its own clock.
GRACE = timedelta(minutes=2)


class TooMuch(Exception):
    """Somebody was quicker: less is left than this part would be."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"{left} left")
        self.left = left


@dataclass(frozen=True)
class Stand:
    """How far a shared gift is: what arrived, what is being paid at this moment, what is left, and who gave."""

    received: Money
    underway: Money
    left: Money
    givers: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of a shared gift, kept with its attempt; something `Beside` that attempt's money."""

    shared_id: int
    share: Money
    follower: ClassVar[str] = FOLLOWER

    def mark(self) -> str:
        """The same for the same part."""
        return f"shared:{self.shared_id}:{self.share.amount}"

    def keep(self, session: Session, checkout_id: int) -> None:
        """Keep it while its giver pays; raises TooMuch. One after another, so that two never share the last part."""
        held = select(SharedGift).where(SharedGift.id == self.shared_id).with_for_update()
        shared = session.scalars(held.execution_options(populate_existing=True)).one()
        known = select(SharedPart.checkout_id).where(SharedPart.checkout_id == checkout_id)
        if session.scalar(known) is not None:
            return
        left = stand(session, shared).left
        if shared.state is not SharedState.OPEN or self.share > left:
            raise TooMuch(left)
        values = {"checkout_id": checkout_id, "shared_id": self.shared_id, "amount": self.share.amount}
        session.execute(insert_or_ignore(SharedPart, **values))


def can_be_shared(tier: GivingTier, moment: datetime) -> bool:
    """True for a gift of an open campaign that is worth dividing, and of which there are as many as people like."""
    live = tier.active and tier.campaign.phase(moment) is Phase.LIVE
    return live and tier.stock is None and tier.price.amount >= FRIENDS * tier.campaign.minimum_amount


def start(
    session: Session, tier: GivingTier, *, title: str, words: str, name: str, email: str, last_day: date
) -> SharedGift:
    """Begin one, and write to whoever began it where to look after it."""
    shared = SharedGift(
        campaign_id=tier.campaign_id,
        tier_id=tier.id,
        title=title,
        words=words,
        label=tier.name,
        goal=tier.price,
        starter_name=name,
        starter_email=email,
        email_key=email.casefold(),
        ends_at=end_of(last_day),
    )
    session.add(shared)
    session.flush()
    outbox.post(session, STARTED, email, f"{STARTED}:{shared.id}", shared_id=shared.id)
    return shared


def line_of(shared: SharedGift, share: Money) -> PledgeLine:
    """A part of it as a gift to the campaign; it is kept for its giver no longer than a limited gift."""
    return PledgeLine(
        campaign_id=shared.campaign_id,
        campaign_slug=shared.campaign.slug,
        campaign_title=shared.campaign.title,
        label=f"A part of “{shared.label}”",
        unit=share,
        limited=True,
    )


def find(session: Session, link: str) -> SharedGift | None:
    """The shared gift of this link."""
    found = select(SharedGift).where(SharedGift.link == link)
    return session.scalar(found.execution_options(populate_existing=True))


def is_open(shared: SharedGift, moment: datetime) -> bool:
    """True while parts can be given."""
    on_time = shared.state is SharedState.OPEN and moment < shared.ends_at
    return on_time and shared.campaign.phase(moment) is Phase.LIVE


def stand(session: Session, shared: SharedGift) -> Stand:
    """How far it is; parts that are being paid are kept for their givers until Stripe's page closes."""
    currency = shared.goal.currency
    received, underway = _sum(session, shared, _ARRIVED), _sum(session, shared, _underway())
    left = max(0, shared.goal.amount - received - underway)
    return Stand(
        Money(received, currency), Money(underway, currency), Money(left, currency), _names(session, shared)
    )


def received_of(session: Session, several: Sequence[SharedGift]) -> dict[int, Money]:
    """What has arrived of each of these, by its number: one question for a whole page of them."""
    sums = _parts(func.sum(SharedPart.amount), _ARRIVED).add_columns(SharedPart.shared_id)
    here = sums.where(SharedPart.shared_id.in_([shared.id for shared in several]))
    arrived = {row.shared_id: int(row[0]) for row in session.execute(here.group_by(SharedPart.shared_id))}
    return {shared.id: Money(arrived.get(shared.id, 0), shared.goal.currency) for shared in several}


def left_for(session: Session, shared: SharedGift, email: str) -> Money:
    """What this friend may ask for: a form that they sent a moment ago does not stand in their own way.

    Whether it really is left is asked once more when the part is kept.
    """
    own = and_(_underway(), holds_address(Checkout.giver_email, [email]))  # type: ignore[arg-type]
    return stand(session, shared).left + Money(_sum(session, shared, own), shared.goal.currency)


def progress(shared: SharedGift, how_far: Stand, moment: datetime) -> Progress:
    """The same as the picture of a sunrise needs it."""
    percent = how_far.received.amount * 100 // shared.goal.amount
    days = -((moment - shared.ends_at) // DAY) if moment < shared.ends_at else None
    return Progress(
        how_far.received, shared.goal, min(percent, 100) / 100, percent, len(how_far.givers), days
    )


def smallest(campaign: Campaign, left: Money) -> Money:
    """The smallest part that a card can carry, or all that is left where that is less."""
    return min(left, campaign.minimum)


def end_of(day: date) -> datetime:
    """When a last day is over."""
    return charity_midnight(day + DAY)


def last_day(shared: SharedGift) -> date:
    """The last day on which parts can be given."""
    return charity_day(shared.ends_at - timedelta(seconds=1))


_ARRIVED = and_(SharedPart.gift_id.is_not(None), GiftSummary.status.in_(COUNTED))


def _underway() -> object:
    paying = and_(Checkout.state == CheckoutState.OPEN, Checkout.expires_at > now() - GRACE)
    return and_(SharedPart.gift_id.is_(None), or_(paying, Checkout.state == CheckoutState.PROCESSING))


def _sum(session: Session, shared: SharedGift, which: object) -> int:
    parts = _parts(func.sum(SharedPart.amount), which).where(SharedPart.shared_id == shared.id)
    return int(session.scalar(parts) or 0)


def _parts(what: Any, which: object) -> Select[Any]:
    return (
        select(what)
        .join(Checkout, Checkout.id == SharedPart.checkout_id)
        .outerjoin(GiftSummary, GiftSummary.gift_id == SharedPart.gift_id)
        .where(which)  # type: ignore[arg-type]
    )


def _names(session: Session, shared: SharedGift) -> tuple[str, ...]:
    rows = (
        select(Gift.giver_name, Gift.naming)
        .join(SharedPart, SharedPart.gift_id == Gift.id)
        .join(GiftSummary, GiftSummary.gift_id == Gift.id)
        .where(SharedPart.shared_id == shared.id, _ARRIVED)
        .order_by(Gift.id)
    )
    return tuple(public_name(name, naming.value) for name, naming in session.execute(rows))
