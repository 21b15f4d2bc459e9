"""Where people are signed in, and the letters that let them in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.accounts.models.supporter import EMAIL_LIMIT, Supporter
from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class SignIn(Base):
    """One browser in which a person is signed in; signing out removes the row, and the browser's key opens nothing."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # The browser holds the key; whoever reads this table cannot make it from its hash.
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    browser: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime] = mapped_column(default=now)
    second_factor_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    supporter: Mapped[Supporter] = relationship()


class LinkPurpose(StrEnum):
    """What the button behind a link in a letter does."""

    SIGN_IN = "sign_in"
    ADD_ADDRESS = "add_address"
    CHANGE_MAIN = "change_main"


class SignInLink(Base):
    """A link in a letter: works once, for a quarter of an hour. Nobody is named where the address is unknown."""

    __tablename__ = "sign_in_link"
    __table_args__ = (Index("ix_sign_in_link_email_key_created_at", "email_key", "created_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # Stands signed in the link: this table alone opens nothing.
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(default=LinkPurpose.SIGN_IN)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    email_key: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporter.id"), index=True)
    target_email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="")
    next_path: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    supporter: Mapped[Supporter | None] = relationship()
