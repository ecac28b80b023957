"""From an export to resources: roles, users, groups, policies and instance profiles.

AWS managed policies are in the export when something is attached to them, so their text is known
as of that day. What is no entry of its kind becomes a diagnostic and never hides the next one;
since something is then not seen, every answer that may hang on it is undecided.

Source: IAM API Reference, "GetAccountAuthorizationDetails", "RoleDetail", "UserDetail",
"GroupDetail" and "ManagedPolicyDetail", as botocore 1.44 has them, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from partywall.estate.resource import Properties, Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.account_export.documents import document
from partywall.sources.reading import Reading

KIND: Final = "account"
TRUNCATED: Final = Unknown("the export was cut off, and there may be more in the account")
NOT_READ: Final = Unknown("an entry of the export could not be read")

Item = dict[str, Any]
Made = Callable[[Item], Properties]


def read_export(data: bytes, file: str) -> Reading:
    """The resources of one export, or of one page of it. Raises SourceError when it is none."""
    found = _decoded(data, file)
    reading = Reading(file=file, kind=KIND)
    for key, type_name, made in LISTS:
        _read_list(found, key, type_name, made, reading)
    for role in found.get("RoleDetailList") or ():
        if isinstance(role, dict):
            _read_list(role, "InstanceProfileList", "AWS::IAM::InstanceProfile", _profile, reading)
    reading.resources = list({one.address: one for one in reading.resources}.values())
    if found.get("IsTruncated"):
        reading.unseen = TRUNCATED
    return reading


class _NoEntry(Exception):
    """An element of a list is no entry of its kind; the text says why."""


def _read_list(item: Item, key: str, type_name: str, made: Made, reading: Reading) -> None:
    """The entries of a list; each that is none leaves a remark."""
    try:
        entries = _list(item, key)
    except _NoEntry as error:
        _remark(reading, str(error))
        return
    for index, entry in enumerate(entries):
        try:
            reading.resources.append(_resource(entry, type_name, made, reading.file))
        except _NoEntry as error:
            _remark(reading, f"{key}[{index}]: {error}")


def _decoded(data: bytes, file: str) -> Item:
    try:
        found = msgspec.json.decode(_utf_8(data))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "export it again: aws iam get-account-authorization-details --output json"
        raise SourceError(f"not JSON: {error}", Span(file), hint) from None
    if not isinstance(found, dict):
        raise SourceError("an account export is a JSON object", Span(file))
    return found


def _utf_8(data: bytes) -> bytes:
    """The same in UTF-8 and without a byte order mark; PowerShell's `>` writes UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _remark(reading: Reading, what: str) -> None:
    hint = "export it again; entries are as AWS writes them"
    reading.diagnostics.append(Diagnostic("error", what, Span(reading.file), hint))
    reading.unseen = NOT_READ


def _resource(item: object, type_name: str, made: Made, file: str) -> Resource:
    """One entry. Raises _NoEntry."""
    if not isinstance(item, dict):
        raise _NoEntry("an entry is an object")
    text = item.get("Arn")
    arn = parse_arn(text) if isinstance(text, str) else None
    if arn is None or arn.service != "iam":
        raise _NoEntry("an entry has the ARN of something in IAM")
    properties = {key: value for key, value in made(item).items() if value is not None}
    return Resource(
        type=type_name,
        address=str(arn),
        properties=properties,
        place=Span(file),
        origin="live",
        source_type=type_name,
        action="no-op",
        names=(str(arn), arn.name),
        covers=COVERED[type_name],
    )


def _role(item: Item) -> Properties:
    return {
        "RoleName": _name(item, "RoleName"),
        "AssumeRolePolicyDocument": document(item.get("AssumeRolePolicyDocument")),
        **_held(item, "RolePolicyList"),
        **_bounded(item),
    }


def _user(item: Item) -> Properties:
    return {
        "UserName": _name(item, "UserName"),
        "Groups": [_group_name(one) for one in _list(item, "GroupList")] or None,
        **_held(item, "UserPolicyList"),
        **_bounded(item),
    }


def _group_name(value: object) -> object:
    return value if isinstance(value, str) else Unknown("the export does not name a group")


def _group(item: Item) -> Properties:
    return {"GroupName": _name(item, "GroupName"), **_held(item, "GroupPolicyList")}


