"""Load balancers, classic and v2.

Source: Elastic Load Balancing API References, versions 2012-06-01 and 2015-12-01: data types
LoadBalancerDescription, LoadBalancer, Rule and TargetHealthDescription, by botocore 1.44.5,
read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.kernel.arn import parse_arn
from partywall.sources.describe.sightings import Sighting, arn_of
from partywall.sources.describe.values import Item, chosen, objects, text
from partywall.sources.describe.writer import Writer

LISTENER: Final = (
    "InstancePort",
    "InstanceProtocol",
    "LoadBalancerPort",
    "Protocol",
    "SSLCertificateId",
)
TYPES: Final = {
    "listener": "AWS::ElasticLoadBalancingV2::Listener",
    "listener-rule": "AWS::ElasticLoadBalancingV2::ListenerRule",
    "loadbalancer": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "targetgroup": "AWS::ElasticLoadBalancingV2::TargetGroup",
}
"""How the resource part of an ARN begins, and of which type that is."""

GONE: Final = frozenset({"Target.DeregistrationInProgress", "Target.NotRegistered"})


def balancer(item: Item, seen: Sighting, _write: Writer) -> None:
    """Its subnets; with an address in each of them, where somebody chose one."""
    mapped = [_subnet(one) for one in objects(item.get("AvailabilityZones"))]
    if any(len(one) > 1 for one in mapped):
        seen.properties["SubnetMappings"] = mapped
    else:
        seen.properties["Subnets"] = [one["SubnetId"] for one in mapped if "SubnetId" in one]


def _subnet(zone: Item) -> Item:
    found = chosen(zone, ("SubnetId",))
    for one in objects(zone.get("LoadBalancerAddresses"))[:1]:
        found.update(chosen(one, ("AllocationId", "IPv6Address", "PrivateIPv4Address")))
    return found


def listener_of_rule(item: Item) -> str:
    """The listener's ARN, which the ARN of each of its rules has in it."""
    before, _, path = text(item, "RuleArn").partition(":listener-rule/")
    return f"{before}:listener/{path.rpartition('/')[0]}" if path else ""


def rule(item: Item, seen: Sighting, _write: Writer) -> None:
    """A rule belongs to the listener that its ARN names."""
    seen.properties["ListenerArn"] = listener_of_rule(item)


def target(item: Item) -> Item | None:
    """One target of a group, unless it is on its way out."""
    health = item.get("TargetHealth")
    if text(health, "State") == "draining" or text(health, "Reason") in GONE:
        return None
    found = item.get("Target")
    return found if isinstance(found, dict) else None


def tags(item: Item, _seen: Sighting, write: Writer) -> None:
    """Tags of something that another command describes."""
    arn = parse_arn(text(item, "ResourceArn"))
    kind = TYPES.get(arn.resource.split("/", 1)[0]) if arn is not None else None
    if kind is not None:
        told = {"Tags": objects(item.get("Tags"))}
        address = text(item, "ResourceArn")
        write.add(kind, address, {**told}, covers=frozenset(told), only_more=True)


# -- classic load balancers

CLASSIC: Final = "AWS::ElasticLoadBalancing::LoadBalancer"


def classic(item: Item, seen: Sighting, _write: Writer) -> None:
    """Its listeners, and the policies that cookies are kept by."""
    seen.properties["Listeners"] = [
        {
            **chosen(one.get("Listener") or {}, LISTENER),
            **chosen(one, ("PolicyNames",)),
        }
        for one in objects(item.get("ListenerDescriptions"))
        if isinstance(one.get("Listener"), dict)
    ]
    policies = item.get("Policies")
    if isinstance(policies, dict):
        for field, key, names in (
            ("AppCookieStickinessPolicies", "AppCookieStickinessPolicy", ("CookieName",)),
            ("LBCookieStickinessPolicies", "LBCookieStickinessPolicy", ("CookieExpirationPeriod",)),
        ):
            found = [chosen(one, ("PolicyName", *names)) for one in objects(policies.get(field))]
            if found:
                seen.properties[key] = found


def classic_tags(item: Item, _seen: Sighting, write: Writer) -> None:
    """Tags of a classic load balancer, which is named without its account."""
    told = {"Tags": objects(item.get("Tags"))}
    name = text(item, "LoadBalancerName")
    address = arn_of("elasticloadbalancing", write.scope, f"loadbalancer/{name}") or name
    write.add(CLASSIC, address, {**told}, covers=frozenset(told), only_more=True)


def classic_attributes(item: Item, seen: Sighting, write: Writer) -> None:
    """What a classic load balancer is set to."""
    told: Item = {
        "ConnectionDrainingPolicy": item.get("ConnectionDraining"),
        "ConnectionSettings": item.get("ConnectionSettings"),
    }
    logs = item.get("AccessLog")
    if isinstance(logs, dict):
        told["AccessLoggingPolicy"] = chosen(
            logs, ("EmitInterval", "Enabled", "S3BucketName", "S3BucketPrefix")
        )
    across = item.get("CrossZoneLoadBalancing")
    if isinstance(across, dict):
        told["CrossZone"] = across.get("Enabled")
    write.add(CLASSIC, seen.address, told, covers=frozenset(told), only_more=True)
