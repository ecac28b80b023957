"""Compile CloudFormation's resource schemas into the data file of `partywall.estate.schema`.

The published schemas (18 MB, shipped as data by cfn-lint) are mostly prose. What decides
whether a resource is well formed is kept: names, JSON types, enumerations, what is required,
what only AWS sets, and the primary identifier. Same schemas, same bytes.

    python scripts/compile_schemas.py [OUTPUT]
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

OUTPUT = Path(__file__).parents[1] / "src/partywall/estate/data/schema.msgpack"
SCALARS = {"string": "s", "integer": "i", "number": "n", "boolean": "b"}
ANYTHING = "*"
Schema = dict[str, Any]
Node = Any
"""One of: a code of SCALARS, "*" (anything), "#Name" (a definition), ["array", node],
["map", node], ["enum", value…], ["any", node…], or {"p": properties, "q": required}."""


def main() -> None:
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(compile_schemas(published_schemas()))


def cfn_lint_version() -> str:
    """The version of cfn-lint installed here, which the data file records."""
    return importlib.metadata.version("cfn-lint")


def published_schemas() -> Path:
    """The folder of resource schemas, one file a type, of the installed cfn-lint."""
    found = importlib.util.find_spec("cfnlint")
    if found is None or found.origin is None:
        raise SystemExit("compile_schemas needs cfn-lint: pip install cfn-lint")
    return Path(found.origin).parent / "data" / "schemas" / "resources"


def compile_schemas(folder: Path) -> bytes:
    """The whole data file, as MessagePack: types sorted, each packed apart to be read alone."""
    schemas = [json.loads(file.read_bytes()) for file in folder.glob("*.json")]
    types = {
        schema["typeName"]: zlib.compress(msgspec.msgpack.encode(compiled(schema)), 9)
        for schema in sorted(schemas, key=lambda s: str(s["typeName"]))
    }
    return msgspec.msgpack.encode({"source": f"cfn-lint {cfn_lint_version()}", "types": types})


def compiled(schema: Schema) -> Schema:
    """What is kept of one type: properties, definitions in use, and the three lists of names."""
    properties = {name: node(s) for name, s in sorted(schema.get("properties", {}).items())}
    known = schema.get("definitions", {})
    definitions: Schema = {}
    missing = mentioned(properties)
    while missing:
        for name in sorted(missing):
            definitions[name] = node(known.get(name, {}))
        missing = mentioned(definitions) - definitions.keys()
    return {
        "p": properties,
        "d": dict(sorted(definitions.items())),
        "q": sorted(schema.get("required", ())),
        "r": sorted(p.removeprefix("/properties/") for p in schema.get("readOnlyProperties", ())),
        "i": [p.removeprefix("/properties/") for p in schema.get("primaryIdentifier", ())],
    }


def mentioned(part: Node) -> set[str]:
    """The names of all definitions that this part refers to."""
    if isinstance(part, str):
        return {part[1:]} if part.startswith("#") else set()
    if isinstance(part, dict):
        return set().union(*map(mentioned, part.get("p", part).values()))
    if isinstance(part, list) and part[0] != "enum":
        return set().union(*map(mentioned, part[1:]))
    return set()


def node(schema: Schema | bool) -> Node:
    """The compact form of one JSON schema."""
    if isinstance(schema, bool) or not schema:
        return ANYTHING
    reference = schema.get("$ref", "")
    if reference.startswith("#/definitions/"):
        return "#" + reference.removeprefix("#/definitions/")
    if "enum" in schema:
        return ["enum", *sorted(schema["enum"], key=str)]
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "items" in schema:
        return of_kind("array", schema)
    if "properties" in schema:
        return structure(schema)
    choices = [s for key in ("oneOf", "anyOf", "allOf") for s in schema.get(key, ()) if shaped(s)]
    if choices:
        return any_of(node(s) for s in choices)
    return any_of(of_kind(kind, schema) for kind in kinds) if kinds else ANYTHING


def shaped(schema: Schema) -> bool:
    """Whether a branch says what a value is made of, and not only what must be there."""
    return not schema.keys().isdisjoint(("type", "properties", "$ref", "enum"))


def structure(schema: Schema) -> Node:
    """An object with named properties; those of its branches may be there as well."""
    properties = {name: node(s) for name, s in schema["properties"].items()}
    for key in ("oneOf", "anyOf", "allOf"):
        for branch in schema.get(key, ()):
            for name, s in branch.get("properties", {}).items():
                properties.setdefault(name, node(s))
    found: Schema = {"p": dict(sorted(properties.items()))}
    if schema.get("required"):
        found["q"] = sorted(schema["required"])
    return found


def of_kind(kind: str, schema: Schema) -> Node:
    if kind == "array":
        items = schema.get("items", {})
        return ["array", any_of(map(node, items)) if isinstance(items, list) else node(items)]
    if kind == "object":
        values = [*schema.get("patternProperties", {}).values()]
        if isinstance(schema.get("additionalProperties"), dict):
            values.append(schema["additionalProperties"])
        return ["map", any_of(map(node, values)) if values else ANYTHING]
    return SCALARS.get(kind, ANYTHING)


def any_of(nodes: Iterable[Node]) -> Node:
    """The nodes as alternatives: one alone stands for itself."""
    distinct: list[Node] = []
    for each in nodes:
        if each not in distinct:
            distinct.append(each)
    return distinct[0] if len(distinct) == 1 else ["any", *distinct]


if __name__ == "__main__":
    main()
