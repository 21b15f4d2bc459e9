"""Who reads along with a campaign."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base


class CampaignReader(Base):
    """Somebody who pressed the button in a mail that asked: they hear how this campaign goes on."""

    __tablename__ = "campaign_reader"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id"), primary_key=True, autoincrement=False, index=True
    )
    since: Mapped[datetime] = mapped_column(default=now)
