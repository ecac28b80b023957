"""Types of Terraform that change a network, each beside a network that would differ without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.assess.reach import Flow, Reach
from partywall.sources.inputs import InputOptions, Inputs

BASE = """
provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_subnet" "s" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_route_table_association" "s" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.t.id
}
resource "aws_subnet" "p" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_security_group" "open" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "shut" {
  vpc_id = aws_vpc.v.id
}
resource "aws_instance" "open" {
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.open.id]
}
resource "aws_instance" "shut" {
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.shut.id]
}
resource "aws_instance" "inside" {
  subnet_id              = aws_subnet.p.id
  vpc_security_group_ids = [aws_security_group.open.id]
}
"""
"""A VPC with a public subnet and one without a way out, and a machine that anybody reaches, one
that nobody does, and one that only those inside do."""

YES, NO, UNKNOWN = "yes", "no", "unknown"
OPEN, SHUT, INSIDE = "aws_instance.open", "aws_instance.shut", "aws_instance.inside"
SITE = "onprem:192.168.0.0/16"

VPN = """
resource "aws_vpn_gateway" "g" {
  %s
}
resource "aws_vpn_connection" "c" {
  vpn_gateway_id      = aws_vpn_gateway.g.id
  customer_gateway_id = "cgw-1"
  type                = "ipsec.1"
  static_routes_only  = true
}
"""
TO_SITE = """
resource "aws_route" "site" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "192.168.0.0/16"
  gateway_id             = aws_vpn_gateway.g.id
}
"""
INTERFACE = """
resource "aws_network_interface" "n" {
  subnet_id       = aws_subnet.s.id
  security_groups = [aws_security_group.open.id]
  %s
}
resource "aws_eip" "n" {
  network_interface = aws_network_interface.n.id
}
"""
Case = tuple[str, str, str, str]
"""Terraform, a source, a destination, and the answer for port 443."""

CASES: dict[str, list[Case]] = {
    "aws_vpn_gateway": [
        (VPN % "vpc_id = aws_vpc.v.id" + TO_SITE, OPEN, SITE, YES),
        (VPN % "" + TO_SITE, OPEN, SITE, NO),
    ],
    "aws_network_interface": [
        (INTERFACE % "", "internet", SHUT, NO),
        (INTERFACE % "attachment {\n instance = aws_instance.shut.id\n device_index = 1\n }",
         "internet", SHUT, YES),
        ('variable "which" {}' + INTERFACE
         % "attachment {\n instance = var.which\n device_index = 1\n }", "internet", SHUT, UNKNOWN),
    ],
}  # fmt: skip
"""Type → networks with it, and without what it says."""


def answer(folder: Path, hcl: str, source: str, destination: str) -> str:
    """The answer for a network that is the one above and something more."""
    (folder / "main.tf").write_text(BASE + hcl, "utf-8")
    reach = Reach(Inputs((str(folder),), InputOptions()).readings())
    return reach.ask(Flow(source, destination, "tcp", 443)).one_way


@pytest.mark.parametrize(
    ("hcl", "source", "destination", "word"),
    [pytest.param(*case, id=kind) for kind, cases in CASES.items() for case in cases],
)
def test_what_a_type_says_is_read(
    hcl: str, source: str, destination: str, word: str, tmp_path: Path
) -> None:
    assert answer(tmp_path, hcl, source, destination) == word
