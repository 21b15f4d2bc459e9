"""The name on a receipt whose giver asked to be forgotten, for as long as receipts have to be kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.db import Base


class KeptName(Base):
    """Whom a receipt was made out to; read where a receipt is drawn, and gone on its day."""

    __tablename__ = "kept_name"

    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime] = mapped_column(index=True)
