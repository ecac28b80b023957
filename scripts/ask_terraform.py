"""Ask the real Terraform what every call in a table of functions gives, and write it down there.

A table is a JSON array with one row a line. A row says which function is called and with what::

    {"call": "format", "arguments": ["%s-%d", "a", 1]}

and this script adds what Terraform answers: `"error": true` when it refuses; the `type` and the
`value` when all of it is known; else `value`, where null stands for what is not known, and
`unknown`, which says where that is. Run it after a change of a table and commit the result::

    python scripts/ask_terraform.py tests/data/hcl/functions-text.json

Arguments are plain JSON. What JSON cannot say is an object with one key: `{"$list": […]}`,
`{"$set": […]}`, `{"$map": {…}}` (JSON alone makes tuples and objects); `{"$unknown": "string"}`,
which is an unknown of that type (`number`, `bool`, `list`, `set`, `map`, `any`);
`{"$text": ["a", …]}`, a template of these parts; `{"$call": ["name", …]}`, what a call gives.

The rows are outputs of configurations that are planned, not applied: they need no provider and no
network. Terraform names every output that it refuses, so a few plans do for hundreds of rows. Files
that functions read are copied beside the configuration (`--files`).

Exits 0 when written (or the same, with `--check`), 1 when different, 2 when Terraform is missing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

BATCH = 400
"""Rows in one plan: Terraform's time grows faster than their number."""
UNKNOWN = "terraform_data.unknown"
UNKNOWNS = {"string": f"{UNKNOWN}.id", "any": f"jsondecode({UNKNOWN}.id)"}
RESOURCE = 'resource "terraform_data" "unknown" { input = uuid() }\n'
Row = dict[str, Any]


def main() -> int:
    """Every table holds Terraform's answers, or the exit code says why not."""
    arguments = read_arguments()
    if shutil.which("terraform") is None:
        print("terraform was not found on PATH; the tables are as they were", file=sys.stderr)
        return 2
    changed = 0
    for table in arguments.tables:
        before = table.read_text(encoding="utf-8")
        rows = json.loads(before, parse_float=Decimal)
        batches = (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
        after = table_text([row for one in batches for row in ask(one, arguments.files)])
        changed += after != before
        if not arguments.check:
            table.write_text(after, encoding="utf-8")
        print(f"{table}: {len(rows)} rows", file=sys.stderr)
    return 1 if arguments.check and changed else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tables", type=Path, nargs="+")
    parser.add_argument("--files", type=Path, help="folder whose files the functions may read")
    parser.add_argument("--check", action="store_true", help="write nothing; only compare")
    return parser.parse_args()


def ask(rows: list[Row], files: Path | None) -> list[Row]:
    """The rows, each with Terraform's answer."""
    calls = [call(row["call"], row["arguments"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        if files:
            shutil.copytree(files, folder, dirs_exist_ok=True)
        refused: set[int] = set()
        while found := refusals(Path(folder), calls, refused):
            refused |= found
        shown = run(Path(folder), "show", "-json", "planned")
    plan = json.loads(shown, parse_float=Decimal)
    return [
        {"call": row["call"], "arguments": row["arguments"], **answer(plan, n, n in refused)}
        for n, row in enumerate(rows)
    ]


def refusals(folder: Path, calls: list[str], refused: set[int]) -> set[int]:
    """Which calls Terraform refuses in a plan without those that it has refused before."""
    outputs = [
        "" if n in refused else f'output "row{n}" {{ value = {written} }}'
        for n, written in enumerate(calls)
    ]
    (folder / "main.tf").write_text(RESOURCE + "\n".join(outputs) + "\n", encoding="utf-8")
    printed = run(folder, "plan", "-json", "-input=false", "-out=planned")
    messages = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    errors = [one["diagnostic"] for one in messages if one.get("@level") == "error"]
    return {one["range"]["start"]["line"] - 2 for one in errors}


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["terraform", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


def answer(plan: Any, n: int, refused: bool) -> Row:
    """What the plan says of a row."""
    if refused:
        return {"error": True}
    planned = plan["planned_values"]["outputs"][f"row{n}"]
    if "type" in planned:
        return {"type": planned["type"], "value": planned.get("value")}
    change = plan["output_changes"].get(f"row{n}", {})
    return {"value": change.get("after"), "unknown": change.get("after_unknown", False)}


def call(name: str, arguments: list[Any]) -> str:
    """A call as it is written in HCL."""
    return f"{name}({', '.join(written(one) for one in arguments)})"


def written(value: Any) -> str:
    """An argument as it is written in HCL."""
    if isinstance(value, str):
        return f'"{escaped(value)}"'
    if isinstance(value, list):
        return f"[{', '.join(written(one) for one in value)}]"
    if not isinstance(value, dict):
        return as_json(value)
    kind, inner = next(iter(value.items()), ("", None))
    if kind == "$unknown":
        return UNKNOWNS.get(inner) or f"to{inner}({UNKNOWNS['any']})"
    if kind == "$text":
        parts = (escaped(one) if isinstance(one, str) else f"${{{written(one)}}}" for one in inner)
        return f'"{"".join(parts)}"'
    if kind == "$call":
        return call(inner[0], inner[1:])
    if kind in ("$list", "$set", "$map"):
        return f"to{kind[1:]}({written(inner)})"
    return f"{{{', '.join(f'{written(name)} = {written(one)}' for name, one in value.items())}}}"


def escaped(text: str) -> str:
    """A text between the quotes of an HCL string."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    inner = inner.replace("${", "$${").replace("%{", "%%{")
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in inner)


def table_text(rows: list[Row]) -> str:
    """The table as a JSON array, one row a line."""
    return "[\n" + ",\n".join(as_json(row) for row in rows) + "\n]\n"


def as_json(value: Any) -> str:
    """JSON in which numbers keep all their digits."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(as_json(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k)}: {as_json(v)}' for k, v in value.items())}}}"
    return json.dumps(value)


if __name__ == "__main__":
    sys.exit(main())
