"""What fuzzing starts from: the example shop's plan in pieces, templates as JSON and YAML, and
outputs of the AWS CLI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from partywall.sources.cloudformation.loading import load
from sources.describe import accounts

ROOT = Path(__file__).parents[2]
PIECE = 3
"""Resources in a piece of a plan: enough to refer to each other, few enough to be quick."""

MANIFEST: dict[str, Any] = {
    "version": "48.0.0",
    "artifacts": {
        "Shop": {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111122223333/eu-west-1",
            "properties": {"templateFile": "T.json", "parameters": {"P": "x"}},
        },
        "Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}},
    },
}


def trees() -> list[Any]:
    """Plans, templates, a manifest and outputs as trees."""
    plans = [ROOT / "examples/storefront/plan.json"]
    plans += sorted((ROOT / "tests/data/plans").glob("*/plan.json"))
    found = [piece for path in plans for piece in _pieces(json.loads(path.read_bytes()))]
    templates = [_tree(path) for path in _templates()]
    return [*found, *templates, MANIFEST, *accounts.files().values()]


def texts() -> list[bytes]:
    """Templates as they are written."""
    return [path.read_bytes() for path in _templates()]


def _templates() -> list[Path]:
    return sorted((ROOT / "examples/storefront/cloudformation").glob("*.yaml"))


def _tree(path: Path) -> Any:
    return json.loads(json.dumps(load(path.read_bytes(), path.name).value))


def _pieces(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The plan cut up: each piece has a few changes, and the blocks that they are made from."""
    managed = [one for one in plan["resource_changes"] if one["mode"] == "managed"]
    pieces = []
    for start in range(0, len(managed), PIECE):
        chosen = managed[start : start + PIECE]
        names = {f"{one['type']}.{one['name']}" for one in chosen}
        configuration = dict(plan["configuration"])
        root = dict(configuration["root_module"])
        root["resources"] = [one for one in root.get("resources", []) if one["address"] in names]
        configuration["root_module"] = root
        head = {
            name: plan[name]
            for name in ("format_version", "terraform_version", "variables")
            if name in plan
        }
        pieces.append({**head, "resource_changes": chosen, "configuration": configuration})
    return pieces
