"""What people prove themselves with besides their mailbox: an authenticator app, passkeys, codes on paper."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hope.kernel.clock import now
from hope.kernel.db import Base, Id


class TotpKey(Base):
    """The key that a person's authenticator app shares with us, sealed; in use once its first code was right."""

    __tablename__ = "totp_key"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), unique=True)
    sealed_key: Mapped[str] = mapped_column(String(200))
    proved_at: Mapped[datetime | None]
    # The half minute of the last code that was taken: none is taken twice.
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCode(Base):
    """One of ten codes for the day on which the telephone is lost; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Passkey(Base):
    """A passkey of a person: its public half, which is no secret."""

    __tablename__ = "passkey"
    NAME_LIMIT = 60

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), index=True)
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class PasskeyChallenge(Base):
    """A question that a passkey has to sign; it can be answered once."""

    __tablename__ = "passkey_challenge"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    challenge: Mapped[str] = mapped_column(String(120), unique=True)
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporter.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class WrongCodes(Base):
    """How many wrong codes in a row were typed for a person: after a few, each next one has to wait longer."""

    __tablename__ = "wrong_codes"

    supporter_id: Mapped[int] = mapped_column(
        ForeignKey("supporter.id"), primary_key=True, autoincrement=False
    )
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
