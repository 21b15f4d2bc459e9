"""Forms about people."""

from wtforms import HiddenField

from hope.accounts.models import Supporter
from hope.kernel.forms import AtMost, EmailField, Needed, SessionForm, TextField


class NameForm(SessionForm):
    """What somebody is called."""

    name = TextField("Name", [AtMost(Supporter.NAME_LIMIT, "A name")])


class MergeForm(SessionForm):
    """Which other row is the same person; sent a first time to look, a second time to do it."""

    email = EmailField(
        "The address of the other row",
        [
            Needed("Write the address under which the same person is known as well."),
            AtMost(254, "An address"),
        ],
    )
    reason = TextField("How do you know?", [AtMost(300, "This")])
    sure = HiddenField(default="")

    def judge(self, kept: Supporter, gone: Supporter | None) -> None:
        """Say why these two stay two, where they must."""
        if gone is None:
            self.email.errors = ["Nobody is known under this address."]
        elif gone.id == kept.id:
            self.email.errors = ["This address leads to the same row already."]
        elif gone.staff_role or kept.staff_role:
            self.email.errors = ["A member of staff adds addresses to their own account by themselves."]


class EraseForm(SessionForm):
    """Before somebody is forgotten because they asked for it by mail."""

    reason = TextField(
        "How did they ask, and how do you know that it was them?",
        [Needed("Write how they asked, without their name."), AtMost(300, "This")],
    )
