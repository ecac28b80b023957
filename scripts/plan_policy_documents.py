"""Let the real provider write the policies that the tests of `policy_document` compare with.

`tests/data/hcl/policy-documents/accepted` holds many `aws_iam_policy_document`; the provider works
them out while planning and asks nobody. Run this after a change of them and commit both::

    TF_PLUGIN_DIR=~/plugins python scripts/plan_policy_documents.py

Exits 0 when written, 2 when Terraform is missing or fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from plan_storefront import plan

DOCUMENTS = Path(__file__).resolve().parent.parent / "tests" / "data" / "hcl" / "policy-documents"


def main() -> int:
    """The texts on disk are the provider's, or the exit code says why not."""
    try:
        text = render(written(os.environ.get("TF_PLUGIN_DIR")))
    except FileNotFoundError as error:
        print(f"{error.filename} was not found on PATH", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return 2
    (DOCUMENTS / "accepted.json").write_text(text, encoding="utf-8")
    return 0


def written(plugin_dir: str | None) -> dict[str, dict[str, str]]:
    """The provider's `json` and `minified_json` by the name of the data source."""
    state = plan(DOCUMENTS / "accepted", plugin_dir)["prior_state"]["values"]["root_module"]
    return {
        one["name"]: {name: one["values"][name] for name in ("json", "minified_json")}
        for one in state["resources"]
    }


def render(texts: dict[str, dict[str, str]]) -> str:
    """The texts as a file that is the same for the same texts."""
    return json.dumps(texts, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
