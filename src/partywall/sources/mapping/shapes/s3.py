"""S3: access control lists and notifications.

Sources: S3 User Guide, "Access control list (ACL) overview", section "Canned ACL", and
CloudFormation's reference of AWS::S3::Bucket NotificationConfiguration, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values

_GRANTS = Unknown("set by grants to which no canned ACL is equal", present=True)
_ALL = "http://acs.amazonaws.com/groups/global/AllUsers"
_SIGNED_IN = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"


def bucket(values: Values, properties: Properties, _address: str) -> None:
    """The ACL of the bucket, canned or as grants."""
    acl, grants = values.get("acl"), values.get("grant")
    if isinstance(grants, Unknown):
        properties["AccessControl"] = grants
    elif grants:
        properties["AccessControl"] = _canned_for(
            [(grant.get("uri"), grant.get("permissions") or ()) for grant in grants]
            if all(isinstance(grant, dict) for grant in grants)
            else []
        )
    elif acl is not None:
        properties["AccessControl"] = _camel(acl)


def bucket_acl(values: Values, properties: Properties, _address: str) -> None:
    """The same, from the resource that Terraform keeps apart."""
    acl, policy = values.get("acl"), values.get("access_control_policy")
    if acl is not None:
        properties["AccessControl"] = _camel(acl)
    elif isinstance(policy, Unknown):
        properties["AccessControl"] = policy
    elif policy:
        grants = policy[0].get("grant") if isinstance(policy[0], dict) else None
        if isinstance(grants, list) and all(isinstance(grant, dict) for grant in grants):
            properties["AccessControl"] = _canned_for([_grant(grant) for grant in grants])
        else:
            properties["AccessControl"] = _GRANTS


def _grant(grant: Values) -> tuple[object, Any]:
    grantee = grant.get("grantee")
    one = grantee[0] if isinstance(grantee, list) and grantee else grantee
    return one.get("uri") if isinstance(one, dict) else one, [grant.get("permission")]


def _canned_for(grants: list[tuple[object, Any]]) -> object:
    """The canned ACL that opens as much to everyone as the grants do."""
    if any(isinstance(part, Unknown) for grant in grants for part in grant):
        return _GRANTS
    public = {one for uri, permissions in grants if uri == _ALL for one in permissions}
    signed_in = {one for uri, permissions in grants if uri == _SIGNED_IN for one in permissions}
    if any(isinstance(one, Unknown) for one in public | signed_in):
        return _GRANTS
    if public & {"WRITE", "FULL_CONTROL"}:
        return "PublicReadWrite"
    if public:
        return "PublicRead"
    return "AuthenticatedRead" if signed_in else _GRANTS


def _camel(acl: object) -> object:
    if not isinstance(acl, str):
        return acl
    return "".join(part[:1].upper() + part[1:] for part in acl.split("-"))


_KINDS = (
    ("lambda_function", "lambda_function_arn", "LambdaConfigurations", "Function"),
    ("queue", "queue_arn", "QueueConfigurations", "Queue"),
    ("topic", "topic_arn", "TopicConfigurations", "Topic"),
)


def notification(values: Values, properties: Properties, _address: str) -> None:
    """Each event of a Terraform block is a configuration of its own in CloudFormation."""
    whole = properties.setdefault("NotificationConfiguration", {})
    if not isinstance(whole, dict):
        return
    for argument, arn, key, target in _KINDS:
        blocks = values.get(argument)
        if isinstance(blocks, Unknown):
            whole[key] = blocks
        elif blocks:
            whole[key] = [one for block in blocks for one in _configurations(block, arn, target)]


def _configurations(block: Any, arn: str, target: str) -> Iterator[object]:
    if not isinstance(block, dict):
        yield block
        return
    rules = [
        {"Name": name, "Value": block[argument]}
        for argument, name in (("filter_prefix", "prefix"), ("filter_suffix", "suffix"))
        if block.get(argument)
    ]
    events = block.get("events")
    for event in events if isinstance(events, list) else [events]:
        one: Properties = {target: block.get(arn), "Event": event}
        if rules:
            one["Filter"] = {"S3Key": {"Rules": rules}}
        yield one
