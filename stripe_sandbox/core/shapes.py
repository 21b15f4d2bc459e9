"""Blank objects with every field that Stripe documents, and where `expand` may reach."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

Obj = dict[str, Any]
FILE = Path(__file__).parent.parent / "types" / "shapes.json"


@cache
def shapes() -> dict[str, Obj]:
    """The derived shapes, read once."""
    loaded: dict[str, Obj] = json.loads(FILE.read_text())
    return loaded


def blank(kind: str, **fields: Any) -> Obj:
    """An object of this kind: the given fields, everything else null or empty."""
    made: Obj = copy.deepcopy(shapes()[kind]["blank"])
    made.update(fields)
    return made


def expandable(kind: str) -> dict[str, str]:
    """Paths of this kind that `expand` may follow, with what they lead to."""
    known = shapes().get(kind)
    return known["expands"] if known else {}


def public(obj: Obj) -> Obj:
    """The object as Stripe would show it: our own notes, whose names start with an underscore, stay behind."""
    return {key: value for key, value in obj.items() if not key.startswith("_")}


def listing(data: list[Obj], url: str, has_more: bool = False) -> Obj:
    """Stripe's envelope of a list."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}