def _managed(item: Item) -> Properties:
    return {
        "ManagedPolicyName": _name(item, "PolicyName"),
        "Path": _text(item, "Path"),
        "Description": _text(item, "Description"),
        "PolicyDocument": _default_version(item),
    }


def _default_version(item: Item) -> object:
    """The text in force: of the version that says so, or of the one that the entry names."""
    versions = [one for one in _list(item, "PolicyVersionList") if isinstance(one, dict)]
    chosen = [one for one in versions if one.get("IsDefaultVersion") is True]
    named = [one for one in versions if one.get("VersionId") == item.get("DefaultVersionId")]
    for one in (*chosen, *named):
        return document(one.get("Document"))
    return Unknown("the export does not have the version in force", present=True)


def _held(item: Item, inline: str) -> Properties:
    """What any kind of principal has: its path, inline policies and attached ones."""
    policies = [
        {"PolicyName": _text(one, "PolicyName") or "", "PolicyDocument": _document_of(one)}
        for one in _list(item, inline)
    ]
    attached = [_attached(one) for one in _list(item, "AttachedManagedPolicies")]
    return {
        "Path": _text(item, "Path"),
        "Policies": policies or None,
        "ManagedPolicyArns": attached or None,
    }


def _document_of(policy: object) -> object:
    return document(policy.get("PolicyDocument") if isinstance(policy, dict) else None)


def _attached(policy: object) -> object:
    arn = _text(policy, "PolicyArn")
    return arn or Unknown("the export does not name a policy that is attached", present=True)


def _bounded(item: Item) -> Properties:
    boundary = item.get("PermissionsBoundary")
    arn: object = None
    if boundary is not None:
        arn = _text(boundary, "PermissionsBoundaryArn")
        arn = arn or Unknown("the export does not name the boundary", present=True)
    tags = [_tag(one) for one in _list(item, "Tags")]
    return {"PermissionsBoundary": arn, "Tags": tags or None}


def _tag(tag: object) -> object:
    key, value = _text(tag, "Key"), _text(tag, "Value")
    if key is None or value is None:
        return Unknown("the export holds no tag here")
    return {"Key": key, "Value": value}


def _profile(item: Item) -> Properties:
    roles = [_text(one, "RoleName") for one in _list(item, "Roles")]
    unknown = Unknown("the export does not name the role")
    return {
        "InstanceProfileName": _name(item, "InstanceProfileName"),
        "Path": _text(item, "Path"),
        "Roles": [one or unknown for one in roles] or None,
    }


def _name(item: Item, key: str) -> str:
    found = _text(item, key)
    if not found:
        raise _NoEntry(f"an entry has a {key}")
    return found


def _text(item: object, key: str) -> str | None:
    value = item.get(key) if isinstance(item, dict) else None
    return value if isinstance(value, str) else None


def _list(item: Item, key: str) -> list[Any]:
    """The list of this name; AWS leaves out empty ones. Raises _NoEntry for what is no list."""
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _NoEntry(f"{key} is a list")
    return value


PRINCIPAL: Final = frozenset({"Path", "Policies", "ManagedPolicyArns"})
COVERED: Final[dict[str, frozenset[str]]] = {
    "AWS::IAM::Role": PRINCIPAL
    | {"RoleName", "AssumeRolePolicyDocument", "PermissionsBoundary", "Tags"},
    "AWS::IAM::User": PRINCIPAL | {"UserName", "Groups", "PermissionsBoundary", "Tags"},
    "AWS::IAM::Group": PRINCIPAL | {"GroupName"},
    "AWS::IAM::ManagedPolicy": frozenset(
        {"ManagedPolicyName", "Path", "Description", "PolicyDocument", "Roles", "Users", "Groups"}
    ),
    "AWS::IAM::InstanceProfile": frozenset({"InstanceProfileName", "Path", "Roles"}),
}
"""What an export speaks of. Who holds a managed policy stands with the holder."""

LISTS: Final[tuple[tuple[str, str, Made], ...]] = (
    ("UserDetailList", "AWS::IAM::User", _user),
    ("GroupDetailList", "AWS::IAM::Group", _group),
    ("RoleDetailList", "AWS::IAM::Role", _role),
    ("Policies", "AWS::IAM::ManagedPolicy", _managed),
)
