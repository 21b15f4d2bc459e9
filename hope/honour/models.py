"""What was asked for in somebody's honour, how far its card has come, and addresses that want no cards."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hope.giving.models import Checkout, Gift
from hope.kernel.clock import now
from hope.kernel.db import Base, Id
from hope.kernel.references import new_reference


class Kind(StrEnum):
    """Why somebody is named beside a gift."""

    HONOUR = "honour"
    MEMORY = "memory"


class Way(StrEnum):
    """How the card is to reach somebody."""

    MAIL = "mail"
    PRINT = "print"
    NO_CARD = "none"


class CardState(StrEnum):
    """How far a card has come."""

    ASKED = "asked"  # nothing is paid yet
    KEPT = "kept"  # to be printed, or no card at all: nothing is sent
    WAITING = "waiting"  # for its day
    POSTED = "posted"  # in the outbox
    SENT = "sent"
    RETURNED = "returned"  # the giver is asked to mend the address
    OPENED = "opened"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Who or what stopped a card."""

    GIVER = "giver"
    STAFF = "staff"
    REFUNDED = "refunded"


class Returned(StrEnum):
    """Why a card did not reach anybody."""

    BOUNCED = "bounced"
    DECLINED = "declined"


# Until it is opened, its giver may change it.
OPEN_TO_CHANGE = (CardState.KEPT, CardState.WAITING, CardState.SENT, CardState.RETURNED)


class Tribute(Base):
    """Somebody named beside one gift, and the card that says so."""

    __tablename__ = "tribute"
    __table_args__ = (
        CheckConstraint("way <> 'mail' OR email <> ''", name="mail_has_an_address"),
        CheckConstraint("state = 'asked' OR gift_id IS NOT NULL", name="begun_with_a_gift"),
        Index("ix_tribute_state_due_at", "state", "due_at"),
    )
    NAME_LIMIT = 80
    MESSAGE_LIMIT = 600
    WORDS_LIMIT = 400

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # The giver's name for it, which stays; and the receiver's, which is another one once the address was mended.
    reference: Mapped[str] = mapped_column(String(32), unique=True, default=new_reference)
    card_key: Mapped[str] = mapped_column(String(32), unique=True, default=new_reference)
    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkout.id"), unique=True)
    gift_id: Mapped[int | None] = mapped_column(ForeignKey("gift.id"), unique=True)
    kind: Mapped[Kind]
    way: Mapped[Way]
    state: Mapped[CardState] = mapped_column(default=CardState.ASKED)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    occasion: Mapped[str] = mapped_column(String(NAME_LIMIT), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    signed_by: Mapped[str] = mapped_column(String(NAME_LIMIT))
    to_name: Mapped[str] = mapped_column(String(NAME_LIMIT), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    email_key: Mapped[str] = mapped_column(String(254), default="", index=True)
    # None for as soon as the gift has arrived.
    send_on: Mapped[date | None]
    design: Mapped[str] = mapped_column(String(20))
    # What the gift does, as its campaign said it on the day: label, meaning, title, slug.
    purposes: Mapped[list[dict[str, Any]]]
    due_at: Mapped[datetime | None]
    # How often the card was sent: the giver may do it again a few times, never without end.
    sendings: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    returned: Mapped[Returned | None]
    opened_at: Mapped[datetime | None]
    thanked_at: Mapped[datetime | None]
    thanks: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    reported_at: Mapped[datetime | None] = mapped_column(index=True)
    report: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    looked_at: Mapped[datetime | None]
    stopped_by: Mapped[Stop | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    checkout: Mapped[Checkout] = relationship()
    gift: Mapped[Gift | None] = relationship()

    @property
    def can_change(self) -> bool:
        """True while its giver may still correct it."""
        return self.state in OPEN_TO_CHANGE

    @property
    def waits_for_staff(self) -> bool:
        """True when somebody reported it and nobody has looked yet."""
        return self.reported_at is not None and self.looked_at is None


class CardStop(Base):
    """An address that wants no cards, whoever sends them; its owner can take it back."""

    __tablename__ = "card_stop"

    email_key: Mapped[str] = mapped_column(String(254), primary_key=True)
    stopped_at: Mapped[datetime] = mapped_column(default=now)
