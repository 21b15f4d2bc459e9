"""Customers at Stripe whose givers asked to be forgotten."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base


class ForgottenCustomer(Base):
    """Somebody who was forgotten here and is still known at Stripe; the row goes when Stripe has deleted them."""

    __tablename__ = "forgotten_customer"

    customer_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
