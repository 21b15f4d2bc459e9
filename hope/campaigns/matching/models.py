"""A sponsor's promise to add to what others give, and the payments that kept it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from hope.campaigns.models import Campaign
from hope.kernel.clock import now
from hope.kernel.db import Base, Currency, Id
from hope.kernel.money import Money


class Match(Base):
    """For each gift within the days, so many percent of it, up to the cap. A promise is not changed, only ended."""

    __tablename__ = "match"
    __table_args__ = (
        CheckConstraint("percent > 0", name="percent_positive"),
        CheckConstraint("cap_amount > 0", name="cap_positive"),
        CheckConstraint("base_amount >= 0", name="base_not_negative"),
        CheckConstraint("confirmed_amount BETWEEN 0 AND cap_amount", name="confirmed_within_cap"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    sponsor: Mapped[str] = mapped_column(String(120))
    percent: Mapped[int]
    cap_amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Currency)
    cap: Mapped[Money] = composite("cap_amount", "currency")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # What was given within the days and is kept, as last counted; and what the sponsor paid so far.
    base_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    campaign: Mapped[Campaign] = relationship()
    payments: Mapped[list["MatchPayment"]] = relationship(order_by="MatchPayment.id")

    @property
    def matched(self) -> Money:
        """What the sponsor owes or has paid for the gifts so far: never more than was promised."""
        return Money(min(self.cap_amount, self.base_amount * self.percent // 100), self.currency)

    @property
    def confirmed(self) -> Money:
        """What the sponsor has paid."""
        return Money(self.confirmed_amount, self.currency)

    @property
    def owed(self) -> Money:
        """What is matched and not paid yet."""
        return Money(max(self.matched.amount - self.confirmed_amount, 0), self.currency)

    @property
    def is_full(self) -> bool:
        """True when all that was promised is matched."""
        return self.matched == self.cap

    def is_open(self, moment: datetime) -> bool:
        """True when a gift of this moment would be matched."""
        return self.starts_at <= moment < self.ends_at and not self.is_full


class MatchPayment(Base):
    """What a sponsor paid, as staff saw it arrive; a mistake is undone by an entry against it."""

    __tablename__ = "match_payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    # The form that it was typed into: sent twice, it is one payment.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    total: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    received_on: Mapped[date] = mapped_column(Date)
    proof: Mapped[str] = mapped_column(String(120), default="")
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"))
    recorded_by: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]

    @property
    def source(self) -> str:
        """What proves its entry in the books."""
        return f"match:{self.key}"
