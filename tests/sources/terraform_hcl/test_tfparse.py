"""Known values agree with those of tfparse, an evaluator that shares no code with ours.

It has no unknown: what it cannot tell is null or missing, and ids are invented. So only what both
know is compared. Where they differ, Terraform decides who is right, and the table says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.values import Lazy
from sources.terraform_hcl.differential.trial import evaluated

tfparse = pytest.importorskip("tfparse")

EXAMPLE: Final = Path(__file__).parents[3] / "examples/storefront/terraform"
INVENTED: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
META: Final = frozenset({"__tfmeta", "id", "count", "for_each", "provider", "depends_on"})

MODULES: Final = {
    "main.tf": """
variable "names" {
  type = map(object({ open = bool, ports = optional(list(number), [443]) }))
  default = {
    web = { open = true, ports = [80, 443] }
    db  = { open = false }
  }
}

variable "stage" {
  default = "development"
}

locals {
  deep = { a = { b = [1, 2.5, "x"] } }
}

resource "aws_sqs_queue" "none" {
  count = 0
  name  = "never"
}

resource "aws_sqs_queue" "some" {
  count                      = 2
  name                       = format("%s-%02d", var.stage, count.index)
  visibility_timeout_seconds = 30 * (count.index + 1)
  tags                       = { Stage = title(var.stage), Deep = local.deep.a.b[2] }
}

resource "aws_security_group" "one" {
  for_each = { web = { open = true, ports = [80, 443] }, db = { open = false, ports = [443] } }
  name     = each.key

  dynamic "ingress" {
    for_each = each.value.ports
    iterator = port

    content {
      from_port   = port.value
      to_port     = port.value
      protocol    = "tcp"
      cidr_blocks = each.value.open ? ["0.0.0.0/0"] : [cidrsubnet("10.0.0.0/8", 8, port.key)]
    }
  }
}

resource "aws_sns_topic" "typed" {
  for_each = { for name, one in var.names : name => length(one.ports) }
  name     = "${each.key}-${each.value}"
}

module "inner" {
  source   = "./inner"
  for_each = toset(["x", "y"])
  name     = "${var.stage}-${each.key}"
}

module "other" {
  source = "./inner"
  name   = "other"
}

resource "aws_sns_topic" "from_output" {
  name = module.inner["x"].upper
}
""",
    "terraform.tfvars": 'stage = "test"\n',
    "inner/main.tf": """
variable "name" {
  type = string
}

resource "aws_kms_key" "this" {
  description             = <<-EOT
    Key of ${var.name}
      indented
  EOT
  deletion_window_in_days = var.name == "other" ? 7 : 30
  policy                  = jsonencode({ Statement = [{ Sid = upper(var.name) }] })
}

output "upper" {
  value = upper(var.name)
}
""",
}

EXPLAINED: Final[dict[str, str]] = {}
"""What differs, as `address.path` or as an address, and why ours is right."""


def theirs(folder: Path) -> dict[str, dict[str, Any]]:
    """Their resources by address."""
    return {
        block["__tfmeta"]["path"]: block
        for blocks in tfparse.load_from_path(str(folder)).values()
        for block in blocks
        if block["__tfmeta"].get("type") == "resource"
    }


def ours(folder: Path) -> dict[str, dict[str, Any]]:
    """Our resources by address."""
    return {
        one.address: one.values
        for one in evaluated(folder).instances
        if one.declared.mode == "managed"
    }


class Comparison:
    """Walks what both say of a resource; `agreed` counts the primitives that both know."""

    def __init__(self) -> None:
        self.agreed = 0
        self.differ: list[str] = []

    def of(self, where: str, our: Any, their: Any) -> None:
        """Compare what stands at a place."""
        for place, one, other in self._pairs(where, our, their):
            if isinstance(one, Decimal):
                one = float(one)
            if type(one) is not type(other) or one != other:
                self.differ.append(place)
            else:
                self.agreed += 1

    def _pairs(self, where: str, our: Any, their: Any) -> Iterator[tuple[str, Any, Any]]:
        """The primitives, and the structures that have no counterpart."""
        if isinstance(our, Lazy):
            our = our.whole()
        if isinstance(our, Unknown) or our is None or their is None or _is_invented(their):
            return
        if isinstance(our, list) and isinstance(their, dict):
            their = [their]
        if isinstance(our, dict) and isinstance(their, dict):
            for name in our.keys() & their.keys() - META:
                yield from self._pairs(f"{where}.{name}", our[name], their[name])
        elif isinstance(our, list) and isinstance(their, list) and len(our) == len(their):
            for place, pair in enumerate(zip(our, their, strict=True)):
                yield from self._pairs(f"{where}[{place}]", *pair)
        else:
            yield where, our, their


def _is_invented(value: Any) -> bool:
    return isinstance(value, str) and INVENTED.search(value) is not None


@pytest.mark.parametrize(("name", "least"), [("example", 400), ("modules", 30)])
def test_what_both_know_is_the_same(name: str, least: int, tmp_path: Path) -> None:
    folder = EXAMPLE if name == "example" else tmp_path
    if name == "modules":
        (tmp_path / "inner").mkdir()
        for path, text in MODULES.items():
            (tmp_path / path).write_text(text, encoding="utf-8")
    found, other, comparison = ours(folder), theirs(folder), Comparison()
    for address in found.keys() & other.keys():
        comparison.of(address, found[address], other[address])
    comparison.differ += found.keys() ^ other.keys()
    assert sorted(set(comparison.differ) - EXPLAINED.keys()) == []
    assert comparison.agreed >= least
