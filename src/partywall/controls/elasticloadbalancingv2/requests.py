"""Requests that a load balancer turns away before they reach a target."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.elasticloadbalancingv2 import LoadBalancer
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import NETWORK_CONFIGURATION


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
