"""The forms behind the link of one gift; whoever holds the link carries no session, so no token either."""

from wtforms import HiddenField

from hope.giving.models import GiverLetter
from hope.kernel.forms import AtMost, LongTextField, Needed, PublicForm


class LetterForm(PublicForm):
    """A letter to the team."""

    words = LongTextField(
        "What should we do?",
        [
            Needed("Write what is wrong, and what you would like us to do."),
            AtMost(GiverLetter.LIMIT, "A letter"),
        ],
    )
    key = HiddenField()


class TakeBackForm(PublicForm):
    """A button, and nothing to fill in."""
