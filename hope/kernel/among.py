"""One of many values, as one parameter: however many there are, the statement stays the same words.

`IN (?, ?, ?)` is another statement for each number of values. PostgreSQL plans every new one afresh, which takes
longer than to answer it.
"""

import json
from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class Values(TypeDecorator[list[Any]]):
    """Many values of a column: a list of its type for PostgreSQL, a JSON text for SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        listed = ARRAY(self.each) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(listed)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        values = list(value)
        return values if dialect.name == "postgresql" else json.dumps(values)


class among(FunctionElement[Any]):  # noqa: N801 - reads as the condition that it is
    """The condition that a column has one of the values that come as parameter `name` (numbers or texts)."""

    # Not Boolean: for SQLite that is written `… = 1`, and then no index answers.
    type = NullType()
    name = "among"
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        values: BindParameter[Any] = bindparam(name, type_=Values(column.type))
        super().__init__(column, values)


@compiles(among, "postgresql")
def _in_array(element: among, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(among, "sqlite")
def _in_json(element: among, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a column and the mark of a parameter
