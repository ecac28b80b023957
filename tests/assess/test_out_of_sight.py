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


BEHIND: Final = """
variable "tg" {}
data "aws_lb" "l" { name = "of-another-team" }
resource "aws_lb_target_group" "t" {
  port     = 22
  protocol = "TCP"
  vpc_id   = aws_vpc.v.id
}
resource "aws_lb_target_group_attachment" "a" {
  target_group_arn = %s
  target_id        = aws_instance.i.id
}
"""
LISTENER: Final = """
resource "aws_lb_listener" "x" {
  load_balancer_arn = data.aws_lb.l.arn
  port              = 22
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
"""
OUTPUT: Final = 'output "t" { value = aws_lb_target_group.t.arn }'


@pytest.mark.parametrize(
    ("group", "more", "verdict", "reach"),
    [
        ("aws_lb_target_group.t.arn", "", "proved", "unreachable"),
        ("aws_lb_target_group.t.arn", LISTENER, "undecided", "unknown"),
        ("aws_lb_target_group.t.arn", OUTPUT, "undecided", "unknown"),
        ("var.tg", "", "undecided", "unknown"),
    ],
    ids=["no balancer", "listener", "output", "by ARN"],
)
def test_a_balancer_that_the_input_does_not_have(
    here: Path, group: str, more: str, verdict: str, reach: str
) -> None:
    text = SUBNET + GROUP + MACHINE + BEHIND % group + more
    assert found(here, text, KNOCKED)[0] == verdict
    assert found(here, text, SSH) == ("refuted", reach)


@pytest.mark.parametrize(
    "joined", ["target_group_arns = [var.tg]", "load_balancers = [var.tg]"], ids=["V2", "classic"]
)
def test_a_fleet_that_registers_with_a_balancer_elsewhere(here: Path, joined: str) -> None:
    fleet = f"""
variable "tg" {{}}
resource "aws_launch_template" "t" {{
  image_id               = "ami-1"
  vpc_security_group_ids = [aws_security_group.g.id]
}}
resource "aws_autoscaling_group" "f" {{
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = [aws_subnet.s.id]
  launch_template {{ id = aws_launch_template.t.id }}
  {joined}
}}
"""
    of = ("autoscaling-group-administration-unreachable", "aws_autoscaling_group.f")
    assert found(here, SUBNET + GROUP + fleet.replace(joined, ""), of)[0] == "proved"
    assert found(here, SUBNET + GROUP + fleet, of)[0] == "undecided"


BLOCK: Final = """
variable "r" {}
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "other"
  region = %s
}
resource "aws_eip" "e" { instance = aws_instance.i.id }
resource "aws_vpc_block_public_access_options" "b" {
  provider                    = aws.other
  internet_gateway_block_mode = "block-bidirectional"
}
"""


@pytest.mark.parametrize(
    ("region", "verdict"),
    [('"us-east-1"', "proved"), ('"eu-west-1"', "refuted"), ("var.r", "undecided")],
)
def test_a_block_on_public_access_of_another_region(here: Path, region: str, verdict: str) -> None:
    assert found(here, SUBNET + GROUP + MACHINE + BLOCK % region, KNOCKED)[0] == verdict


def test_the_default_vpc_has_a_gateway_that_no_template_shows(here: Path) -> None:
    default = """
resource "aws_default_vpc" "v" {}
resource "aws_subnet" "s" {
  vpc_id                  = aws_default_vpc.v.id
  cidr_block              = "172.31.128.0/20"
  map_public_ip_on_launch = true
}
"""
    group = GROUP.replace("aws_vpc", "aws_default_vpc")
    assert found(here, default + group + MACHINE, KNOCKED)[0] == "undecided"
    assert found(here, default + group + MACHINE, SSH) == ("refuted", "unknown")


@pytest.mark.parametrize(
    ("told", "reach"),
    [
        ('resource "local_file" "f" {\n  content = aws_security_group.g.vpc_id\n}', "unreachable"),
        ('resource "local_file" "f" {\n  content = aws_security_group.g.id\n}', "unknown"),
        (
            'resource "aws_ssm_document" "d" {\n  name = "run"\n  document_type = "Automation"\n'
            '  content = "run-instances --security-group-ids ${aws_security_group.g.id}"\n}',
            "unknown",
        ),
    ],
    ids=["of its VPC", "another provider", "a script"],
)
def test_a_group_whose_id_is_told_to_others(here: Path, told: str, reach: str) -> None:
    assert found(here, SUBNET + GROUP + MACHINE + told, SSH) == ("refuted", reach)


