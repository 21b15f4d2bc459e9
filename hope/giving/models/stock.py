"""What is kept of a limited gift for somebody who is paying for it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class HoldState(StrEnum):
    """Kept while somebody pays, then sold, or given back to the others."""

    HELD = "held"
    SOLD = "sold"
    GIVEN_BACK = "given_back"


class StockHold(Base):
    """So many of a limited gift that one attempt to pay has taken off the shelf."""

    __tablename__ = "stock_hold"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        UniqueConstraint("checkout_id", "tier_id"),
        Index("ix_stock_hold_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkout.id"))
    tier_id: Mapped[int] = mapped_column(ForeignKey("giving_tier.id"), index=True)
    quantity: Mapped[int]
    state: Mapped[HoldState] = mapped_column(default=HoldState.HELD)
    created_at: Mapped[datetime] = mapped_column(default=now)
