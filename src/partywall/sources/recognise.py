"""What a file is, told from its name or its first bytes, without parsing it."""

from __future__ import annotations

import re
from mmap import mmap
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw

Contents = bytes | mmap
"""What a file holds: in memory, or in the file's own pages."""

HEAD: Final = 8192
"""Bytes looked at to tell a plan; Terraform writes `format_version` first."""

MANIFEST_HEAD: Final = 1 << 20
"""Bytes looked at to tell a CDK manifest."""

_MARKS: Final = (b'"terraform_version"', b'"format_version"', b'"@level"')
"""What plans, states and Terraform's logs have near their beginning."""

_FIRST_KEY: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"'
    rb'((?:User|Group|Role)DetailList|Policies|IsTruncated|Marker|ResponseMetadata)"\s*:'
)
"""How the export of an account begins, whichever of its keys comes first."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def is_terraform(name: str) -> bool:
    """Whether a file of this name is one of Terraform's sources."""
    return name.endswith((".tf", ".tf.json")) and not name.startswith(".")


def is_plan(data: Contents) -> bool:
    """Whether the bytes are a Terraform plan as JSON, or something that its reader can name.

    That is: a binary or compressed plan, a state, the log of a run, and each of them in UTF-16,
    which is what PowerShell's `>` writes.
    """
    head = data[:HEAD]
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return True
    if head.startswith(_UTF_16):
        head = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and any(mark in head for mark in _MARKS)


def is_account_export(data: Contents) -> bool:
    """Whether the bytes are what `aws iam get-account-authorization-details` writes, as JSON."""
    head = data[:HEAD]
    if head.startswith(_UTF_16):
        head = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    found = _FIRST_KEY.match(head)
    if found is None:
        return False
    return found[1].endswith(b"DetailList") or data.find(b"DetailList") >= 0


def looks_like_template(data: bytes) -> bool:
    """Whether a file found in a folder is worth reading as a template."""
    if data.startswith(_UTF_16):
        data = data[: len(data) & ~1].decode("utf-16", "ignore").encode()
    return b"AWSTemplateFormatVersion" in data or (b"Resources" in data and b"AWS::" in data)


DESCRIBES: Final = {
    "Addresses": b'"PublicIp"',
    "AvailabilityZones": b'"ZoneName"',
    "CustomerGateways": b'"CustomerGatewayId"',
    "DBClusters": b'"DBClusterIdentifier"',
    "DBInstances": b'"DBInstanceIdentifier"',
    "DBSubnetGroups": b'"DBSubnetGroupName"',
    "EgressOnlyInternetGateways": b'"EgressOnlyInternetGatewayId"',
    "FlowLogs": b'"FlowLogId"',
    "Images": b'"ImageId"',
    "InternetGateways": b'"InternetGatewayId"',
    "Listeners": b'"ListenerArn"',
    "LoadBalancerDescriptions": b'"LoadBalancerName"',
    "LoadBalancers": b'"LoadBalancerArn"',
    "NatGateways": b'"NatGatewayId"',
    "NetworkAcls": b'"NetworkAclId"',
    "NetworkInterfaces": b'"NetworkInterfaceId"',
    "PrefixLists": b'"PrefixListId"',
    "Regions": b'"RegionName"',
    "Reservations": b'"Instances"',
    "RouteTables": b'"RouteTableId"',
    "Rules": b'"RuleArn"',
    "SecurityGroupRules": b'"SecurityGroupRuleId"',
    "SecurityGroupVpcAssociations": b'"GroupId"',
    "SecurityGroups": b'"GroupId"',
    "Snapshots": b'"SnapshotId"',
    "Subnets": b'"SubnetId"',
    "SummaryMap": b'"AccountMFAEnabled"',
    "TagDescriptions": b'"Tags"',
    "TargetGroups": b'"TargetGroupArn"',
    "TargetHealthDescriptions": b'"TargetHealth"',
    "TransitGatewayAttachments": b'"TransitGatewayAttachmentId"',
    "TransitGatewayConnects": b'"TransitGatewayAttachmentId"',
    "TransitGatewayPeeringAttachments": b'"TransitGatewayAttachmentId"',
    "TransitGatewayRouteTablePropagations": b'"TransitGatewayAttachmentId"',
    "TransitGatewayRouteTables": b'"TransitGatewayRouteTableId"',
    "TransitGatewayVpcAttachments": b'"TransitGatewayAttachmentId"',
    "TransitGateways": b'"TransitGatewayId"',
    "Volumes": b'"VolumeId"',
    "VpcBlockPublicAccessExclusions": b'"ExclusionId"',
    "VpcBlockPublicAccessOptions": b'"InternetGatewayBlockMode"',
    "VpcEndpoints": b'"VpcEndpointId"',
    "VpcPeeringConnections": b'"VpcPeeringConnectionId"',
    "Vpcs": b'"VpcId"',
    "VpnConnections": b'"VpnConnectionId"',
    "VpnGateways": b'"VpnGatewayId"',
}
"""Keys of which one alone tells an output of `aws … describe-*`, and a field that each of its items
has; the tables of `describe` have them all."""

