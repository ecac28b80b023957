"""Amazon OpenSearch Service: encryption, exposure, sign-in and logs of a domain."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.opensearchservice import CURRENT_TLS, Domain
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    LOGGING,
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)


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


@control(
    "opensearchservice-errors-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "ES.4",
        "Opensearch.4",
        "CKV_AWS_84",
    ),
)
def errors_are_logged(domain: Domain) -> Verdict:
    """The domain's error log goes to CloudWatch Logs.

    It is the only place where failed queries and scripts are explained.

    Fix: set LogPublishingOptions.ES_APPLICATION_LOGS.

    Undecided when the option is not known.

    Proved by::

        LogPublishingOptions:
          ES_APPLICATION_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:s"}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service Developer Guide, "Monitoring OpenSearch logs" (not re-read).
    """
    options = domain.at("LogPublishingOptions", "ES_APPLICATION_LOGS")
    return proved_if(domain.logs("ES_APPLICATION_LOGS"), options, otherwise="no error log")


@control(
    "opensearchservice-access-audited",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "ES.5",
        "Opensearch.5",
        "CKV_AWS_317",
        "AVD-AWS-0042",
        "opensearch_service_domains_audit_logging_enabled",
    ),
)
def access_is_audited(domain: Domain) -> Verdict:
    """Sign-ins and reads of indexes are recorded in CloudWatch Logs.

    CloudTrail sees who changed the domain, not who read it.

    Fix: set LogPublishingOptions.AUDIT_LOGS, with fine-grained access control on.

    Undecided when the option is not known.

    Proved by::

        LogPublishingOptions:
          AUDIT_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:s"}

    Refuted by::

        LogPublishingOptions:
          AUDIT_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:x", Enabled: false}

    Source: OpenSearch Service Developer Guide, "Monitoring audit logs" (not re-read).
    """
    options = domain.at("LogPublishingOptions", "AUDIT_LOGS")
    return proved_if(domain.logs("AUDIT_LOGS"), options, otherwise="no audit log")


@control(
    "opensearchservice-three-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "ES.6",
        "Opensearch.6",
        "opensearch_service_domains_fault_tolerant_data_nodes",
    ),
)
def domain_spans_zones(domain: Domain) -> Verdict:
    """Three or more data nodes stand in several Availability Zones.

    With fewer, the loss of a zone can take shards or the quorum with it.

    Fix: set InstanceCount to 3 or more and ZoneAwarenessEnabled to true.

    Undecided when a value is not known.

    Proved by::

        {ClusterConfig: {InstanceCount: 3, ZoneAwarenessEnabled: true}}

    Refuted by::

        {ClusterConfig: {InstanceCount: 2, ZoneAwarenessEnabled: true}}

    Source: OpenSearch Service Developer Guide, "Configuring a multi-AZ domain" (not re-read).
    """
    return proved_if(
        domain.spans_three_zones, domain.cluster, otherwise="not three nodes in several zones"
    )


@control("opensearchservice-software-updates", layer=RUNTIME, weight=MEDIUM)
def software_updates_itself(domain: Domain) -> Verdict:
    """Service software updates are installed in the off-peak window by themselves.

    AWS builds them; left alone, optional ones wait, and security fixes wait with them.

    Fix: set SoftwareUpdateOptions.AutoSoftwareUpdateEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {SoftwareUpdateOptions: {AutoSoftwareUpdateEnabled: true}}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service API Reference, "SoftwareUpdateOptions", read 2026-11-23.
    """
    if domain.resource.type == "AWS::Elasticsearch::Domain":
        return not_applicable(
            domain.at("ElasticsearchVersion"), "this resource type has no such option"
        )
    update = domain.at("SoftwareUpdateOptions", "AutoSoftwareUpdateEnabled")
    return proved_if(update.is_true, update, otherwise="updates wait for somebody")


@control(
    "opensearchservice-three-masters",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "ES.7",
        "Opensearch.11",
        "CKV2_AWS_59",
        "CKV_AWS_318",
        "opensearch_service_domains_fault_tolerant_master_nodes",
    ),
)
def domain_has_three_masters(domain: Domain) -> Verdict:
    """Three or more dedicated nodes keep the cluster together.

    When data nodes do it beside their work, a heavy query can take the whole domain down; two
    dedicated ones cannot agree after one of them fails.

    Fix: set DedicatedMasterEnabled to true and DedicatedMasterCount to 3.

    Undecided when a value is not known.

    Proved by::

        {ClusterConfig: {DedicatedMasterEnabled: true, DedicatedMasterCount: 3}}

    Refuted by::

        {ClusterConfig: {DedicatedMasterEnabled: true, DedicatedMasterCount: 2}}

    Source: OpenSearch Service Developer Guide, "Dedicated master nodes" (not re-read).
    """
    return proved_if(
        domain.has_three_masters, domain.cluster, otherwise="not three dedicated nodes"
    )
