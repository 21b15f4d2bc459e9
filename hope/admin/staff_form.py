"""The form that gives somebody a role."""

from typing import Any

from wtforms.validators import ValidationError

from hope.accounts.models import Supporter
from hope.accounts.rights import RIGHTS, Role
from hope.kernel.forms import AtMost, ChoiceField, EmailField, Needed, SessionForm, TextField

WORDS = {Role.OWNER: "Owner", Role.TREASURER: "Treasurer", Role.EDITOR: "Editor"}


def what(role: Role) -> str:
    """What somebody of this role can do, in a sentence made of the table of rights."""
    rights = [right.value for right, roles in RIGHTS.items() if role in roles]
    return "Can " + "; ".join(rights) + "."


class RoleForm(SessionForm):
    """Another role for somebody who works here."""

    role = ChoiceField(
        "Role",
        [(role.value, word) for role, word in WORDS.items()],
        hints={role.value: what(role) for role in Role},
    )


class StaffForm(RoleForm):
    """Somebody new."""

    email = EmailField(
        "E-mail address",
        [Needed("Write the address at which they read mail."), AtMost(Supporter.EMAIL_LIMIT, "An address")],
    )
    name = TextField(
        "Name",
        [Needed("Write their name; it stands beside what they do."), AtMost(Supporter.NAME_LIMIT, "A name")],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if not self.is_submitted():
            self.role.data = None

    def validate_role(self, field: ChoiceField) -> None:
        """A role is chosen, never assumed."""
        if field.data in (None, "", "None"):
            raise ValidationError("Choose what they are here for.")
