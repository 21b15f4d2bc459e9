"""Derive the two data files of this folder from an OpenAPI description of Stripe's API.

    python -m stripe_sandbox.types.derive spec3.json[.gz]

Run it when the pinned API version is raised.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from stripe_sandbox.types.operations import OPERATIONS, RESOURCES

FORM = "application/x-www-form-urlencoded"
HERE = Path(__file__).parent
Node = dict[str, Any]


def main(path: str) -> None:
    """Read the description and write both files."""
    raw = Path(path).read_bytes()
    spec = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    write("parameters.json", {key: operation(spec, *key.split(" ")) for key in sorted(OPERATIONS)})
    shapes = Shapes(spec)
    write("shapes.json", {name: shapes.describe(name) for name in sorted(RESOURCES)})


def write(name: str, content: dict[str, Any]) -> None:
    lines = [
        f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in content.items()
    ]
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def operation(spec: Node, verb: str, path: str) -> Any:
    """One call's parameter tree."""
    found = spec["paths"][path][verb.lower()]
    body = found.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
    hash_ = {name: parameter(node) for name, node in body.get("properties", {}).items()}
    required = list(body.get("required", []))
    for entry in found.get("parameters", []):
        if entry["in"] == "query":
            hash_[entry["name"]] = parameter(entry["schema"])
            required += [entry["name"]] if entry.get("required") else []
    return {"hash": hash_, "required": required} if required else {"hash": hash_}


def parameter(node: Node) -> Any:
    """One parameter, said as shortly as it can be."""
    if "anyOf" in node:
        branches = [parameter(branch) for branch in node["anyOf"]]
        return {"either": branches}
    if "enum" in node:
        return {"enum": node["enum"]}
    if node.get("type") == "array":
        return {"list": parameter(node["items"])}
    if node.get("type") == "object":
        return hash_parameter(node)
    return "decimal" if node.get("format") == "decimal" else node.get("type", "any")


def hash_parameter(node: Node) -> Any:
    extra = node.get("additionalProperties")
    if not node.get("properties") and extra is not False:
        return {"map": parameter(extra) if isinstance(extra, dict) else "any"}
    made: Node = {"hash": {name: parameter(child) for name, child in node.get("properties", {}).items()}}
    if node.get("required"):
        made["required"] = node["required"]
    return made


class Shapes:
    """Blank objects with every documented field, and where `expand` may reach."""

    def __init__(self, spec: Node) -> None:
        self.schemas = spec["components"]["schemas"]

    def describe(self, name: str) -> Node:
        node = self.schemas[name]
        return {"blank": self.blank(node), "expands": self.expands(node)}

    def follow(self, node: Node) -> Node:
        while "$ref" in node:
            node = self.schemas[node["$ref"].rsplit("/", 1)[1]]
        return node

    def blank(self, node: Node) -> Any:
        """What Stripe sends when nothing is known: null where allowed, the empty value elsewhere."""
        nullable = node.get("nullable")
        node = self.follow(node)
        if nullable or node.get("nullable"):
            return None
        if "anyOf" in node:
            return (
                "" if any(b.get("type") == "string" for b in node["anyOf"]) else self.blank(node["anyOf"][0])
            )
        if "enum" in node:
            return node["enum"][0]
        if node.get("type") == "object":
            always = set(node.get("required", [])) | set(node.get("x-presentNullable", []))
            fields = node.get("properties", {}).items()
            return {name: self.blank(child) for name, child in fields if name in always}
        return {"array": [], "boolean": False, "integer": 0, "number": 0, "string": ""}.get(
            node.get("type", "")
        )

    def expands(self, node: Node, prefix: str = "", depth: int = 0) -> Node:
        """Dotted paths that hold an id to expand, or a whole resource to look further into."""
        found: Node = {}
        for name, child in self.follow(node).get("properties", {}).items():
            found |= self.reach(child, f"{prefix}{name}", depth)
        return found

    def reach(self, node: Node, path: str, depth: int) -> Node:
        target = self.follow(node)
        for holder, how in ((node, "id:"), (target.get("items", {}), "ids:")):
            if "x-expansionResources" in holder:
                kinds = [ref["$ref"].rsplit("/", 1)[1] for ref in holder["x-expansionResources"]["oneOf"]]
                return {path: how + "|".join(kind for kind in kinds if not kind.startswith("deleted_"))}
        if target.get("title") == "List":
            inner = self.follow(target["properties"]["data"]["items"])
            return {path: "list:" + inner.get("x-resourceId", "")}
        if target.get("x-resourceId"):
            return {path: "inside:" + target["x-resourceId"]}
        return self.look_into(target, path, depth)

    def look_into(self, target: Node, path: str, depth: int) -> Node:
        if depth > 3:
            return {}
        found: Node = {}
        for branch in target.get("anyOf", [target.get("items", target)]):
            inner = self.follow(branch)
            if inner.get("x-resourceId"):
                found[path] = "inside:" + inner["x-resourceId"]
            elif inner.get("properties"):
                found |= self.expands(inner, f"{path}.", depth + 1)
        return found


if __name__ == "__main__":
    main(sys.argv[1])
