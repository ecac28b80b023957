"""Classic Load Balancers: what they must do as long as they live."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.elasticloadbalancing import ClassicBalancer, is_of_acm
from partywall.kernel.truth import every
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, LOGGING, RESILIENCE


@control(
    "elb-classic-listeners-encrypted",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "ELB.3",
        "CKV_AWS_376",
        "elb_ssl_listeners",
    ),
)
def classic_listeners_encrypted(balancer: ClassicBalancer) -> Verdict:
    """Every listener of the Classic Load Balancer speaks TLS with clients.

    Passwords and cookies that cross the Internet in the clear belong to whoever listens.

    Fix: set Protocol to HTTPS or SSL with a certificate; better, move to an Application Load
    Balancer.

    Undecided when a protocol is not known.

    Refuted by::

        Listeners: [{Protocol: HTTP, LoadBalancerPort: "80", InstancePort: "80"}]

    Proved by::

        Listeners: [{Protocol: HTTPS, LoadBalancerPort: "443", InstancePort: "443"}]

    Source: Security Hub User Guide, "ELB.3" (not re-read).
    """
    plain, encrypted = every(
        balancer.listeners, lambda one: one.at("Protocol").equals("HTTPS", "SSL", "https", "ssl")
    )
    if not encrypted:
        return refuted(plain, "this listener does not speak TLS")
    return proved(balancer.at("Listeners"))


@control(
    "elb-classic-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "ELB.5",
        "CKV_AWS_92",
        "elb_logging_enabled",
    ),
)
def classic_access_logged(balancer: ClassicBalancer) -> Verdict:
    """The Classic Load Balancer writes an access log.

    It is often the only record of what a client asked for, and from where.

    Fix: set AccessLoggingPolicy.Enabled and a bucket.

    Undecided when the value is not known.

    Refuted by::

        Listeners: []

    Proved by::

        AccessLoggingPolicy: {Enabled: true, S3BucketName: logs}

    Source: Security Hub User Guide, "ELB.5" (not re-read).
    """
    enabled = balancer.at("AccessLoggingPolicy", "Enabled")
    return proved_if(enabled.is_true, enabled, "requests are not logged")


@control(
    "elb-classic-drains-connections",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "ELB.7",
        "elb_connection_draining_enabled",
    ),
)
def classic_drains_connections(balancer: ClassicBalancer) -> Verdict:
    """Requests under way are finished before an instance is taken out.

    Otherwise every deployment breaks some of them.

    Fix: set ConnectionDrainingPolicy.Enabled.

    Undecided when the value is not known.

    Refuted by::

        ConnectionDrainingPolicy: {Enabled: false}

    Proved by::

        ConnectionDrainingPolicy: {Enabled: true, Timeout: 60}

    Source: Security Hub User Guide, "ELB.7" (not re-read).
    """
    enabled = balancer.at("ConnectionDrainingPolicy", "Enabled")
    return proved_if(enabled.is_true, enabled, "connections are cut")


@control(
    "elb-classic-several-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("ELB.10", "elb_is_in_multiple_az"),
)
def classic_in_several_zones(balancer: ClassicBalancer) -> Verdict:
    """The Classic Load Balancer stands in at least two zones.

    The loss of one zone then leaves the others.

    Fix: add subnets in other zones.

    Undecided when it is not known how many there are.

    Refuted by::

        Subnets: [subnet-1]

    Proved by::

        Subnets: [subnet-1, subnet-2]

    Source: Security Hub User Guide, "ELB.10" (not re-read).
    """
    zones = balancer.zones
    return proved_if(zones.items().count() >= 2, zones, "stands in one zone only")


@control(
    "elb-classic-certificate-renews",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("ELB.2", "CKV_AWS_127", "elb_ssl_listeners_use_acm_certificate"),
)
def classic_certificate_renews(balancer: ClassicBalancer) -> Verdict:
    """Every certificate that the Classic Load Balancer shows comes from ACM.

    ACM renews those it issued and warns of the others; one that was uploaded to IAM runs out
    unseen.

    Fix: set SSLCertificateId to the ARN of a certificate in ACM.

    Undecided when a protocol or certificate is not known.

    Refuted by::

        Listeners:
          - {Protocol: HTTPS, SSLCertificateId: "arn:aws:iam::1:server-certificate/shop"}

    Proved by::

        Listeners:
          - {Protocol: HTTPS, SSLCertificateId: "arn:aws:acm:eu-west-1:1:certificate/1"}

    Not applicable by::

        Listeners: [{Protocol: HTTP}]

    Source: Security Hub User Guide, "ELB.2" (not re-read).
    """
    shown = balancer.certificates
    if not shown:
        return not_applicable(balancer.at("Listeners"), "it shows no certificate")
    other, of_acm = every(shown, is_of_acm)
    if not of_acm:
        return refuted(other, "this certificate is not in ACM")
    return proved(*shown)


@control(
    "elb-classic-cross-zone",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("ELB.9", "CKV_AWS_138", "elb_cross_zone_load_balancing_enabled"),
)
def classic_cross_zone(balancer: ClassicBalancer) -> Verdict:
    """Requests are spread over the instances of all zones.

    Without it a zone with few instances drowns while the others are idle.

    Fix: set CrossZone to true.

    Undecided when the value is not known.

    Refuted by::

        Listeners: []

    Proved by::

        CrossZone: true

    Source: Security Hub User Guide, "ELB.9" (not re-read).
    """
    spread = balancer.at("CrossZone")
    return proved_if(spread.is_true, spread, "each zone keeps to its own instances")
