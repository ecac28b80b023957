"""`yamlencode` and `yamldecode`; what they need is loaded when one of them is called.

Source: Terraform documentation, "yamlencode Function" and "yamldecode Function", read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, STRING
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import bounded

LONGEST_READ: Final = 2 * 1024 * 1024
"""Characters of the longest YAML that is read; the reader makes some 300 kB/s."""


@function("yamlencode", ANY, nulls=True, gives=STRING)
def yamlencode(value: Any) -> str:
    """A value as YAML."""
    from partywall.sources.terraform_hcl.functions.yaml_writer import yaml_text

    return bounded(yaml_text(value))


@function("yamldecode", STRING, present=False)
def yamldecode(text: str) -> Any:
    """The value that a YAML document spells."""
    if len(text) > LONGEST_READ:
        return Unknown("this YAML is too long to read")
    from partywall.sources.terraform_hcl.functions.yaml_reader import read_yaml

    return read_yaml(text)
