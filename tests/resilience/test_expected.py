"""What AWS documents, on small estates as people write them: templates and Terraform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from partywall.assess.estates import estate_of
from partywall.resilience.declared import Declared
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.survey import Effect, Survey
from partywall.sources.inputs import InputOptions, Inputs
from resilience.estates import declared

HEAD = """\
Parameters:
  N: {Type: String}
  Yes: {Type: String}
  Sub: {Type: AWS::EC2::Subnet::Id}
  Subs: {Type: "List<AWS::EC2::Subnet::Id>"}
Conditions: {Maybe: !Equals [!Ref Yes, 'y']}
Resources:
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
"""
SUBNET = """\
    %s:
      Type: AWS::EC2::Subnet
      Properties: {VpcId: !Ref Vpc, AvailabilityZone: eu-west-1%s, CidrBlock: 10.0.%d.0/24}
"""
NETWORK = "".join(SUBNET % (zone.upper(), zone, n) for n, zone in enumerate("abc"))
TEXT = (Path(__file__).parent / "expected.yaml").read_text("utf-8")
CASES = TEXT.split("\n- name: ")[1:]


def told(path: Path, complete: list[str], address: str, *lost: str) -> Effect:
    """What a fault does to a resource of what is read, whatever else could not be."""
    (reading,) = Inputs([str(path)], InputOptions(region="eu-west-1")).readings()
    said: Declared = declared(*({"resource": one, "complete": True} for one in complete))
    model = Model(estate_of(reading), said, lost)
    fault = Fault(" + ".join(lost), lost)
    return Survey(model, [fault]).effect(model.by_address[address], fault)


def agrees(found: Effect, fate: str, *recovery: Any) -> None:
    assert found.fate == fate, msgspec.to_builtins(found)
    for one in recovery:
        if isinstance(one, str):
            assert found.recovery.kind == one, found.recovery
        elif isinstance(one, bool):
            assert found.cannot_launch is one
        else:
            assert found.recovery.bound is not None
            assert found.recovery.bound.seconds == one, found.recovery


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.partition("\n")[0])
def test_templates(case: str, tmp_path: Path) -> None:
    _, _, rest = case.partition("  resources:\n")
    resources, _, rest = rest.partition("  expect:\n")
    wanted = yaml.safe_load(f"expect:\n{rest.replace('  complete', 'complete')}")
    (tmp_path / "t.yaml").write_text(HEAD + NETWORK + resources)
    complete = wanted.get("complete", [row[0] for row in wanted["expect"]])
    for address, lost, *expected in wanted["expect"]:
        agrees(told(tmp_path / "t.yaml", complete, address, *lost.split("+")), *expected)


TERRAFORM = """
provider "aws" {
  region = "eu-west-1"
}
variable "n" {
  type = number
}
variable "subnets" {
  type = list(string)
}
data "aws_vpc" "v" {}
data "aws_availability_zones" "all" {}
resource "aws_subnet" "a" {
  vpc_id            = data.aws_vpc.v.id
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = data.aws_vpc.v.id
  availability_zone = "eu-west-1b"
}
resource "aws_efs_file_system" "x" {}
resource "aws_efs_mount_target" "a" {
  file_system_id = aws_efs_file_system.x.id
  subnet_id      = aws_subnet.a.id
}
"""
GROUP = """
resource "aws_autoscaling_group" "x" {
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = %s
}
"""
MOUNT = """
resource "aws_efs_mount_target" "b" {
  file_system_id = aws_efs_file_system.x.id
  subnet_id      = aws_subnet.b.id
  %s
}
"""
INSTANCE = """
resource "aws_instance" "x" {
  subnet_id = aws_subnet.b.id
}
"""
TABLE = """
resource "aws_dynamodb_table" "x" {
  name     = "t"
  hash_key = "k"
  attribute {
    name = "k"
    type = "S"
  }
  %s
}
"""
REPLICA = """replica {
    region_name = "eu-central-1"
  }"""
SOME = """dynamic "replica" {
    for_each = var.subnets
    content {
      region_name = replica.value
    }
  }"""
COUNTED = """
resource "aws_subnet" "s" {
  count             = %s
  vpc_id            = data.aws_vpc.v.id
  availability_zone = data.aws_availability_zones.all.names[count.index]
}
"""
VOLUME = """
resource "aws_ebs_volume" "x" {
  availability_zone = "eu-west-1a"
}
"""
SNAPSHOT = """
resource "aws_ebs_snapshot" "s" {
  volume_id = aws_ebs_volume.x.id
}
"""
A, B, HOME = "az:eu-west-1a", "az:eu-west-1b", "region:eu-west-1"
FILES, WORKERS, ORDERS = "aws_efs_file_system.x", "aws_autoscaling_group.x", "aws_dynamodb_table.x"

WRITTEN = [
    ("", FILES, {A: ("stops",), B: ("survives",)}),
    (MOUNT % "", FILES, {A: ("survives",), B: ("survives",)}),
    (MOUNT % "count = var.n", FILES, {A: ("undecided",), B: ("survives",)}),
    (MOUNT % "for_each = toset(var.subnets)", FILES, {A: ("undecided",), B: ("survives",)}),
    (GROUP % "[aws_subnet.a.id, aws_subnet.b.id]", WORKERS, {A: ("degraded",)}),
    (GROUP % "var.subnets", WORKERS, {A: ("undecided",)}),
    (GROUP % "concat([aws_subnet.a.id], var.subnets)", WORKERS, {A: ("undecided",)}),
    (COUNTED % "2" + GROUP % "aws_subnet.s[*].id", WORKERS, {A: ("undecided",)}),
    (COUNTED % "var.n" + GROUP % "aws_subnet.s[*].id", WORKERS, {A: ("undecided",)}),
    (INSTANCE, "aws_instance.x", {A: ("survives",), B: ("stops",)}),
    (TABLE % "", ORDERS, {HOME: ("stops", "impossible"), A: ("survives",)}),
    (TABLE % REPLICA, ORDERS, {HOME: ("survives",), f"{HOME}+region:eu-central-1": ("stops",)}),
    (TABLE % SOME, ORDERS, {HOME: ("undecided",), A: ("survives",)}),
    (VOLUME + SNAPSHOT, "aws_ebs_volume.x", {A: ("stops", "restore"), B: ("survives",)}),
]


@pytest.mark.parametrize("body, address, expected", WRITTEN)
def test_terraform(
    body: str, address: str, expected: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM + body)
    for lost, wanted in expected.items():
        agrees(told(tmp_path, [address], address, *lost.split("+")), *wanted)


def test_what_was_not_read_may_hold_copies_and_doors(tmp_path: Path) -> None:
    """Nothing is impossible, and nothing survives, for want of a file that could not be read."""
    (tmp_path / "main.tf").write_text(TERRAFORM + VOLUME)
    volume = "aws_ebs_volume.x"
    agrees(told(tmp_path, [volume], volume, A), "stops", "impossible")
    (tmp_path / "broken.tf").write_text('resource "aws_ebs_snapshot" "s" {')
    agrees(told(tmp_path, [volume], volume, A), "stops", "undecided")
    agrees(told(tmp_path, [FILES], FILES, A), "undecided")


def test_a_declared_need_that_is_nowhere_may_be_anywhere(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM + INSTANCE)
    (reading,) = Inputs([str(tmp_path)], InputOptions()).readings()
    for needs, fate in ((["aws_sqs_queue.typo"], "undecided"), ([], "survives")):
        said = declared({"resource": "aws_instance.x", "needs": needs, "complete": True})
        model = Model(estate_of(reading), said)
        found = Survey(model, [Fault(A, (A,))]).effect(
            model.by_address["aws_instance.x"], Fault(A, (A,))
        )
        assert found.fate == fate
