"""Being signed in: one row for each browser, known by a random key of which only the hash is kept."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from hope.accounts.durations import DONOR_LIFE, FRESH_LIFE, SEEN_STEP, STAFF_IDLE, STAFF_LIFE
from hope.accounts.models import SignIn, Supporter
from hope.kernel.clock import now


def begin(session: Session, supporter: Supporter, browser: str, *, second_factor: bool = False) -> str:
    """Sign a person in; the key is for their browser alone and cannot be had again."""
    key = secrets.token_urlsafe(32)
    moment = now()
    session.add(
        SignIn(
            key_hash=_hash(key),
            supporter_id=supporter.id,
            browser=browser[:80],
            created_at=moment,
            seen_at=moment,
            confirmed_at=moment,
            second_factor_at=moment if second_factor else None,
            expires_at=moment + (STAFF_LIFE if supporter.staff_role else DONOR_LIFE),
        )
    )
    session.flush()
    return key


def find(session: Session, key: str) -> SignIn | None:
    """Where this key is signed in, with the person; None for a key that opens nothing any more."""
    wanted = select(SignIn).where(SignIn.key_hash == _hash(key)).options(joinedload(SignIn.supporter))
    found = session.scalar(wanted)
    return None if found is None or is_over(found) else found


def is_over(sign_in: SignIn) -> bool:
    """True when it has lasted long enough; staff are signed out sooner, and after a while without a page."""
    moment = now()
    if moment >= sign_in.expires_at:
        return True
    if sign_in.supporter.staff_role is None:
        return False
    return moment >= sign_in.created_at + STAFF_LIFE or moment >= sign_in.seen_at + STAFF_IDLE


def wants_touch(sign_in: SignIn) -> bool:
    """True when the last page was long enough ago that this one is worth writing down."""
    return now() >= sign_in.seen_at + SEEN_STEP


def is_fresh(sign_in: SignIn) -> bool:
    """True when the person has shown within the last quarter of an hour that it is them."""
    return now() < sign_in.confirmed_at + FRESH_LIFE


def confirm(sign_in: SignIn, *, second_factor: bool) -> None:
    """The person has shown again that it is them; with a second factor, when it was one."""
    sign_in.confirmed_at = now()
    if second_factor:
        sign_in.second_factor_at = sign_in.confirmed_at


def of(session: Session, supporter_id: int) -> list[SignIn]:
    """Where a person is signed in, the latest used first."""
    wanted = select(SignIn).where(SignIn.supporter_id == supporter_id).options(joinedload(SignIn.supporter))
    newest = session.scalars(wanted.order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    return [sign_in for sign_in in newest if not is_over(sign_in)]


def end(session: Session, supporter_id: int, sign_in_id: int) -> None:
    """Sign a person out in one browser of theirs; another person's stays as it is."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.supporter_id == supporter_id))


def end_all(session: Session, supporter_id: int, *, but: int | None = None) -> None:
    """Sign a person out everywhere, or everywhere else."""
    session.execute(delete(SignIn).where(SignIn.supporter_id == supporter_id, SignIn.id != (but or 0)))


def forget_old(session: Session, moment: datetime) -> None:
    """Drop what has run out."""
    session.execute(delete(SignIn).where(SignIn.expires_at < moment))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
