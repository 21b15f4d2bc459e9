"""Three people who work on the example site, one of each role."""

from sqlalchemy.orm import Session

from hope.accounts import staff, supporters
from hope.accounts.models import Supporter
from hope.accounts.rights import Role

PEOPLE = {
    Role.OWNER: ("owner@example.org", "Ottilie Vance"),
    Role.TREASURER: ("treasurer@example.org", "Teodor Finch"),
    Role.EDITOR: ("editor@example.org", "Edda Lorne"),
}


def add_staff(session: Session) -> list[Supporter]:
    """Add whoever is not there yet; somebody who was given another role, or none, stays as they are."""
    newcomers = [(role, person) for role, person in PEOPLE.items() if not supporters.find(session, person[0])]
    return [staff.add(session, email, name, role, "demo load") for role, (email, name) in newcomers]
