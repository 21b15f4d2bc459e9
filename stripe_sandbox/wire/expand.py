"""`expand[]`: ids replaced by their objects, four levels deep at most."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import ApiError, invalid
from stripe_sandbox.core.shapes import Obj, expandable, public
from stripe_sandbox.wire.includable import include

DEEPEST = 4


def render(desk: Desk, obj: Obj, paths: list[str], kind: str | None = None) -> Obj:
    """The object as it is sent, with what `expand` asked for."""
    shown = dress(obj)
    for path in paths:
        parts = path.split(".")
        if shown.get("object") == "list" and parts[0] != "data":
            raise unexpandable(path)
        if len(parts) - (parts[0] == "data") > DEEPEST:
            raise invalid(f"You cannot expand more than {DEEPEST} levels of a property: {path}.", "expand")
        targets = shown["data"] if shown.get("object") == "list" else [shown]
        parts = parts[1:] if shown.get("object") == "list" else parts
        look_ahead(kind or shown["object"], parts, path)
        for target in targets:
            walk(desk, target, parts, path)
    return shown


def dress(obj: Obj) -> Obj:
    if obj.get("object") == "list":
        return {**obj, "data": [public(entry) for entry in obj["data"]]}
    return public(obj)


def look_ahead(kind: str, parts: list[str], path: str) -> None:
    """Refuse a path that the types do not have, whether or not there is anything to see now."""
    if not parts:
        raise unexpandable(path)
    if not expandable(kind):
        return
    _, how, rest = split(kind, parts, path)
    leads_to = how.partition(":")[2].split("|")
    if how.startswith("list:") and rest:
        if rest[0] != "data":
            raise unexpandable(path)
        rest = rest[1:]
    if not rest:
        if how.startswith("inside:"):
            raise unexpandable(path)
        return
    refusals = [refusal for target in leads_to if (refusal := refused(target, rest, path))]
    if len(refusals) == len(leads_to):
        raise refusals[0]


def refused(kind: str, parts: list[str], path: str) -> ApiError | None:
    try:
        look_ahead(kind, parts, path)
    except ApiError as refusal:
        return refusal
    return None


def split(kind: str, parts: list[str], path: str) -> tuple[list[str], str, list[str]]:
    table = expandable(kind)
    for length in range(1, len(parts) + 1):
        how = table.get(".".join(parts[:length]))
        if how:
            return parts[:length], how, parts[length:]
    raise unexpandable(path)


def walk(desk: Desk, node: Obj, parts: list[str], path: str) -> None:
    """Replace what one path leads to, inside an object that is about to be sent."""
    if not expandable(node.get("object", "")):
        return
    head, how, rest = split(node["object"], parts, path)
    for holder in holders(node, head[:-1]):
        value = holder.get(head[-1])
        if how.startswith("list:"):
            walk_list(desk, node, holder, head[-1], rest, path)
        elif isinstance(value, (str, dict)):
            holder[head[-1]] = fetch(desk, value)
            if rest:
                walk(desk, holder[head[-1]], rest, path)


def walk_list(desk: Desk, node: Obj, holder: Obj, name: str, rest: list[str], path: str) -> None:
    listed = holder.get(name) or include(desk, node, name)
    holder[name] = {**listed, "data": [public(entry) for entry in listed["data"]]}
    if rest[1:]:
        for entry in holder[name]["data"]:
            walk(desk, entry, rest[1:], path)


def holders(node: Obj, steps: list[str]) -> list[Obj]:
    """The hashes on the way, copied so that the stored object stays as it is."""
    for step in steps:
        inner: Any = node.get(step)
        if isinstance(inner, list):
            node[step] = [dict(entry) for entry in inner]
            return [found for entry in node[step] for found in holders(entry, steps[steps.index(step) + 1 :])]
        if not isinstance(inner, dict):
            return []
        node[step] = node = dict(inner)
    return [node]


def fetch(desk: Desk, value: Any) -> Any:
    if isinstance(value, dict):
        return value
    found = desk.store.get_any(value)
    return public(found) if found else value


def unexpandable(path: str) -> ApiError:
    return invalid(f"This property cannot be expanded ({path}).", "expand")
