"""Lists of campaigns for staff: by how they stand, and by what is searched for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hope.campaigns.models import Campaign, CampaignState
from hope.spotlight.models import Organization

TABS = {"live": "Live", "drafts": "Drafts", "ended": "Ended", "archived": "Archived", "all": "All"}


def listed(tab: str, words: str, moment: datetime) -> Select[Any]:
    """The campaigns under a tab that speak of all these words, in their title, summary or partner's name."""
    return _found(tab, words, moment).options(joinedload(Campaign.organization))


def counts(session: Session, words: str, moment: datetime) -> dict[str, int]:
    """How many campaigns stand under each tab."""
    number = func.count(Campaign.id)
    return {tab: session.scalar(_found(tab, words, moment).with_only_columns(number)) or 0 for tab in TABS}


def campaigns_of(session: Session, organization_id: int) -> list[Campaign]:
    """Every campaign for a partner, the newest first."""
    found = select(Campaign).where(Campaign.organization_id == organization_id).order_by(Campaign.id.desc())
    return list(session.scalars(found))


def _found(tab: str, words: str, moment: datetime) -> Select[Any]:
    found = select(Campaign).join(Campaign.organization)
    return found.where(_stands(tab, moment), *(_speaks_of(word) for word in words.split()))


def _stands(tab: str, moment: datetime) -> ColumnElement[bool]:
    live, over = (
        Campaign.state == CampaignState.LIVE,
        and_(Campaign.ends_at.is_not(None), Campaign.ends_at <= moment),
    )
    return {
        "live": and_(live, ~over),
        "drafts": Campaign.state == CampaignState.DRAFT,
        "ended": or_(Campaign.state == CampaignState.ENDED, and_(live, over)),
        "archived": Campaign.state == CampaignState.ARCHIVED,
    }.get(tab, Campaign.id.is_not(None))


def _speaks_of(word: str) -> ColumnElement[bool]:
    columns = (Campaign.title, Campaign.summary, Campaign.slug, Organization.name)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
