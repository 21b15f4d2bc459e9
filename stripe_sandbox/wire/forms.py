"""Stripe's bracket notation, decoded: `a[b][0][c]=1` becomes {"a": {"b": {"0": {"c": "1"}}}}."""

import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_sandbox.core.errors import invalid

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def decode(text: str) -> dict[str, Any]:
    """The nested parameters of a body or a query string; every leaf is still text."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        put(root, steps(name), value, name)
    return root


def steps(name: str) -> list[str]:
    found = NAME.match(name)
    if not found:
        raise invalid(f"Invalid request parameter name: {name}", name)
    return [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]


def put(root: dict[str, Any], path: list[str], value: str, name: str) -> None:
    place = root
    for step in path[:-1]:
        inner = place.setdefault(step or str(len(place)), {})
        if not isinstance(inner, dict):
            raise invalid(f"Invalid {name}: both a value and a hash", name)
        place = inner
    place[path[-1] or str(len(place))] = value
