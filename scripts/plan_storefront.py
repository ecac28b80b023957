"""Plan the example web shop with the real Terraform and write its plan as JSON.

The plan in `examples/storefront/plan.json` is what `terraform show -json` printed, so whoever reads
it sees a real plan and needs neither Terraform nor an AWS account. Run this after a change of the
HCL and commit both::

    TF_PLUGIN_DIR=~/plugins python scripts/plan_storefront.py      # write the plan
    TF_PLUGIN_DIR=~/plugins python scripts/plan_storefront.py --check   # is it still the same?

Nothing is asked of AWS: no data source of the shop needs the network, `-refresh=false` reads no
state, and the keys in the environment are made up. The plugin directory is a filesystem mirror
(`terraform providers mirror DIR`); without one Terraform downloads the provider. Two things that
differ from run to run are levelled: the time stamp is taken out, `relevant_attributes` are sorted.

Exits 0 when written (or the same, with `--check`), 1 when different, 2 when Terraform is missing or
fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

STOREFRONT = Path(__file__).resolve().parent.parent / "examples" / "storefront"
UNREAL_KEYS = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}


def main() -> int:
    """The plan on disk is the plan of the HCL, or the exit code says why not."""
    arguments = read_arguments()
    try:
        text = render(plan(arguments.source, arguments.plugin_dir))
    except FileNotFoundError as error:
        print(f"{error.filename} was not found on PATH; the plan is as it was", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(error.cmd)} failed:\n{error.stderr}", file=sys.stderr)
        return 2
    if arguments.check:
        return compare(text, arguments.output)
    arguments.output.write_text(text, encoding="utf-8")
    print(f"{arguments.output}: {text.count(chr(10))} lines", file=sys.stderr)
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, default=STOREFRONT / "terraform")
    parser.add_argument("--output", type=Path, default=STOREFRONT / "plan.json")
    parser.add_argument(
        "--plugin-dir",
        default=os.environ.get("TF_PLUGIN_DIR"),
        help="filesystem mirror with hashicorp/aws (default: $TF_PLUGIN_DIR)",
    )
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return parser.parse_args()


def plan(source: Path, plugin_dir: str | None) -> dict[str, Any]:
    """The decoded plan of a copy of `source`, so that no `.terraform` is left beside the HCL."""
    init = ["init", "-input=false", "-no-color"]
    if plugin_dir:
        init.append(f"-plugin-dir={plugin_dir}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "terraform"
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".terraform*"))
        terraform(folder, *init)
        terraform(folder, "plan", "-input=false", "-no-color", "-refresh=false", "-out=binary")
        decoded: dict[str, Any] = json.loads(terraform(folder, "show", "-json", "binary"))
    return decoded


def terraform(folder: Path, *arguments: str) -> str:
    """What one Terraform command printed, uninfluenced by the caller's own TF_* settings."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "AWS_"))}
    done = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        env={**inherited, **UNREAL_KEYS},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def render(decoded: dict[str, Any]) -> str:
    """The plan as text that is the same for the same HCL, a value a line."""
    decoded.pop("timestamp", None)
    if relevant := decoded.get("relevant_attributes"):
        relevant.sort(key=lambda item: json.dumps(item, sort_keys=True))
    return json.dumps(decoded, indent=1, ensure_ascii=False) + "\n"


def compare(text: str, output: Path) -> int:
    if output.read_text(encoding="utf-8") == text:
        return 0
    print(f"{output} is not the plan of the HCL; run without --check", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
