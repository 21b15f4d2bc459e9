"""Which link brought somebody: a word in an address, never a person."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from hope.kernel.db import Base, Currency
from hope.kernel.money import Money

LONGEST = 40


class CheckoutSource(Base):
    """The word that the link carried through which an attempt began; its gift and every renewal have it by that."""

    __tablename__ = "checkout_source"

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkout.id"), primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(LONGEST))


class SourceTotal(Base):
    """What came to a campaign through the links with one word, before anything went back."""

    __tablename__ = "source_total"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    given: Mapped[Money] = composite(mapped_column("amount", BigInteger), mapped_column("currency", Currency))
    gifts: Mapped[int] = mapped_column(default=0)
