"""What lies out of sight of a single resource: no proof, and nothing that weighs little, over it.

Each is a small folder of Terraform in which something stands apart: an entry of a prefix list, a
second interface, a balancer of another team. The answers follow from AWS's documentation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cli.support import here, report, written

__all__ = ["here"]

SUBNET: Final = """
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "w" { vpc_id = aws_vpc.v.id }
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
"""
GROUP: Final = """
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port = 22
    to_port = 22
    protocol = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""
MACHINE: Final = """
resource "aws_instance" "i" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.g.id]
}
"""
SSH: Final = ("ec2-ssh-closed-to-internet", "aws_security_group.g")
KNOCKED: Final = ("ec2-instance-administration-unreachable", "aws_instance.i")
PUBLIC: Final = ("ec2-instance-no-public-address", "aws_instance.i")


def found(here: Path, text: str, of: tuple[str, str], *options: str) -> tuple[str, str]:
    """The verdict about a resource, and what its opening comes to."""
    written(here, main_tf=text)
    rows = report(here, *options)["findings"]
    (one,) = [row for row in rows if (row["control"], row["resource"]) == of]
    return one["verdict"], one.get("reach", "")


@pytest.mark.parametrize(
    ("count", "verdict"), [("", "refuted"), ("count = var.on", "undecided")], ids=["one", "count"]
)
def test_entries_of_a_prefix_list_that_stand_apart(here: Path, count: str, verdict: str) -> None:
    listed = "prefix_list_ids = [aws_ec2_managed_prefix_list.p.id]"
    text = f"""
variable "on" {{}}
resource "aws_ec2_managed_prefix_list" "p" {{
  name           = "people"
  address_family = "IPv4"
  max_entries    = 5
}}
resource "aws_ec2_managed_prefix_list_entry" "e" {{
  {count}
  cidr           = "0.0.0.0/0"
  prefix_list_id = aws_ec2_managed_prefix_list.p.id
}}
"""
    group = GROUP.replace('cidr_blocks = ["0.0.0.0/0"]', listed)
    assert listed in group
    assert found(here, SUBNET + group + text, SSH)[0] == verdict


SHUT: Final = 'resource "aws_security_group" "g" { vpc_id = aws_vpc.v.id }'
SECOND: Final = """
variable "eni" {}
resource "aws_network_interface" "n" {
  subnet_id       = aws_subnet.s.id
  security_groups = [aws_security_group.open.id]
  %s
}
resource "aws_eip" "e" { network_interface = aws_network_interface.n.id }
"""
INSIDE: Final = "attachment {\n    instance = aws_instance.i.id\n    device_index = 1\n  }"
APART: Final = """
resource "aws_network_interface_attachment" "a" {
  instance_id          = aws_instance.i.id
  network_interface_id = %s
  device_index         = 1
}
"""


@pytest.mark.parametrize(
    ("inside", "apart", "verdict"),
    [
        ("", "", "proved"),
        (INSIDE, "", "refuted"),
        ("", APART % "aws_network_interface.n.id", "refuted"),
        ("", APART % "var.eni", "undecided"),
    ],
    ids=["none", "inside", "apart", "unknown"],
)
@pytest.mark.parametrize("of", [KNOCKED, PUBLIC], ids=["administration", "address"])
def test_a_second_interface_with_an_address_of_its_own(
    here: Path, inside: str, apart: str, verdict: str, of: tuple[str, str]
) -> None:
    text = SUBNET + SHUT + GROUP.replace('"g"', '"open"') + MACHINE + SECOND % inside + apart
    assert found(here, text, of)[0] == verdict
