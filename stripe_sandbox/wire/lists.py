"""`GET` on a collection: filters by the object's own fields, newest first, a page at a time."""

from typing import Any

from stripe_sandbox.core import query
from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid, missing
from stripe_sandbox.core.shapes import Obj, listing

PAGING = {"limit", "starting_after", "ending_before", "expand"}


def listed(desk: Desk, wanted: query.Query, params: dict[str, Any], url: str) -> Obj:
    """One page of what is wanted, in Stripe's envelope."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid("This value must be between 1 and 100 (inclusive).", "limit")
    after, before = params.get("starting_after"), params.get("ending_before")
    if after and before:
        raise invalid(
            "You may only specify one of these parameters: starting_after, ending_before.", "starting_after"
        )
    for name in ("starting_after", "ending_before"):
        if name in params and not desk.store.get(wanted.kind, params[name]):
            raise missing(wanted.kind, params[name], name)
    data, more = query.page(desk.store, wanted, limit, after, before)
    return listing(data, url, more)


def by_fields(kind: str, params: dict[str, Any], renamed: dict[str, str] | None = None) -> query.Query:
    """A query from list parameters whose names are the object's own fields."""
    wanted = query.Query(kind)
    for name, value in params.items():
        path = (renamed or {}).get(name, name)
        if name in PAGING:
            continue
        if isinstance(value, dict) and value.keys() <= query.OPERATORS.keys():
            wanted.ranges[path] = value
        elif not isinstance(value, dict):
            wanted.where[path] = value
        else:
            wanted.where |= {f"{path}.{key}": inner for key, inner in value.items()}
    return wanted
