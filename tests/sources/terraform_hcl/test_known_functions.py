"""All functions are known, in whatever order their modules are imported."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import partywall.sources.terraform_hcl.functions.files
from partywall.sources.terraform_hcl.functions import known_functions
print({"contains", "file", "merge", "upper"} - set(known_functions()))
"""


def test_a_module_that_was_imported_before_hides_no_other() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
