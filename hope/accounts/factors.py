"""Whether a person has a second factor, and whether staff pages ask for it."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from hope.accounts.models import Passkey, SignIn, TotpKey


def has_any(session: Session, supporter_id: int) -> bool:
    """True when a person has an authenticator app that works, or a passkey."""
    app = exists().where(TotpKey.supporter_id == supporter_id, TotpKey.proved_at.is_not(None))
    passkey = exists().where(Passkey.supporter_id == supporter_id)
    return bool(session.scalar(select(or_(app, passkey))))


def is_missing(session: Session, sign_in: SignIn, *, required: bool) -> bool:
    """True when a member of staff has yet to give the second factor that the site requires, or that they set up."""
    if sign_in.supporter.staff_role is None or sign_in.second_factor_at is not None:
        return False
    return required or has_any(session, sign_in.supporter_id)
