"""Published news go out once: to those who read along, and to givers of the campaign who asked for news.

A while passes first, so that a slip can be withdrawn before anybody reads it. The worker goes through the readers a
thousand at a time; the cause of each letter names the news and the reader, so nobody gets two.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from hope.accounts.models import Supporter
from hope.campaigns.models import CampaignUpdate
from hope.campaigns.readers.models import CampaignReader
from hope.giving.models import CampaignGiver
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.mail import outbox

MAIL = "campaign_news"
SECOND_THOUGHTS = timedelta(minutes=15)
# What was published so long ago is no news: it is on the page.
FRESH = timedelta(days=7)
AT_ONCE = 1000


def tell_due() -> int:
    """Write down the letters of all news that are due; how many there were."""
    due = select(CampaignUpdate.id).where(
        CampaignUpdate.told_at.is_(None),
        CampaignUpdate.withdrawn_at.is_(None),
        CampaignUpdate.published_at.between(now() - FRESH, now() - SECOND_THOUGHTS),
    )
    return sum(_tell(update_id) for update_id in db.session.scalars(due.order_by(CampaignUpdate.id)).all())


def _tell(update_id: int) -> int:
    mark, told = 0, 0
    while True:
        with unit_of_work() as session:
            news = session.get_one(CampaignUpdate, update_id)
            people = session.execute(_people(news.campaign_id, mark)).all()
            outbox.post_many(
                session,
                [
                    outbox.row(
                        MAIL,
                        row.email,
                        f"{MAIL}:{update_id}:{row.id}",
                        {"update_id": update_id, "to": row.id},
                    )
                    for row in people
                ],
            )
            told += len(people)
            if len(people) < AT_ONCE:
                news.told_at = now()
                return told
            mark = people[-1].id


def _people(campaign_id: int, mark: int) -> Select[Any]:
    reads = exists().where(
        CampaignReader.supporter_id == Supporter.id, CampaignReader.campaign_id == campaign_id
    )
    gave = exists().where(
        CampaignGiver.supporter_id == Supporter.id, CampaignGiver.campaign_id == campaign_id
    )
    wanted = or_(reads, and_(gave, Supporter.news_wanted_at.is_not(None)))
    found: Any = select(Supporter.id, Supporter.email).where(
        wanted, Supporter.id > mark, Supporter.erased_at.is_(None)
    )
    some: Select[Any] = found.order_by(Supporter.id).limit(AT_ONCE)
    return some
