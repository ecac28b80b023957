"""Listeners: clients are met over TLS, and over a modern one."""

from __future__ import annotations

from partywall.controls.control import HIGH, MEDIUM, control
from partywall.estate.views.elasticloadbalancingv2 import Listener
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import ENCRYPTION_IN_TRANSIT


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
