"""Each call's parameters against Stripe's own types: unknown ones are refused, the others become typed values."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from stripe_sandbox.core.errors import ApiError, invalid, needed

FILE = Path(__file__).parent.parent / "types" / "parameters.json"
Node = Any


@cache
def trees() -> dict[str, Node]:
    """The derived parameter trees, read once."""
    loaded: dict[str, Node] = json.loads(FILE.read_text())
    return loaded


def check(operation: str, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of one call, typed; raises in Stripe's words where they do not fit."""
    checked: dict[str, Any] = read_hash(trees()[operation], given, "")
    return checked


def read(node: Node, value: Any, at: str) -> Any:
    if isinstance(node, str):
        return read_scalar(node, value, at)
    kind = next(key for key in ("either", "enum", "hash", "map", "list") if key in node)
    return READERS[kind](node, value, at)


def read_hash(node: Node, value: Any, at: str) -> Any:
    if not isinstance(value, dict):
        raise invalid("Invalid object", at)
    known = node["hash"]
    unknown = [inside(at, key) for key in value if key not in known]
    if unknown:
        words = f"Received unknown parameter{'s' * (len(unknown) > 1)}: {', '.join(unknown)}"
        raise invalid(words, unknown[0], "parameter_unknown")
    for key in node.get("required", ()):
        if key not in value:
            raise needed(inside(at, key))
    return {key: read(known[key], part, inside(at, key)) for key, part in value.items()}


def read_map(node: Node, value: Any, at: str) -> Any:
    if not isinstance(value, dict):
        raise invalid("Invalid object", at)
    if at == "metadata" or at.endswith("[metadata]"):
        return read_metadata(value, at)
    return {key: read(node["map"], part, inside(at, key)) for key, part in value.items()}


def read_metadata(value: dict[str, Any], at: str) -> dict[str, str]:
    if len(value) > 50:
        raise invalid("Metadata can only have up to 50 keys.", at)
    for key, text in value.items():
        if not isinstance(text, str):
            raise invalid("Metadata values must be strings.", inside(at, key))
        if len(key) > 40:
            raise invalid(f"Metadata keys must be under 40 characters in length: {key}", at)
        if len(text) > 500:
            raise invalid(
                f"Metadata values can have up to 500 characters, but you passed in a value that is {len(text)} "
                f"characters. Invalid value: {text[:60]}",
                inside(at, key),
            )
    return value


def read_list(node: Node, value: Any, at: str) -> Any:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise invalid("Invalid array", at)
    ordered = sorted(value.items(), key=lambda entry: int(entry[0]))
    return [read(node["list"], part, f"{at}[{key}]") for key, part in ordered]


def read_enum(node: Node, value: Any, at: str) -> Any:
    if value not in node["enum"]:
        choices = [choice for choice in node["enum"] if choice]
        words = choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])}, or {choices[-1]}"
        raise invalid(f"Invalid {at}: must be one of {words}", at)
    return value


def read_either(node: Node, value: Any, at: str) -> Any:
    refusals: list[tuple[bool, ApiError]] = []
    for branch in node["either"]:
        try:
            return read(branch, value, at)
        except ApiError as refusal:
            refusals.append((same_form(branch, value), refusal))
    raise next((refusal for same, refusal in refusals if same), refusals[0][1])


def same_form(branch: Node, value: Any) -> bool:
    structured = not isinstance(branch, str) and not {"hash", "map", "list"}.isdisjoint(branch)
    return structured == isinstance(value, dict)


def read_scalar(kind: str, value: Any, at: str) -> Any:
    if isinstance(value, dict):
        raise invalid(f"Invalid {kind}: must be a scalar", at)
    if value == "" and kind != "any":
        raise invalid(
            f"You passed an empty string for '{at}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{at}' cannot be unset. You should remove '{at}' from your request or supply a non-empty value.",
            at,
            "parameter_invalid_empty",
        )
    if kind in PATTERNS and not re.fullmatch(PATTERNS[kind], value, re.ASCII):
        code = "parameter_invalid_integer" if kind == "integer" else None
        raise invalid(f"Invalid {kind}: {value}", at, code)
    return CASTS.get(kind, str)(value)


def inside(at: str, key: str) -> str:
    return f"{at}[{key}]" if at else key


PATTERNS = {
    "integer": r"-?\d{1,18}",
    "number": r"-?\d+(\.\d+)?",
    "decimal": r"-?\d+(\.\d{1,12})?",
    "boolean": "true|false",
}
CASTS: dict[str, Any] = {"integer": int, "number": float, "boolean": lambda value: value == "true"}
READERS = {
    "either": read_either,
    "enum": read_enum,
    "hash": read_hash,
    "map": read_map,
    "list": read_list,
}
