"""Compile what the tests need to know of the provider's schema, for the types with a table.

    terraform providers schema -json | python scripts/compile_provider_facts.py

writes tests/data/provider_arguments.json: for each type its arguments with the provider's
flags (`r` required, `o` optional, `c` computed) and type, and its blocks with their nesting
(`list`, `set`, `single`) and the largest number of elements. Blocks are followed eight deep,
which is deeper than any but WAF's statements.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from partywall.sources.mapping.table import known_types

OUTPUT = Path(__file__).parents[1] / "tests" / "data" / "provider_arguments.json"
PROVIDER = "registry.terraform.io/hashicorp/aws"
DEEPEST = 8


def main() -> None:
    whole = json.load(sys.stdin)["provider_schemas"][PROVIDER]["resource_schemas"]
    facts = {name: block(whole[name]["block"], 1) for name in known_types()}
    lines = (f"{json.dumps(name)}: {json.dumps(facts[name], sort_keys=True)}" for name in facts)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def block(schema: dict[str, Any], depth: int) -> dict[str, Any]:
    """Arguments as `flags type`; blocks as `{"": "nesting max flags", …}`."""
    found: dict[str, Any] = {}
    for name, attribute in schema.get("attributes", {}).items():
        if "nested_type" in attribute:
            inner = attribute["nested_type"]
            found[name] = {**block(inner, depth + 1), "": f"{inner['nesting_mode']} 0"}
        else:
            found[name] = argument(attribute)
    for name, inner in schema.get("block_types", {}).items():
        if name != "timeouts":
            below = block(inner["block"], depth + 1) if depth < DEEPEST else {}
            found[name] = {**below, "": f"{inner['nesting_mode']} {inner.get('max_items', 0)}"}
    return found


def argument(attribute: dict[str, Any]) -> Any:
    """The flags and the type; objects as blocks whose nesting has the flags after it."""
    flags = "".join(key[0] for key in ("required", "optional", "computed") if attribute.get(key))
    kind = attribute["type"]
    if isinstance(kind, list) and isinstance(kind[1], list) and kind[1][0] == "object":
        members = {
            name: argument({"type": one, "optional": True}) for name, one in kind[1][1].items()
        }
        return {**members, "": f"{kind[0]} 0 {flags}"}
    return f"{flags} {spelled(kind)}"


def spelled(kind: Any) -> str:
    """`["set", "string"]` as `set(string)`, members of objects left out."""
    if isinstance(kind, str):
        return kind
    return "object" if kind[0] == "object" else f"{kind[0]}({spelled(kind[1])})"


if __name__ == "__main__":
    main()
