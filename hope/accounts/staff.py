"""Who works here: added and removed by an owner, and there is always one."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import sessions, supporters
from hope.accounts.models import Passkey, RecoveryCode, Supporter, TotpKey, WrongCodes
from hope.accounts.rights import Role
from hope.kernel import audit


class CannotChange(Exception):
    """Says in a sentence why the staff stays as it is."""


def everyone(session: Session) -> list[Supporter]:
    """All members of staff, by role and name."""
    staff = session.scalars(select(Supporter).where(Supporter.staff_role.is_not(None)))
    order = list(Role)
    return sorted(staff, key=lambda one: (order.index(one.staff_role or Role.EDITOR), one.name.casefold()))


def add(session: Session, email: str, name: str, role: Role, actor: str) -> Supporter:
    """Give somebody a role, or another one; a changed role signs them out everywhere."""
    supporter = supporters.find_or_add(session, email, name)
    before = supporter.staff_role
    if before is role:
        return supporter
    if before is Role.OWNER:
        _keep_an_owner(session)
    supporter.staff_role = role
    supporter.name = supporter.name or name
    sessions.end_all(session, supporter.id)
    details = {"role": {"before": before.value if before else None, "after": role.value}}
    audit.note(
        session, actor, "add staff" if before is None else "change role", _name(supporter), "", details
    )
    return supporter


def remove(session: Session, supporter: Supporter, actor: str) -> None:
    """Take somebody's role away and sign them out everywhere; what they gave as a donor stays theirs."""
    before = supporter.staff_role
    if before is None:
        raise CannotChange("This person is not a member of staff.")
    if before is Role.OWNER:
        _keep_an_owner(session)
    supporter.staff_role = None
    sessions.end_all(session, supporter.id)
    details = {"role": {"before": before.value, "after": None}}
    audit.note(session, actor, "remove staff", _name(supporter), "", details)


def forget_factors(session: Session, supporter: Supporter, actor: str) -> None:
    """For somebody who lost telephone and paper: they sign in by letter and set everything up anew."""
    for table in (TotpKey, RecoveryCode, Passkey, WrongCodes):
        session.execute(delete(table).where(table.supporter_id == supporter.id))
    sessions.end_all(session, supporter.id)
    audit.note(session, actor, "forget second factors", _name(supporter))


def _keep_an_owner(session: Session) -> None:
    # Held in one order, so that two owners who remove each other at once do not both succeed.
    owners = select(Supporter.id).where(Supporter.staff_role == Role.OWNER).order_by(Supporter.id)
    if len(session.scalars(owners.with_for_update()).all()) < 2:
        raise CannotChange("This is the last owner. Make somebody else an owner first.")


def _name(supporter: Supporter) -> str:
    return f"supporter:{supporter.id}"
