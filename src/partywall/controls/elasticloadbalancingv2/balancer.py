"""Load balancers: logged, hard to delete, and in several zones."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.elasticloadbalancingv2 import LoadBalancer
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import LOGGING, NETWORK_CONFIGURATION, RESILIENCE


@control(
    "elb-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("ELB.5", "CKV_AWS_91", "elbv2_logging_enabled"),
)
def balancer_access_logged(balancer: LoadBalancer) -> Verdict:
    """The load balancer writes an access log.

    It is often the only record of what a client asked for, and from where.

    Fix: set the attribute access_logs.s3.enabled to true, and a bucket.

    Undecided when the attribute is not known.

    Refuted by::

        Type: application

    Proved by::

        LoadBalancerAttributes: [{Key: access_logs.s3.enabled, Value: "true"}]

    Not applicable by::

        Type: gateway

    Source: Application Load Balancers Guide, "Access logs" (not re-read).
    """
    if balancer.at("Type").equals("gateway"):
        return not_applicable(balancer.at("Type"), "gateway load balancers write no access log")
    enabled = balancer.attribute("access_logs.s3.enabled")
    return proved_if(enabled.is_true, enabled, "requests are not logged")


@control(
    "elb-deletion-protected",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("ELB.6", "CKV_AWS_150", "elbv2_deletion_protection"),
)
def balancer_deletion_protected(balancer: LoadBalancer) -> Verdict:
    """The load balancer cannot be deleted by mistake.

    With it go its DNS name and its addresses, which clients know.

    Fix: set the attribute deletion_protection.enabled to true.

    Undecided when the attribute is not known.

    Refuted by::

        LoadBalancerAttributes: [{Key: idle_timeout.timeout_seconds, Value: "60"}]

    Proved by::

        LoadBalancerAttributes: [{Key: deletion_protection.enabled, Value: "true"}]

    Source: Security Hub User Guide, "ELB.6" (not re-read).
    """
    protected = balancer.attribute("deletion_protection.enabled")
    return proved_if(protected.is_true, protected, "one call deletes it")


@control(
    "elb-several-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("ELB.13", "elbv2_is_in_multiple_az"),
)
def balancer_in_several_zones(balancer: LoadBalancer) -> Verdict:
    """The load balancer stands in at least two subnets.

    Subnets of one balancer are in different Availability Zones, so the loss of one zone leaves
    the others.

    Fix: add subnets in other zones.

    Undecided when it is not known how many subnets there are.

    Refuted by::

        {Type: network, Subnets: [subnet-1]}

    Proved by::

        Subnets: [subnet-1, subnet-2]

    Source: Security Hub User Guide, "ELB.13" (not re-read).
    """
    written = balancer.at("Subnets")
    if written.value is None:
        written = balancer.at("SubnetMappings")
    return proved_if(written.items().count() >= 2, written, "stands in one zone only")


@control(
    "elb-balancer-cross-zone",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_152",
        "elbv2_cross_zone_load_balancing_enabled",
    ),
)
def balancer_cross_zone(balancer: LoadBalancer) -> Verdict:
    """Requests are spread over the targets of all zones.

    Without it a zone with few targets drowns while the others are idle, and a zone with none
    left still gets its share.

    Fix: set the attribute load_balancing.cross_zone.enabled to true; for an Application Load
    Balancer it is.

    Undecided when the attribute is not known.

    Refuted by::

        Type: network

    Proved by::

        Type: network
        LoadBalancerAttributes: [{Key: load_balancing.cross_zone.enabled, Value: "true"}]

    Source: Elastic Load Balancing Guide, "Cross-zone load balancing" (not re-read).
    """
    written = balancer.attribute("load_balancing.cross_zone.enabled")
    spread = balancer.is_application | written.is_true
    return proved_if(spread, written, "each zone keeps to its own targets")
