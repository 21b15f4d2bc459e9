"""What is asked of somebody who wants to check a receipt."""

from hope.kernel.forms import AtMost, Needed, PublicForm, TextField

WRONG_PAIR = (
    "We know no receipt with this number and this code. Please look at both once more: "
    "they stand together at the foot of the paper, and in the mail."
)


class CheckForm(PublicForm):
    """Number and code of a receipt, as they stand on it."""

    number = TextField(
        "Receipt number",
        [Needed("Write the number of the receipt, such as 2026-000123."), AtMost(40, "A number")],
        description="For example 2026-000123.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    code = TextField(
        "Code",
        [Needed("Write the code that stands beside the number, such as K7QM-3TXR."), AtMost(40, "A code")],
        description="Eight letters and figures, such as K7QM-3TXR. Capitals and the dash do not matter.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def refuse_pair(self) -> None:
        """Say that the two do not belong together, and not which of them is wrong."""
        self.code.errors = [*self.code.errors, WRONG_PAIR]
