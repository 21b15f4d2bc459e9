"""The addresses of a person: proved by a letter to each, one of them the main one."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import supporters
from hope.accounts.merging import merge
from hope.accounts.models import Supporter, SupporterAddress
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore


def of(session: Session, supporter: Supporter) -> list[SupporterAddress]:
    """A person's addresses, the main one first."""
    found = session.scalars(select(SupporterAddress).where(SupporterAddress.supporter_id == supporter.id))
    return sorted(found, key=lambda address: (address.email_key != supporter.email_key, address.id))


def prove(session: Session, supporter: Supporter, email: str) -> None:
    """This person has read a letter at this address: whatever was ever done with it is theirs.

    Raises CannotMerge when the address belongs to a member of staff.
    """
    key = email.casefold()
    other = supporters.find(session, email)
    if other is not None and other.id != supporter.id:
        merge(session, supporter, other, f"supporter:{supporter.id}", "the address was proved")
    row = _row(session, supporter, email, key)
    row.proved_at = row.proved_at or now()
    if supporter.email_key == key and supporter.verified_at is None:
        supporter.verified_at = now()
    session.flush()
    _gather(session, supporter)


def make_main(session: Session, supporter: Supporter, email: str) -> bool:
    """Write to this address from now on; False when it is not, or no longer, a proved one of theirs."""
    row = _proved(session, supporter, email)
    if row is None:
        return False
    supporter.email, supporter.email_key = row.email, row.email_key
    supporter.verified_at = row.proved_at
    audit.note(session, f"supporter:{supporter.id}", "change main address", f"supporter:{supporter.id}")
    return True


def remove(session: Session, supporter: Supporter, address_id: int) -> str | None:
    """Let an address go that is not the main one; the gifts made with it stay. None when it is not theirs."""
    mine = delete(SupporterAddress).where(
        SupporterAddress.id == address_id,
        SupporterAddress.supporter_id == supporter.id,
        SupporterAddress.email_key != supporter.email_key,
    )
    return session.scalar(mine.returning(SupporterAddress.email))


def _row(session: Session, supporter: Supporter, email: str, key: str) -> SupporterAddress:
    given = {"supporter_id": supporter.id, "email": email, "email_key": key, "created_at": now()}
    session.execute(insert_or_ignore(SupporterAddress, **given))
    return session.scalars(select(SupporterAddress).where(SupporterAddress.email_key == key)).one()


def _proved(session: Session, supporter: Supporter, email: str) -> SupporterAddress | None:
    wanted = select(SupporterAddress).where(
        SupporterAddress.supporter_id == supporter.id,
        SupporterAddress.email_key == email.casefold(),
        SupporterAddress.proved_at.is_not(None),
    )
    return session.scalar(wanted)


def _gather(session: Session, supporter: Supporter) -> None:
    """A gift may have been recorded under a row of its own in the very moment when its address was joined."""
    proved = select(SupporterAddress.email_key).where(
        SupporterAddress.supporter_id == supporter.id, SupporterAddress.proved_at.is_not(None)
    )
    strays = select(Supporter).where(Supporter.email_key.in_(proved), Supporter.id != supporter.id)
    for stray in session.scalars(strays).all():
        merge(session, supporter, stray, f"supporter:{supporter.id}", "the address was proved")
