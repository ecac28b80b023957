"""Plan the corpus of AWS configurations with the real provider and keep what is compared.

Every folder of `tests/data/hcl/aws` is a root module of its own. Those that configure nothing but
the usual provider (`provider.tf`) are planned in one go, as modules of one root; the others one by
one. Each plan is reduced to its instances and their values and written into the folder as
`plan.json`. Run this after a change of the HCL and commit both::

    TF_PLUGIN_DIR=~/plugins python scripts/plan_corpus.py [NAME …]

Exits 0 when written, 2 when Terraform is missing or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plan_storefront import plan

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "data" / "hcl" / "aws"


def main() -> int:
    """The plans on disk are those of the HCL, or the exit code says why not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="folders of the corpus (default: all)")
    names = parser.parse_args().names or folders()
    try:
        found = plans(names, os.environ.get("TF_PLUGIN_DIR"))
    except FileNotFoundError as error:
        print(f"{error.filename} was not found on PATH", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return 2
    for name, changes in found.items():
        (CORPUS / name / "plan.json").write_text(render(changes), encoding="utf-8")
    return 0


def folders() -> list[str]:
    """The names of all folders of the corpus."""
    return sorted(one.name for one in CORPUS.iterdir() if one.is_dir())


def plans(names: Iterable[str], plugin_dir: str | None) -> dict[str, list[dict[str, Any]]]:
    """The reduced changes of each folder's plan, by the folder's name."""
    together = [name for name in names if may_be_a_module(CORPUS / name)]
    alone = [name for name in names if name not in together]
    found = {name: reduced(plan(CORPUS / name, plugin_dir)["resource_changes"]) for name in alone}
    return dict(sorted({**found, **plans_of_modules(together, plugin_dir)}.items()))


def may_be_a_module(folder: Path) -> bool:
    """Whether it differs in nothing from a module but in the usual provider."""
    return (folder / "provider.tf").exists() and not list(folder.glob("*.tfvars*"))


def plans_of_modules(names: list[str], plugin_dir: str | None) -> dict[str, list[dict[str, Any]]]:
    """The changes of folders that one root calls as its modules."""
    if not names:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        for name in names:
            ignored = shutil.ignore_patterns("provider.tf", "plan.json")
            shutil.copytree(CORPUS / name, root / name, ignore=ignored)
        shutil.copy(CORPUS / names[0] / "provider.tf", root)
        calls = {name: {"source": f"./{name}"} for name in names}
        (root / "main.tf.json").write_text(json.dumps({"module": calls}), encoding="utf-8")
        changes = plan(root, plugin_dir)["resource_changes"]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for one in changes:
        name, address = one["address"].removeprefix("module.").split(".", 1)
        found[name].append({**one, "address": address})
    return {name: reduced(one) for name, one in found.items()}


def reduced(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Address, type, index and values of the instances, without nulls and without empty masks."""
    kept = []
    for one in changes:
        if one["mode"] != "managed" or one["type"] == "terraform_data":
            continue
        made = {"address": one["address"], "type": one["type"]}
        if "index" in one:
            made["index"] = one["index"]
        change = one["change"]
        made["after"] = without_nulls(change["after"])
        for name in ("after_unknown", "after_sensitive"):
            if mask := without_falses(change[name]):
                made[name] = mask
        kept.append(made)
    return sorted(kept, key=lambda one: one["address"])


def without_nulls(value: Any) -> Any:
    """Null says nothing in an object; elements of lists keep their places."""
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def without_falses(mask: Any) -> Any:
    """A mask without what it does not mask; False when it masks nothing."""
    if isinstance(mask, dict):
        inner = {name: without_falses(one) for name, one in mask.items()}
        return {name: one for name, one in inner.items() if one} or False
    if isinstance(mask, list):
        listed = [without_falses(one) for one in mask]
        return listed if any(listed) else False
    return mask


def render(changes: list[dict[str, Any]]) -> str:
    """The same text for the same plan, an instance a line."""
    lines = (json.dumps(one, sort_keys=True, ensure_ascii=False) for one in changes)
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    raise SystemExit(main())
