"""A domain's data is encrypted: on disk, between nodes, and to clients."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.opensearchservice import CURRENT_TLS, Domain
from partywall.kernel.verdict import Verdict, proved_if, refuted
from partywall.line.layer import ENCRYPTION_AT_REST, ENCRYPTION_IN_TRANSIT, KEYS


@control(
    "opensearchservice-domain-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "ES.1",
        "Opensearch.1",
        "CKV_AWS_5",
        "AVD-AWS-0048",
        "opensearch_service_domains_encryption_at_rest_enabled",
    ),
)
def domain_is_encrypted(domain: Domain) -> Verdict:
    """Indexes, logs and automated snapshots of the domain are encrypted on disk.

    Indexes often hold copies of everything that other stores encrypt.

    Fix: set EncryptionAtRestOptions.Enabled to true.

    Undecided when the value is not known.

    Proved by::

        {EncryptionAtRestOptions: {Enabled: true}}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service API Reference, "CreateDomain", read 2026-11-23.
    """
    encrypted = domain.at("EncryptionAtRestOptions", "Enabled")
    return proved_if(encrypted.is_true, encrypted, otherwise="encryption at rest is off")


@control(
    "opensearchservice-domain-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_247",),
)
def domain_uses_customer_key(domain: Domain) -> Verdict:
    """The domain is encrypted with a key that the customer manages.

    With the key of the service nobody but AWS decides on its use.

    Fix: set EncryptionAtRestOptions.KmsKeyId.

    Undecided when the key is named by id only.

    Proved by::

        {EncryptionAtRestOptions: {Enabled: true, KmsKeyId: alias/search}}

    Refuted by::

        {EncryptionAtRestOptions: {Enabled: true}}

    Source: OpenSearch Service Developer Guide, "Encryption of data at rest" (not re-read).
    """
    key = domain.at("EncryptionAtRestOptions", "KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "opensearchservice-nodes-encrypted",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "ES.3",
        "Opensearch.3",
        "CKV_AWS_6",
        "AVD-AWS-0043",
        "opensearch_service_domains_node_to_node_encryption_enabled",
    ),
)
def nodes_talk_tls(domain: Domain) -> Verdict:
    """The domain's nodes talk to each other over TLS.

    Replicas and search results cross the network between zones.

    Fix: set NodeToNodeEncryptionOptions.Enabled to true; it cannot be switched off again.

    Undecided when the value is not known.

    Proved by::

        {NodeToNodeEncryptionOptions: {Enabled: true}}

    Refuted by::

        {NodeToNodeEncryptionOptions: {Enabled: false}}

    Source: OpenSearch Service API Reference, "CreateDomain", read 2026-11-23.
    """
    encrypted = domain.at("NodeToNodeEncryptionOptions", "Enabled")
    return proved_if(encrypted.is_true, encrypted, otherwise="nodes talk in clear")


@control(
    "opensearchservice-https-enforced",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "CKV_AWS_83",
        "AVD-AWS-0046",
        "opensearch_service_domains_https_communications_enforced",
    ),
)
def https_is_enforced(domain: Domain) -> Verdict:
    """The endpoint answers HTTPS requests only.

    Over plain HTTP, queries, results and basic-authentication passwords can be read.

    Fix: set DomainEndpointOptions.EnforceHTTPS to true.

    Undecided when the value is not known.

    Proved by::

        {DomainEndpointOptions: {EnforceHTTPS: true}}

    Refuted by::

        {DomainEndpointOptions: {CustomEndpointEnabled: true}}

    Source: OpenSearch Service API Reference, "DomainEndpointOptions", read 2026-11-23.
    """
    enforced = domain.at("DomainEndpointOptions", "EnforceHTTPS")
    return proved_if(enforced.is_true, enforced, otherwise="plain HTTP is answered, too")


@control(
    "opensearchservice-tls-current",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "ES.8",
        "Opensearch.8",
        "CKV_AWS_228",
        "AVD-AWS-0126",
    ),
)
def tls_is_current(domain: Domain) -> Verdict:
    """The endpoint refuses TLS 1.0 and 1.1.

    Both versions are retired: their weaknesses are known and their ciphers old.

    Fix: set DomainEndpointOptions.TLSSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10.

    Undecided when no policy is named, or one that we do not know.

    Proved by::

        {DomainEndpointOptions: {TLSSecurityPolicy: Policy-Min-TLS-1-2-PFS-2023-10}}

    Refuted by::

        {DomainEndpointOptions: {TLSSecurityPolicy: Policy-Min-TLS-1-0-2019-07}}

    Undecided by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service API Reference, "DomainEndpointOptions", read 2026-11-23.
    """
    policy = domain.at("DomainEndpointOptions", "TLSSecurityPolicy")
    if policy.equals("Policy-Min-TLS-1-0-2019-07"):
        return refuted(policy, "TLS 1.0 is accepted")
    unlisted = policy.doubt("the default, or a policy that is not in our table")
    return proved_if(policy.equals(*CURRENT_TLS) | unlisted, policy, otherwise="")
