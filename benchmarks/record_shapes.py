"""The shapes are what Terraform itself prints: each folder of `shapes/` is planned and kept.

Needs `terraform` on the path and the `hashicorp/aws` provider, from the registry or from a
folder given with `--plugin-dir`. No account is needed: the keys are dummies and nothing is
refreshed. Only this script needs them; the generator reads the plans it left.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SHAPES = Path(__file__).parent / "shapes"
DUMMY_KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "dummy",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def plan(folder: Path, plugin_dir: str | None) -> dict[str, object]:
    """The plan of one folder, without what differs from run to run.

    The time is dropped and `relevant_attributes`, which Terraform prints in no order, is sorted.
    """
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / folder.name
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns("plan.json"))
        init = ["init", "-input=false"] + ([f"-plugin-dir={plugin_dir}"] if plugin_dir else [])
        terraform(work, *init)
        terraform(work, "plan", "-input=false", "-refresh=false", "-out=binary")
        found: dict[str, object] = json.loads(terraform(work, "show", "-json", "binary"))
    found.pop("timestamp")
    if "relevant_attributes" in found:
        found["relevant_attributes"] = sorted(found["relevant_attributes"], key=json.dumps)
    return found


def terraform(work: Path, *arguments: str) -> str:
    """What Terraform printed; its error output goes to ours, and a failure raises."""
    return subprocess.run(
        ["terraform", *arguments],
        cwd=work,
        env=os.environ | DUMMY_KEYS,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugin-dir", help="where the provider lies, when not in the registry")
    wanted = parser.parse_args()
    for folder in sorted(path for path in SHAPES.iterdir() if path.is_dir()):
        text = json.dumps(plan(folder, wanted.plugin_dir), separators=(",", ":"))
        (folder / "plan.json").write_text(text + "\n", encoding="utf-8")
        print(f"{folder.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
