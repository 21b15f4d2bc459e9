"""The codes of an authenticator app, and the ten on paper: each is taken once, and guessing gets slower and slower."""

import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hope.accounts.models import RecoveryCode, TotpKey, WrongCodes
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.references import ALPHABET
from hope.kernel.sealed import fingerprint, seal, unseal

FREE_GUESSES = 5
LONGEST_WAIT = timedelta(hours=1)
RECOVERY_CODES = 10


class TooManyGuesses(Exception):
    """So many wrong codes came in a row that the next one has to wait until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def begin_app(session: Session, supporter_id: int, secret: str) -> None:
    """Make a key for a new authenticator app; it counts for nothing until its first code was right."""
    session.execute(delete(TotpKey).where(TotpKey.supporter_id == supporter_id, TotpKey.proved_at.is_(None)))
    key = seal(pyotp.random_base32(), secret)
    session.execute(
        insert_or_ignore(TotpKey, supporter_id=supporter_id, sealed_key=key, last_step=0, created_at=now())
    )


def app_of(session: Session, supporter_id: int) -> TotpKey | None:
    """A person's authenticator app, in use or about to be."""
    return session.scalar(select(TotpKey).where(TotpKey.supporter_id == supporter_id))


def address_for_app(key: TotpKey, secret: str, email: str, site: str) -> pyotp.TOTP | None:
    """What the app has to be told; None when the site's secret has changed since."""
    plain = unseal(key.sealed_key, secret)
    return pyotp.TOTP(plain, name=email, issuer=site) if plain else None


def prove_app(session: Session, supporter_id: int, code: str, secret: str) -> bool:
    """True when this first code shows that the app has the key; from then on it is asked for."""
    key = app_of(session, supporter_id)
    if key is None or key.proved_at is not None or not _take_from_app(session, key, _bare(code), secret):
        return False
    key.proved_at = now()
    return True


def remove_app(session: Session, supporter_id: int) -> None:
    """Forget the authenticator app of a person."""
    session.execute(delete(TotpKey).where(TotpKey.supporter_id == supporter_id))


def take(session: Session, supporter_id: int, code: str, secret: str) -> bool:
    """True when this is a code of this person that was never taken before; raises TooManyGuesses.

    Has to be called in a unit of work that is committed whatever it says: wrong codes are counted in it.
    """
    guesses = _guesses(session, supporter_id)
    typed, key = _bare(code), app_of(session, supporter_id)
    if typed.isdecimal():
        right = key is not None and key.proved_at is not None and _take_from_app(session, key, typed, secret)
    else:
        right = _take_from_paper(session, supporter_id, typed, secret)
    guesses.count = 0 if right else guesses.count + 1
    guesses.last_at = now()
    return right


def new_recovery_codes(session: Session, supporter_id: int, secret: str) -> list[str]:
    """Ten fresh codes, to be shown once; those of before are worth nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.supporter_id == supporter_id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(supporter_id=supporter_id, code_hash=fingerprint(code, secret)) for code in codes
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def recovery_codes_left(session: Session, supporter_id: int) -> int:
    """How many codes on paper are still good."""
    unused = select(func.count()).where(
        RecoveryCode.supporter_id == supporter_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def _bare(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")


def _guesses(session: Session, supporter_id: int) -> WrongCodes:
    """The count of wrong codes, held so that many guesses at once wait for each other."""
    session.execute(insert_or_ignore(WrongCodes, supporter_id=supporter_id, count=0, last_at=now()))
    row = select(WrongCodes).where(WrongCodes.supporter_id == supporter_id).with_for_update()
    guesses = session.scalars(row.execution_options(populate_existing=True)).one()
    beyond = guesses.count - FREE_GUESSES
    if beyond >= 0:
        until = guesses.last_at + min(timedelta(minutes=2 ** min(beyond, 10)), LONGEST_WAIT)
        if now() < until:
            raise TooManyGuesses(until)
    return guesses


def _take_from_app(session: Session, key: TotpKey, code: str, secret: str) -> bool:
    app = address_for_app(key, secret, "", "")
    if app is None:
        return False
    # A telephone's clock may be half a minute off.
    step = app.timecode(now())
    for near in (step, step - 1, step + 1):
        if hmac.compare_digest(app.generate_otp(near).encode(), code.encode()):
            unused = update(TotpKey).where(TotpKey.id == key.id, TotpKey.last_step < near)
            return session.scalar(unused.values(last_step=near).returning(TotpKey.id)) is not None
    return False


def _take_from_paper(session: Session, supporter_id: int, code: str, secret: str) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.supporter_id == supporter_id,
        RecoveryCode.code_hash == fingerprint(code, secret),
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(unused.values(used_at=now()).returning(RecoveryCode.id)) is not None
