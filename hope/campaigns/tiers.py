"""The named gifts of a campaign: their order, their copies, and which may go."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign, CampaignState, GivingTier, TierSlug
from hope.giving.models import GiftLine, LineKind
from hope.kernel import addresses
from hope.kernel.unfit import Unfit

COPIED = ("name", "theme", "price", "meaning", "promise", "scene", "scene_alt", "picture_id", "stock", "goods",
    "goods_amount")  # fmt: skip


def put_in_order(campaign: Campaign, wanted: Sequence[int]) -> bool:
    """Put the named gifts into this order, by their numbers; False when they stand so already.

    Numbers of other campaigns say nothing. A gift that the list does not know, because somebody has just added it,
    keeps its place behind the one that it followed.
    """
    known = {tier.id: tier for tier in campaign.tiers}
    order = [known[number] for number in dict.fromkeys(wanted) if number in known]
    follows: GivingTier | None = None
    for tier in campaign.tiers:
        if tier not in order:
            order.insert(order.index(follows) + 1 if follows else 0, tier)
        follows = tier
    changed = [tier.id for tier in order] != [tier.id for tier in campaign.tiers]
    for position, tier in enumerate(order):
        tier.position = position
    return changed


def moved(campaign: Campaign, tier_id: int, step: int) -> list[int]:
    """The order of the named gifts when one of them goes up (-1) or down (1) by a place."""
    order = [tier.id for tier in campaign.tiers]
    if tier_id not in order:
        return order
    place = order.index(tier_id)
    goal = min(max(place + step, 0), len(order) - 1)
    order.insert(goal, order.pop(place))
    return order


def hold_campaign(session: Session, campaign_id: int) -> Campaign:
    """A campaign, kept from others who would change the list of its gifts in this moment."""
    return session.get_one(Campaign, campaign_id, with_for_update=True, populate_existing=True)


def next_position(campaign: Campaign) -> int:
    """The place behind the last named gift."""
    return max((tier.position for tier in campaign.tiers), default=-1) + 1


def suggest_no_other(session: Session, campaign_id: int, tier_id: int | None) -> None:
    """Take the suggestion away from every other gift of a campaign: at most one is suggested."""
    others = update(GivingTier).where(GivingTier.campaign_id == campaign_id, GivingTier.suggested)
    if tier_id is not None:
        others = others.where(GivingTier.id != tier_id)
    session.execute(others.values(suggested=False))


def copy_of(session: Session, tier: GivingTier, position: int, **over: object) -> GivingTier:
    """A new named gift with the words and price of another; it is not suggested, and none of it is given yet."""
    given = {name: getattr(tier, name) for name in COPIED} | {"slug": address_for(session, tier.name)}
    return GivingTier(**given | {"position": position} | over)


def address_for(session: Session, name: str) -> str:
    """An address for a new named gift, made of its name."""
    return addresses.choose(session, TierSlug, "", name, "gift", None)


def given_of(session: Session, tier: GivingTier) -> int:
    """How many of a gift were ever given."""
    given = select(func.coalesce(func.sum(GiftLine.quantity), 0))
    return int(session.scalar(given.where(GiftLine.tier_id == tier.id, GiftLine.kind == LineKind.GIFT)) or 0)


def limit(session: Session, tier: GivingTier, stock: int | None) -> None:
    """Say how many of a gift there are in all, or that people may give as many as they like; raises Unfit.

    A gift that gets a limit only now counts what was given of it before.
    """
    if stock is not None and tier.stock is None and tier.id:
        tier.taken = given_of(session, tier)
    if stock is not None and stock < (tier.taken or 0):
        words = (
            f"{tier.taken:,} are given already, or somebody is paying for them. Write {tier.taken:,} or more."
        )
        raise Unfit("stock", words)
    tier.stock = stock


def add_copy(session: Session, tier_id: int) -> GivingTier:
    """Add a twin of a named gift at the end of the list; it is not offered until somebody says so."""
    tier = session.get_one(GivingTier, tier_id)
    campaign = hold_campaign(session, tier.campaign_id)
    twin = copy_of(session, tier, next_position(campaign), active=False, campaign_id=campaign.id)
    session.add(twin)
    session.flush()
    return twin


def can_be_deleted(session: Session, tier: GivingTier) -> bool:
    """True for a gift that nobody can have chosen: one of a draft, to which no line of a gift refers.

    Somebody may be on Stripe's page with a gift of a published campaign: it is taken off the page instead.
    """
    given = session.scalar(select(exists().where(GiftLine.tier_id == tier.id)))
    return tier.campaign.state is CampaignState.DRAFT and not given
