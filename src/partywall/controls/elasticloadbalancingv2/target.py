"""Target groups: reached over TLS, and asked whether they are well."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.elasticloadbalancingv2 import TargetGroup
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, RESILIENCE


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
