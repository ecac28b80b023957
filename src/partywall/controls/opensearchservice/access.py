"""A domain's exposure: its network, its policy and its own sign-in."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, MEDIUM, control
from partywall.estate.views.opensearchservice import Domain
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import IDENTITY, NETWORK_CONFIGURATION


@control(
    "opensearchservice-domain-in-vpc",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "ES.2",
        "Opensearch.2",
        "CKV_AWS_137",
        "opensearch_service_domains_not_publicly_accessible",
    ),
)
def domain_is_in_vpc(domain: Domain) -> Verdict:
    """The domain's endpoint is in your VPC, behind your security groups.

    A public endpoint leaves only the access policy between the Internet and the indexes.

    Fix: set VPCOptions when the domain is made; it cannot be moved later.

    Undecided when the subnets are not known to be set.

    Proved by::

        {VPCOptions: {SubnetIds: [subnet-1]}}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service Developer Guide, "Launching your domains within a VPC"
    (not re-read).
    """
    return proved_if(
        domain.in_vpc, domain.at("VPCOptions"), otherwise="the endpoint is on the Internet"
    )


@control(
    "opensearchservice-policy-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("opensearch_service_domains_not_publicly_accessible",),
)
def policy_is_not_public(domain: Domain) -> Verdict:
    """No anonymous caller on the Internet can use the domain.

    An open policy on a public endpoint without sign-in is how whole indexes end up for sale.

    Fix: name the principals (or addresses) in AccessPolicies, or turn on fine-grained access
    control.

    Undecided when the policy, or whether the domain is in a VPC, is not known.

    Proved by::

        AccessPolicies:
          Statement: [{Effect: Allow, Principal: {AWS: "111122223333"}, Action: "es:*"}]

    Refuted by::

        AccessPolicies:
          Statement: [{Effect: Allow, Principal: "*", Action: "es:*"}]

    Proved by::

        AccessPolicies:
          Statement: [{Effect: Allow, Principal: "*", Action: "es:*"}]
        AdvancedSecurityOptions: {Enabled: true}

    Source: OpenSearch Service Developer Guide, "Identity and Access Management in Amazon
    OpenSearch Service" (not re-read).
    """
    statement, public = domain.open_statement()
    policy = domain.at("AccessPolicies")
    if public & no(domain.in_vpc) & no(domain.checks_users):
        return refuted(statement, "everybody is let in")
    return proved(policy, note="an anonymous caller from the Internet is not let in")


@control(
    "opensearchservice-fine-grained-access",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "Opensearch.7",
        "CKV2_AWS_52",
        "opensearch_service_domains_access_control_enabled",
    ),
)
def access_is_fine_grained(domain: Domain) -> Verdict:
    """Who may read which index is decided by users and roles inside the domain.

    The access policy alone knows the domain as a whole, or paths at best.

    Fix: set AdvancedSecurityOptions.Enabled to true, with a master user.

    Undecided when the value is not known.

    Proved by::

        {AdvancedSecurityOptions: {Enabled: true}}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service API Reference, "AdvancedSecurityOptionsInput", read 2026-11-23.
    """
    return proved_if(
        domain.checks_users,
        domain.at("AdvancedSecurityOptions", "Enabled"),
        otherwise="fine-grained access control is off",
    )
