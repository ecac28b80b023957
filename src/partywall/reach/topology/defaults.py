"""What every VPC has from the beginning: a main route table, a network ACL and a group.

Others mean them by an attribute of the VPC, by an id that the VPC tells, or by the resource with
which Terraform takes one over. Whichever it is, in the network it has one name. Sources: VPC User
Guide, "Network ACL basics" and "Default security groups for your VPCs", read 2026-11-23, and
"Main route table" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

VPC: Final = "AWS::EC2::VPC"

SUFFIX: Final = {
    "AWS::EC2::RouteTable": "#main-table",
    "AWS::EC2::NetworkAcl": "#default-acl",
    "AWS::EC2::SecurityGroup": "#default-group",
}
"""Type → what follows the VPC's address in the name of the one that it has by default."""

ATTRIBUTES: Final = {
    "AWS::EC2::RouteTable": (
        "main_route_table_id", "default_route_table_id", "MainRouteTableId", "DefaultRouteTableId",
    ),
    "AWS::EC2::NetworkAcl": ("default_network_acl_id", "DefaultNetworkAcl"),
    "AWS::EC2::SecurityGroup": ("default_security_group_id", "DefaultSecurityGroup"),
}  # fmt: skip
"""Type → the attributes of a VPC that give its id; in the estate the last ones hold it."""


def existence(resource: Resource) -> str:
    """Why the resource may not exist; "" when it surely does."""
    if not resource.guard:
        return ""
    names = ", ".join(name for name, _ in resource.guard)
    return f"{resource.address}: exists only under a condition ({names})"


def default_of(estate: Estate, value: object, kind: str) -> str:
    """The name of the VPC's own table, ACL or group that a reference means; "" for none."""
    attributes = ATTRIBUTES.get(kind)
    if attributes is None:
        return ""
    if type(value) is Unknown:
        if len(value.refs) == 1 and value.attribute in attributes:
            vpc = estate.by_address.get(value.refs[0])
            return f"{vpc.address}{SUFFIX[kind]}" if vpc is not None and vpc.type == VPC else ""
        return ""
    for vpc in estate.by_type.get(VPC, ()):
        if any(vpc.properties.get(key) == value for key in attributes):
            return f"{vpc.address}{SUFFIX[kind]}"
    return ""


def taken_over(resource: Resource) -> bool:
    """Whether a resource is what a VPC has by default, brought under control or found there."""
    if resource.source_type.startswith("aws_default_"):
        return resource.type in SUFFIX
    return (
        resource.type == "AWS::EC2::SecurityGroup"
        and resource.origin in ("live", "config")
        and resource.properties.get("GroupName") == "default"
    )


def is_default_vpc(vpc: Resource | None) -> bool:
    """Whether it is the VPC that AWS made with the account, with a gateway and a route to it.

    Source: VPC User Guide, "Default VPC components" (not re-read).
    """
    return vpc is not None and vpc.source_type == "aws_default_vpc"


def name_of(estate: Estate, resource: Resource) -> str:
    """What a table, ACL or group is called in the network: its address, or its VPC's default."""
    if not taken_over(resource):
        return resource.address
    home = estate.target(resource.properties.get("VpcId"), VPC)
    return resource.address if home is None else f"{home.address}{SUFFIX[resource.type]}"


WORDS: Final = {
    "AWS::EC2::RouteTable": "main route table",
    "AWS::EC2::NetworkAcl": "default network ACL",
    "AWS::EC2::SecurityGroup": "default security group",
}


def not_made(estate: Estate, vpc: str, kind: str) -> str:
    """Why what a VPC has by default may not be as AWS made it; "" when it surely is.

    Nothing in the estate is it: but somebody may have changed it, in an account that was read
    without it, or Terraform has taken over that of a VPC that is not known.
    """
    owner = estate.by_address[vpc]
    read_apart = owner.origin in ("live", "config") or is_default_vpc(owner)
    if read_apart or owner.partial is not None:
        return f"{vpc}: its {WORDS[kind]} was not read"
    for one in estate.by_type.get(kind, ()):
        if taken_over(one) and name_of(estate, one) == one.address:
            return f"{one.address}: whether it is the {WORDS[kind]} of {vpc} is not known"
    return ""


def additions(estate: Estate, kind: str, key: str, of: str) -> Iterator[tuple[str, Resource, str]]:
    """What resources of a type add to the tables, ACLs or groups that VPCs have by default.

    Each comes with the name of what it is added to, or "" when that may be any of them, and with
    a doubt where it is not sure.
    """
    for resource in estate.by_type.get(kind, ()):
        value = resource.properties.get(key)
        home = default_of(estate, value, of)
        if home:
            yield home, resource, existence(resource)
        elif type(value) is Unknown and _may_be_a_default(estate, value, of):
            yield "", resource, f"whether {resource.address} applies is not known"


def _may_be_a_default(estate: Estate, value: Unknown, of: str) -> bool:
    """Whether nobody knows what is meant: neither one in the estate nor another's attribute."""
    link = estate.link(value, of)
    if link.sure:
        return False
    return not link.outside or any(ref not in estate.by_address for ref in value.refs)
