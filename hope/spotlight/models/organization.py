"""Partner organisations and what is known of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.media.models import Picture
from hope.kernel.versions import Versioned


class Scope(StrEnum):
    """Where a partner works."""

    NATIONAL = "national"
    INTERNATIONAL = "international"


class Organization(Versioned, Base):
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
    # Where it sells what it makes.
    shop: Mapped[str] = mapped_column(String(300), default="", server_default="")
    quote: Mapped[str] = mapped_column(Text, default="", server_default="")
    quote_by: Mapped[str] = mapped_column(String(160), default="", server_default="")
    quote_source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # People who are protected may live or work there: staff know the street, pages say it only where that was decided.
    street: Mapped[str] = mapped_column(String(300), default="", server_default="")
    street_is_shown: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    scene: Mapped[str] = mapped_column(String(60), default="dawn")
    scene_alt: Mapped[str] = mapped_column(String(300), default="")
    # Shown in place of the scene.
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    picture: Mapped[Picture | None] = relationship()
    facts: Mapped[list["OrganizationFact"]] = relationship(
        back_populates="organization", order_by="OrganizationFact.id", cascade="all, delete-orphan"
    )
    slugs: Mapped[list["OrganizationSlug"]] = relationship(cascade="all, delete-orphan")

    @validates("slug")
    def _keep_slug(self, _name: str, slug: str) -> str:
        if all(kept.slug != slug for kept in self.slugs):
            self.slugs.append(OrganizationSlug(slug=slug))
        return slug


class OrganizationFact(Versioned, Base):
    """One published statement about a partner: with its source, and the day when somebody last checked it."""

    __tablename__ = "organization_fact"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    statement: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date]

    organization: Mapped[Organization] = relationship(back_populates="facts")


class FactAnswer(Base):
    """What a partner said about one fact when we asked: that it is right, or what is right instead."""

    __tablename__ = "fact_answer"
    __table_args__ = (Index("ix_fact_answer_waiting", "organization_id", "settled_at"),)
    WORDS_LIMIT = 600

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    fact_id: Mapped[int] = mapped_column(ForeignKey("organization_fact.id", ondelete="CASCADE"), index=True)
    is_right: Mapped[bool]
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    answered_at: Mapped[datetime] = mapped_column(default=now)
    # When staff had taken it over or put it aside; what was confirmed needs nobody.
    settled_at: Mapped[datetime | None]

    fact: Mapped[OrganizationFact] = relationship()


class OrganizationSlug(Base):
    """An address that a partner has, or had and still answers to."""

    __tablename__ = "organization_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
