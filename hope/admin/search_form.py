"""The search box above a list: part of the address, so that what was found can be bookmarked and sent on."""

from typing import Any

from flask import request

from hope.kernel.forms import AtMost, PublicForm, TextField


class SearchForm(PublicForm):
    """One box; what stands in it is in the address as `q`."""

    q = TextField("Search", [AtMost(200, "A search")])

    def __init__(self, label: str, hint: str = "", **options: Any) -> None:
        super().__init__(request.args, **options)
        self.q.label.text, self.q.description = label, hint

    @property
    def words(self) -> str:
        """What is looked for; nothing where what was typed cannot be."""
        return (self.q.data or "") if self.validate() else ""
