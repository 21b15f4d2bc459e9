"""Rows that several people work on: each change counts up, so that nobody saves over what they have not seen."""

from typing import TypeVar

from sqlalchemy.orm import Mapped, Session, mapped_column

from hope.kernel.db import Base

Row = TypeVar("Row", bound=Base)


class Versioned:
    """A row that counts the changes made to it by hand."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")


def hold(session: Session, model: type[Row], row_id: int) -> Row | None:
    """A row as it is now, kept from others until this unit of work ends; None when it is gone."""
    return session.get(model, row_id, with_for_update=True, populate_existing=True)
