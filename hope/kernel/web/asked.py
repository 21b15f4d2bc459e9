"""What a request says, fit to be looked for: without the one character that a database refuses to be asked for."""

from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\x00"


class Words(ImmutableMultiDict[str, Any]):
    """The answers of a form or of an address. Nobody types a NUL, no page of ours sends one, PostgreSQL takes none."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        for values in dict.values(self):
            values[:] = [value.replace(NUL, "") if isinstance(value, str) else value for value in values]


class AskedRequest(Request):
    """A request whose words can be looked for as they come."""

    parameter_storage_class = Words


def init_app(app: Flask) -> None:
    """Read every request so."""
    app.request_class = AskedRequest
