"""People, and the addresses that are theirs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.accounts.rights import Role
from hope.kernel.clock import now
from hope.kernel.db import Base, Id

EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3


class Supporter(Base):
    """A person known by an e-mail address; giving and praying are things that a supporter does."""

    __tablename__ = "supporter"
    NAME_LIMIT = 120
    EMAIL_LIMIT = EMAIL_LIMIT

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    # Compared without case: nobody in practice has two mailboxes that differ by a capital letter.
    email_key: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    verified_at: Mapped[datetime | None]
    staff_role: Mapped[Role | None]
    news_wanted_at: Mapped[datetime | None]
    # Somebody who asked to be forgotten: only their gifts still hang here, and no address leads to them.
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SupporterAddress(Base):
    """An address that leads to a person: proved by a letter to it, or joined by staff when they merged two rows."""

    __tablename__ = "supporter_address"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    email_key: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)
    proved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
