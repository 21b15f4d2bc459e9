"""Finding documents: newest first, filtered by their own fields, a page at a time."""

import json
from dataclasses import dataclass, field
from typing import Any

from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.core.store import Store


@dataclass
class Query:
    """Which objects are wanted."""

    kind: str
    where: dict[str, Any] = field(default_factory=dict)
    among: dict[str, list[Any]] = field(default_factory=dict)
    ranges: dict[str, dict[str, int]] = field(default_factory=dict)

    def clauses(self) -> tuple[list[str], list[Any]]:
        texts: list[str] = ["kind = ?"]
        values: list[Any] = [self.kind]
        for path, value in self.where.items():
            texts.append(f"json_extract(body, '$.{path}') = ?")
            values.append(value)
        for path, wanted in self.among.items():
            texts.append(f"json_extract(body, '$.{path}') IN ({','.join('?' * len(wanted))})")
            values += wanted
        for path, bounds in self.ranges.items():
            for name, limit in bounds.items():
                texts.append(f"json_extract(body, '$.{path}') {OPERATORS[name]} ?")
                values.append(limit)
        return texts, values


OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def find(store: Store, query: Query, limit: int = 10_000) -> list[Obj]:
    """The newest objects that fit."""
    texts, values = query.clauses()
    return fetch(store, texts, values, "DESC", limit)


def one(store: Store, kind: str, **where: Any) -> Obj | None:
    """The newest object whose fields are these."""
    found = find(store, Query(kind, where), 1)
    return found[0] if found else None


def page(
    store: Store, query: Query, limit: int, after: str | None, before: str | None
) -> tuple[list[Obj], bool]:
    """One page of a list and whether there is more in that direction."""
    texts, values = query.clauses()
    cursor = after or before
    if cursor:
        place = store.rows("SELECT created, seq FROM objects WHERE id = ?", cursor)[0]
        texts.append(f"(created, seq) {'<' if after else '>'} (?, ?)")
        values += [place["created"], place["seq"]]
    found = fetch(store, texts, values, "ASC" if before else "DESC", limit + 1)
    more, found = len(found) > limit, found[:limit]
    return (found[::-1] if before else found), more


def fetch(store: Store, texts: list[str], values: list[Any], order: str, limit: int) -> list[Obj]:
    # The texts are made above from our own names of fields; every value is bound.
    sql = (
        f"SELECT body FROM objects WHERE {' AND '.join(texts)} ORDER BY created {order}, seq {order} LIMIT ?"  # noqa: S608
    )
    return [json.loads(row["body"]) for row in store.rows(sql, *values, limit)]
