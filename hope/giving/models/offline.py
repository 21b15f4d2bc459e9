"""Gifts that came on paper, from hand to hand, through the bank, or as things: what staff wrote down of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.giving.models.summary import Method
from hope.kernel.clock import now
from hope.kernel.db import Base


class OfflineGift(Base):
    """How a gift came that Stripe knows nothing of; what was entered wrongly is taken back, never changed."""

    __tablename__ = "offline_gift"
    __table_args__ = (Index("ix_offline_gift_reference", "reference"),)

    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), primary_key=True, autoincrement=False)
    method: Mapped[Method]
    # The number of the cheque, or what the bank calls the transfer.
    reference: Mapped[str] = mapped_column(String(100), default="")
    # What was given where it was no money: a receipt names it and gives it no value.
    description: Mapped[str] = mapped_column(String(300), default="")
    # The form that it was typed into: sent twice, it makes one gift.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    entered_by: Mapped[str] = mapped_column(String(254))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    taken_back_at: Mapped[datetime | None]