_REPORT: Final = b"user,arn,user_creation_time,"
_REPORT_INSIDE: Final = b'"dXNlcixhcm4s'
"""How a credential report begins, as CSV and as base64 inside JSON (`user,arn,`)."""

COMMON: Final = frozenset(
    {"Associations", "Attributes", "Entries", "LoadBalancerAttributes", "Routes"}
)
"""Keys of such outputs that other files may have as well: then nothing else may stand there."""

BESIDE: Final = frozenset(
    {
        "AdditionalRoutesAvailable",
        "ListenerArn",
        "LoadBalancerArn",
        "LoadBalancerName",
        "Marker",
        "NextMarker",
        "NextToken",
        "PrefixListId",
        "ResponseMetadata",
        "TargetGroupArn",
        "TransitGatewayRouteTableId",
    }
)
"""Keys that may stand beside."""

_FIRST_LIST: Final = re.compile(rb'\s*\{\s*"(\w+)"\s*:\s*[\[{]')
_TABLE: Final = re.compile(rb"\s*-{5,}\r?\n\|\s+(?:Describe|Search|Get)[A-Z]\w+\s+\|")
_WORD: Final = re.compile(rb"\s*(\w+)(?:\t|:[ \r]*\n)")
_SPOKEN: Final = frozenset(key.lower() for key in DESCRIBES)


def is_describe(data: Contents) -> bool:
    """Whether the bytes are what a command of the AWS CLI printed, which `sources.describe` reads.

    That is also one that was cut short, and one printed as a table, as text or as YAML: its reader
    says what to do.
    """
    head = data[:HEAD]
    if head.startswith(_UTF_16):
        data = data[: len(data) & ~1].decode("utf-16", "ignore").encode()
        head = data[:HEAD]
    head = head.removeprefix(b"\xef\xbb\xbf")
    if is_credential_csv(head) or (head.lstrip()[:1] == b"{" and _REPORT_INSIDE in head):
        return True
    first = _FIRST_LIST.match(head)
    if first is not None and _fits(first[1].decode(), data):
        return b"AWSTemplateFormatVersion" not in head
    if head.lstrip()[:1] != b"{":
        word = _WORD.match(head)
        said = word is not None and word[1].decode().lower() in _SPOKEN
        return said or _TABLE.match(head) is not None
    keys = _keys(data)
    if keys & {"AWSTemplateFormatVersion", "Resources"}:
        return False
    return any(_fits(key, data) for key in keys) or bool(keys & COMMON and keys <= COMMON | BESIDE)


def is_credential_csv(data: bytes) -> bool:
    """Whether the bytes, as UTF-8 and without a mark, begin like a decoded credential report."""
    return data.startswith(_REPORT)


def _fits(key: str, data: Contents) -> bool:
    """Whether what stands under a key can be an output's items: they have their field, or there
    are none."""
    field = DESCRIBES.get(key)
    if field is None:
        return False
    return (
        data.find(field) >= 0 or re.search(rb'"%b"\s*:\s*\[\s*\]' % key.encode(), data) is not None
    )


def _keys(data: Contents) -> set[str]:
    """The keys of a JSON object; none of those of an output that hold neither list nor object."""
    try:
        found = msgspec.json.decode(bytes(data).removeprefix(b"\xef\xbb\xbf"), type=dict[str, Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return set()
    return {
        key
        for key, raw in found.items()
        if key not in DESCRIBES or bytes(memoryview(raw)[:1]) in b"[{"
    }


def is_manifest(path: Path) -> bool:
    """Whether a `manifest.json` is that of a CDK assembly."""
    try:
        with path.open("rb") as stream:
            head = stream.read(MANIFEST_HEAD)
    except OSError:
        return False
    return b'"artifacts"' in head and b'"version"' in head