ROLE: Final = """
resource "aws_iam_role" "r" {
  name                 = "app"
  permissions_boundary = aws_iam_policy.b.arn
  assume_role_policy   = jsonencode({ Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }
  }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
resource "aws_iam_policy" "b" {
  name   = "bound"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = %s, Resource = "*" }] })
}
"""
RISES: Final = ("iam-principal-no-escalation-to-admin", "aws_iam_role.r")


@pytest.mark.parametrize(
    ("actions", "verdict"),
    [
        ('["s3:*"]', "proved"),
        ('["s3:*", "iam:CreatePolicyVersion"]', "refuted"),
        ('["cloudformation:UpdateStack"]', "undecided"),
    ],
    ids=["tight", "edits its boundary", "updates stacks"],
)
def test_what_a_boundary_leaves(here: Path, actions: str, verdict: str) -> None:
    assert found(here, ROLE % actions, RISES)[0] == verdict


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        ("arn:aws:iam::111122223333:role/other", "proved"),
        ("arn:aws:iam::111122223333:role/app", "undecided"),
        ("arn:aws:sts::111122223333:assumed-role/app/session", "undecided"),
    ],
)
def test_a_trust_that_names_it_in_an_account_which_may_be_its_own(
    here: Path, named: str, verdict: str
) -> None:
    admin = f"""
resource "aws_iam_role" "admin" {{
  assume_role_policy = jsonencode({{ Statement = [{{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = {{ AWS = "{named}" }}
  }}] }})
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}}
"""
    text = ROLE % '["s3:*"]' + admin
    assert found(here, text, RISES)[0] == verdict
    assert found(here, text, RISES, "--account", "444455556666")[0] == "proved"


ADMINISTERS: Final = ("iam-principal-admin-break-glass-only", "aws_iam_role.r")
ADMINISTRATOR: Final = 'policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"'
ALL: Final = "data.aws_iam_roles.all.names"


@pytest.mark.parametrize(
    "attached",
    [
        f'"aws_iam_policy_attachment" "a" {{\n  name = "a"\n  roles = {ALL}\n  {ADMINISTRATOR}\n}}',
        f'"aws_iam_role_policy_attachment" "a" {{\n  for_each = {ALL}\n  role = each.value\n'
        f"  {ADMINISTRATOR}\n}}",
    ],
    ids=["at once", "for each"],
)
def test_a_policy_for_every_role_that_the_account_has(here: Path, attached: str) -> None:
    text = ROLE % '["s3:*", "iam:*", "sts:*"]'
    text = text.replace('Action = "*", Resource', 'Action = "s3:*", Resource')
    assert found(here, text, ADMINISTERS)[0] == "proved"
    more = f'data "aws_iam_roles" "all" {{}}\nresource {attached}'
    assert found(here, text + more, ADMINISTERS)[0] == "undecided"


HANDED: Final = """
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ec2.amazonaws.com}}
  C:
    Type: Custom::Policies
    Properties: {ServiceToken: "arn:aws:lambda:eu-west-1:111122223333:function:f", Role: %s}
"""


@pytest.mark.parametrize(
    ("role", "verdict"), [("!GetAtt R.Arn", "proved"), ("!Ref R", "undecided")]
)
@pytest.mark.parametrize("of", [ADMINISTERS, RISES], ids=["administers", "rises"])
def test_a_role_whose_name_a_custom_resource_is_told(
    here: Path, role: str, verdict: str, of: tuple[str, str]
) -> None:
    rows = report(written(here, stack_yaml=HANDED % role))["findings"]
    (one,) = [row for row in rows if (row["control"], row["resource"]) == (of[0], "R")]
    assert one["verdict"] == verdict


def test_a_stack_that_is_told_of_the_input(here: Path) -> None:
    text = ROLE % '["s3:*"]' + SUBNET + GROUP + MACHINE
    stack = """
resource "aws_cloudformation_stack" "s" {
  name         = "s"
  template_url = "https://example.com/template"
  parameters   = { It = %s }
}
"""
    for of, given in ((ADMINISTERS, "aws_iam_role.r.name"), (KNOCKED, "aws_instance.i.id")):
        assert found(here, text + stack % '"nothing"', of)[0] == "proved"
        assert found(here, text + stack % given, of)[0] == "undecided"
