"""What can be found. The words themselves are kept as each database likes it; see `engines`."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.db import Base, Id


class SearchEntry(Base):
    """One thing that can be found, while it may be."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_owner", "owner"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # The row that it is made from, as "story:12"; a campaign owns the entries of its gifts too.
    owner: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(1000))
    shown_from: Mapped[datetime | None]
    shown_until: Mapped[datetime | None]
