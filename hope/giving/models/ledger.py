"""The books: append-only facts, and the running totals that are kept beside them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class EntryKind(StrEnum):
    """What happened to money."""

    GIFT = "gift"
    FEE = "fee"
    REFUND = "refund"
    DISPUTE = "dispute"
    REVERSAL = "reversal"
    OFFLINE = "offline"
    GRANT = "grant"
    MOVE = "move"
    MATCH = "match"


class LedgerEntry(Base):
    """One fact about money: positive when it came, negative when it went; the database refuses to change it.

    pretix's reason holds here too: rows that are changed answer "how much as of now" and can never again
    answer "how much as of last month".
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        ForeignKeyConstraint(["gift_id", "currency"], ["gift.id", "gift.currency"]),
        UniqueConstraint("source", "campaign_id"),
        Index("ix_ledger_entry_gift_id", "gift_id"),
        Index("ix_ledger_entry_campaign_id_kind", "campaign_id", "kind"),
        Index("ix_ledger_entry_occurred_at", "occurred_at"),
        Index("ix_ledger_entry_recorded_at", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[EntryKind]
    gift_id: Mapped[int | None] = mapped_column(Id)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    # What proves the entry ("stripe:pi_…", "stripe:txn_…/fee"): booked once for each campaign that shares in it.
    source: Mapped[str] = mapped_column(String(300))
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class CampaignTotal(Base):
    """What a campaign has raised and from how many people, kept in the transaction of each entry."""

    __tablename__ = "campaign_total"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    raised: Mapped[Money] = composite(
        mapped_column("amount", BigInteger), mapped_column("currency", Currency)
    )
    gifts: Mapped[int] = mapped_column(default=0)
    givers: Mapped[int] = mapped_column(default=0)


class CampaignGiver(Base):
    """That a person has given to a campaign, so that givers are counted as people, not payments."""

    __tablename__ = "campaign_giver"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id"), primary_key=True, autoincrement=False
    )
