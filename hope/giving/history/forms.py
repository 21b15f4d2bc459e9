"""How a gift is named in public, and which year a statement is for."""

from hope.giving.pledge import Naming
from hope.kernel.forms import ChoiceField, SessionForm, TickField


class NamingForm(SessionForm):
    """One gift's own answer: another gift may be named otherwise."""

    naming = ChoiceField(
        "How may we name you beside this gift?",
        [
            (Naming.FULL.value, "With my full name"),
            (Naming.FIRST.value, "With my first name"),
            (Naming.ANONYMOUS.value, "As “Anonymous”"),
        ],
    )
    show_amount = TickField("Show the amount as well")
