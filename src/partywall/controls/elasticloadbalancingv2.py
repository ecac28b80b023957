"""Elastic Load Balancing: how clients are met, and what is written down about it."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.elasticloadbalancingv2 import Listener, LoadBalancer, TargetGroup
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    ENCRYPTION_IN_TRANSIT,
    LOGGING,
    NETWORK_CONFIGURATION,
    RESILIENCE,
)


@control(
    "elb-listener-encrypted",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "ELB.1",
        "ELB.18",
        "CKV_AWS_2",
        "CKV2_AWS_20",
        "AVD-AWS-0054",
        "elbv2_ssl_listeners",
    ),
)
def listener_encrypted(listener: Listener) -> Verdict:
    """The listener speaks TLS with clients, or sends them to one that does.

    Passwords and session cookies that cross the Internet in the clear belong to whoever listens.

    Fix: set Protocol to HTTPS with a certificate; let the listener on port 80 redirect to it.

    Undecided when the protocol or an action is not known.

    Refuted by::

        Protocol: HTTP
        DefaultActions: [{Type: forward, TargetGroupArn: web}]

    Proved by::

        Protocol: HTTP
        DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]

    Not applicable by::

        Protocol: TCP

    Source: Security Hub User Guide, "ELB.1" (not re-read).
    """
    protocol = listener.at("Protocol")
    if protocol.equals("TCP", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"):
        return not_applicable(protocol, "it passes bytes on; the targets speak TLS or do not")
    encrypted = listener.is_encrypted | listener.redirects_to_https
    return proved_if(encrypted, protocol, "clients are served over plain HTTP")


@control(
    "elb-listener-modern-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "ELB.17",
        "CKV_AWS_103",
        "AVD-AWS-0047",
        "elbv2_insecure_ssl_ciphers",
    ),
)
def listener_uses_modern_tls(listener: Listener) -> Verdict:
    """The listener offers nothing older than TLS 1.2.

    TLS 1.0 and 1.1 have known breaks and no current client needs them. The policy that a
    listener has when none is written still offers both.

    Fix: set SslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or a newer one.

    Undecided when the policy is not known.

    Refuted by::

        Protocol: HTTPS

    Proved by::

        {Protocol: HTTPS, SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06}

    Not applicable by::

        Protocol: HTTP

    Source: Application Load Balancers Guide, "Security policies for your Application Load
    Balancer" (not re-read).
    """
    if no(listener.is_encrypted):
        return not_applicable(listener.at("Protocol"), "the listener does not end TLS")
    policy = listener.at("SslPolicy")
    return proved_if(listener.policy_is_modern, policy, "offers TLS 1.0 or 1.1")


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
    "elb-drops-invalid-headers",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "ELB.4",
        "CKV_AWS_131",
        "AVD-AWS-0052",
        "elbv2_alb_drop_invalid_header_fields_enabled",
    ),
)
def balancer_drops_invalid_headers(balancer: LoadBalancer) -> Verdict:
    """Header fields with invalid names do not reach the application.

    Balancer and application may read such a field differently, and one request becomes two.

    Fix: set the attribute routing.http.drop_invalid_header_fields.enabled to true.

    Undecided when the attribute is not known.

    Refuted by::

        Type: application

    Proved by::

        LoadBalancerAttributes:
          - {Key: routing.http.drop_invalid_header_fields.enabled, Value: "true"}

    Not applicable by::

        Type: network

    Source: Security Hub User Guide, "ELB.4" (not re-read).
    """
    if no(balancer.is_application):
        return not_applicable(balancer.at("Type"), "it does not read HTTP")
    drops = balancer.attribute("routing.http.drop_invalid_header_fields.enabled")
    return proved_if(drops.is_true, drops, "invalid header fields are passed on")


@control(
    "elb-desync-mitigated",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("ELB.12", "CKV_AWS_328", "elbv2_desync_mitigation_mode"),
)
def balancer_mitigates_desync(balancer: LoadBalancer) -> Verdict:
    """Requests that look like smuggling are not passed on as they are.

    Fix: leave routing.http.desync_mitigation_mode at defensive, or set it to strictest.

    Requests that two servers read differently let one client's words into another's session.

    Undecided when the attribute is not known.

    Refuted by::

        LoadBalancerAttributes: [{Key: routing.http.desync_mitigation_mode, Value: monitor}]

    Proved by::

        Type: application

    Not applicable by::

        Type: network

    Source: Security Hub User Guide, "ELB.12" (not re-read).
    """
    if no(balancer.is_application):
        return not_applicable(balancer.at("Type"), "it does not read HTTP")
    mode = balancer.attribute("routing.http.desync_mitigation_mode")
    safe = mode.either("defensive").equals("defensive", "strictest")
    return proved_if(safe, mode, "such requests are only counted")


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
    "elb-behind-web-acl",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("ELB.16", "CKV2_AWS_28", "elbv2_waf_acl_attached"),
)
def balancer_behind_web_acl(balancer: LoadBalancer) -> Verdict:
    """A web ACL inspects requests before the load balancer takes them.

    It turns away known attacks, and floods of requests, while the application is being mended.

    Fix: associate a web ACL of AWS WAF.

    Undecided when an association may be meant for this balancer.

    Refuted by::

        Scheme: internet-facing

    Proved by::

        Resources:
          Example: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}
          Acl: {Type: AWS::WAFv2::WebACL}
          Guard:
            Type: AWS::WAFv2::WebACLAssociation
            Properties: {ResourceArn: !Ref Example, WebACLArn: !GetAtt Acl.Arn}

    Not applicable by::

        Scheme: internal

    Source: Security Hub User Guide, "ELB.16" (not re-read).
    """
    if no(balancer.is_application):
        return not_applicable(balancer.at("Type"), "WAF reads HTTP, which this does not")
    if balancer.is_internal:
        return not_applicable(balancer.at("Scheme"), "the Internet does not reach it")
    guard, guarded = some(balancer.web_acls, lambda one: one.at("WebACLArn").is_set)
    if guarded and guard is not None:
        return proved(guard.at("WebACLArn"))
    return refuted(balancer, "no web ACL stands before it")


@control(
    "elb-targets-encrypted",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=LOW,
    also_known_as=("CKV_AWS_378",),
)
def targets_encrypted(group: TargetGroup) -> Verdict:
    """The load balancer speaks TLS with its targets.

    Inside the VPC, too, traffic can be mirrored by whoever has the permission.

    Fix: set Protocol to HTTPS or TLS; a self-signed certificate on the targets is enough.

    Undecided when the protocol is not known.

    Refuted by::

        {Protocol: HTTP, Port: 80}

    Proved by::

        {Protocol: HTTPS, Port: 443}

    Not applicable by::

        TargetType: lambda

    Source: Application Load Balancers Guide, "Target groups", section "Routing configuration"
    (not re-read).
    """
    if group.at("TargetType").equals("lambda"):
        return not_applicable(group.at("TargetType"), "functions are called through AWS's API")
    protocol = group.at("Protocol")
    if protocol.equals("TCP", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"):
        return not_applicable(protocol, "it passes bytes on; the client speaks TLS or does not")
    return proved_if(protocol.equals("HTTPS", "TLS"), protocol, "plain HTTP to the targets")


@control(
    "elb-targets-health-checked",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("CKV_AWS_261",),
)
def targets_health_checked(group: TargetGroup) -> Verdict:
    """Targets are checked, so a sick one gets no more requests.

    Fix: leave HealthCheckEnabled on; set it for functions, where it is off by default.

    Without it clients find the fault, one after the other.

    Undecided when the value is not known.

    Refuted by::

        TargetType: lambda

    Proved by::

        {Protocol: HTTPS, HealthCheckPath: /health}

    Source: CloudFormation Template Reference, "AWS::ElasticLoadBalancingV2::TargetGroup"
    (not re-read).
    """
    enabled = group.at("HealthCheckEnabled")
    if enabled.value is None:
        return proved_if(
            no(group.at("TargetType").equals("lambda")), enabled, "off for functions by default"
        )
    return proved_if(enabled.is_true, enabled, "targets are not checked")


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
