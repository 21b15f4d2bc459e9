"""What is kept of people who read along: a kind of mail that can be stopped, copied, forgotten, and moved."""

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import holdings, mailings
from hope.accounts.merging import follows
from hope.accounts.models import Supporter
from hope.campaigns.models import Campaign, CampaignState
from hope.campaigns.readers.models import CampaignReader
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore

MAILING = "campaigns"


@follows("campaigns read along with")
def move_readers(session: Session, gone: int, kept: int) -> int:
    """Whoever read along under one name does so under the other, once."""
    own = delete(CampaignReader).where(CampaignReader.supporter_id == gone)
    rows = session.execute(own.returning(CampaignReader.campaign_id, CampaignReader.since)).all()
    for campaign_id, since in rows:
        row = {"campaign_id": campaign_id, "supporter_id": kept, "since": since}
        session.execute(insert_or_ignore(CampaignReader, **row))
    return len(rows)


def reads(session: Session, supporter: Supporter) -> bool:
    """True for somebody who reads along with any campaign."""
    own = select(CampaignReader.campaign_id).where(CampaignReader.supporter_id == supporter.id)
    return session.scalar(own.limit(1)) is not None


def stop(session: Session, supporter: Supporter) -> None:
    """They hear of no campaign any more."""
    session.execute(delete(CampaignReader).where(CampaignReader.supporter_id == supporter.id))


def _read(session: Session, supporter: Supporter) -> Iterator[holdings.Row]:
    own = select(Campaign.title, CampaignReader.since).join(CampaignReader)
    for title, since in session.execute(own.where(CampaignReader.supporter_id == supporter.id)):
        yield {"campaign": title, "since": since}


def _begin(session: Session, supporter: Supporter) -> None:
    """With every campaign that is open; each can be chosen by itself on its own page."""
    for campaign_id in session.scalars(select(Campaign.id).where(Campaign.state == CampaignState.LIVE)):
        session.execute(
            insert_or_ignore(CampaignReader, campaign_id=campaign_id, supporter_id=supporter.id, since=now())
        )


mailings.register(
    mailings.Mailing(MAILING, "How campaigns go on that you read along with", reads, _begin, stop)
)
holdings.register(
    holdings.Holding("campaigns_read", "Campaigns you read along with", _read, stop, "That you read along.")
)
