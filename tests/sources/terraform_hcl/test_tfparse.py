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

MISSING: Final = "it leaves out one of two resources that go over the instances of another"
EXPLAINED: Final = {
    "aws_security_group.balancer.ingress": "it leaves out blocks of a `dynamic` over a map",
    'module.network.aws_route_table_association.private["eu-west-1a"]': MISSING,
    'module.network.aws_route_table_association.private["eu-west-1b"]': MISSING,
    'module.network.aws_route_table_association.private["eu-west-1c"]': MISSING,
}
"""What differs, as `address.path` or as an address, and why ours is right."""


def theirs(folder: Path) -> dict[str, dict[str, Any]]:
    """Their resources by address; they must be told of files of values."""
    given = [path.name for path in folder.glob("*.tfvars")]
    return {
        block["__tfmeta"]["path"]: block
        for blocks in tfparse.load_from_path(str(folder), vars_paths=given).values()
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


def differences(where: str, our: Any, their: Any) -> Iterator[tuple[str, bool]]:
    """Each primitive that both know, by its place, and whether they agree on it."""
    if isinstance(our, Unknown) or our is None or their is None or _is_invented(their):
        return
    if isinstance(our, list) and isinstance(their, dict):
        their = [their]
    if isinstance(our, dict) and isinstance(their, dict):
        for name in sorted(our.keys() & their.keys() - META):
            yield from differences(f"{where}.{name}", our[name], their[name])
    elif isinstance(our, list) and isinstance(their, list) and len(our) == len(their):
        yield from _matched(where, our, their)
    else:
        yield where, _spelled(our) == _spelled(their)


def _matched(where: str, our: list[Any], their: list[Any]) -> Iterator[tuple[str, bool]]:
    """Elements in pairs that agree best: ours are in the provider's order where it has sets."""
    left = list(our)
    for place, one in enumerate(their):
        found = [list(differences(f"{where}[{place}]", other, one)) for other in left]
        faults = [sum(not agrees for _, agrees in pairs) for pairs in found]
        best = faults.index(min(faults))
        del left[best]
        yield from found[best]


def _spelled(value: Any) -> Any:
    """A primitive as text: ours have been converted to what the provider takes."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(float(value)) if isinstance(value, int | float | Decimal) else value


def _is_invented(value: Any) -> bool:
    return isinstance(value, str) and INVENTED.search(value) is not None


@pytest.mark.parametrize(("name", "least"), [("example", 400), ("modules", 30)])
def test_what_both_know_is_the_same(name: str, least: int, tmp_path: Path) -> None:
    folder = EXAMPLE if name == "example" else tmp_path
    if name == "modules":
        (tmp_path / "inner").mkdir()
        for path, text in MODULES.items():
            (tmp_path / path).write_text(text, encoding="utf-8")
    found, other = ours(folder), theirs(folder)
    compared = [
        pair
        for address in sorted(found.keys() & other.keys())
        for pair in differences(address, found[address], other[address])
    ]
    differ = {where for where, agrees in compared if not agrees} | (found.keys() ^ other.keys())
    assert {where for where in differ if where not in EXPLAINED} == set()
    assert sum(agrees for _, agrees in compared) >= least
