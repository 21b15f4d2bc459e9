"""What Markdown will look like, while somebody writes it."""

from flask import abort

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.section import section
from hope.kernel.forms import AtMost, LongTextField, SessionForm
from hope.kernel.web.filters import markdown

bp = section("markdown")


class MarkdownForm(SessionForm):
    """Some Markdown."""

    text = LongTextField("Text", [AtMost(30_000, "A text")])


@bp.post("/")
@needs(Right.EDIT_CONTENT)
def show() -> str:
    """The text as its readers will see it; nothing is kept."""
    form = MarkdownForm()
    if not form.validate():
        abort(422)
    return str(markdown(form.text.data))
