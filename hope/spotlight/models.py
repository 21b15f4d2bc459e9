"""Partner organisations and what is known of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class Scope(StrEnum):
    """Where a partner works."""

    NATIONAL = "national"
    INTERNATIONAL = "international"


class Organization(Base):
    """A partner that the site spotlights; being shown here is no claim that it agreed to anything."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    scope: Mapped[Scope]
    founded: Mapped[str] = mapped_column(String(60), default="")
    base: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(Text)
    website: Mapped[str] = mapped_column(String(300), default="")
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    facts: Mapped[list["OrganizationFact"]] = relationship(
        back_populates="organization", order_by="OrganizationFact.id", cascade="all, delete-orphan"
    )


class OrganizationFact(Base):
    """One published statement about a partner: with its source, and the day when somebody last checked it."""

    __tablename__ = "organization_fact"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    statement: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date]

    organization: Mapped[Organization] = relationship(back_populates="facts")
