"""The table of people."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class Supporter(Base):
    """A person known by an e-mail address; giving and praying are things that a supporter does."""

    __tablename__ = "supporter"
    NAME_LIMIT = 120
    EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    # Compared without case: nobody in practice has two mailboxes that differ by a capital letter.
    email_key: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    verified_at: Mapped[datetime | None]
    staff_role: Mapped[str | None] = mapped_column(String(20))
    news_wanted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
