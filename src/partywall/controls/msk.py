"""Amazon MSK: how clients reach a Kafka cluster, and who they are."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.msk import Cluster
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved, proved_if
from partywall.line.layer import (
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    LOGGING,
    NETWORK_CONFIGURATION,
)


@control(
    "msk-clients-tls-only",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_81",
        "AVD-AWS-0073",
        "kafka_cluster_in_transit_encryption_enabled",
    ),
)
def clients_talk_tls_only(cluster: Cluster) -> Verdict:
    """Producers and consumers reach the brokers over TLS only.

    Else records cross the network in clear.

    Fix: set EncryptionInfo.EncryptionInTransit.ClientBroker to TLS.

    Undecided when it is left out: AWS's pages disagree on the default.

    Proved by::

        {EncryptionInfo: {EncryptionInTransit: {ClientBroker: TLS}}}

    Refuted by::

        {EncryptionInfo: {EncryptionInTransit: {ClientBroker: TLS_PLAINTEXT}}}

    Undecided by::

        {ClusterName: events}

    Source: MSK API Reference, "EncryptionInTransit", read 2026-11-23.
    """
    mode = cluster.at("EncryptionInfo", "EncryptionInTransit", "ClientBroker")
    if mode.value is None:
        bool(mode.doubt("left out, and AWS's pages disagree on the default"))
    return proved_if(mode.equals("TLS"), mode, otherwise="plain connections are accepted")


@control(
    "msk-brokers-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("MSK.1", "CKV_AWS_81"),
)
def brokers_talk_tls(cluster: Cluster) -> Verdict:
    """Brokers copy records among themselves over TLS.

    Replication crosses from zone to zone. It is encrypted unless switched off.

    Fix: remove InCluster: false; it can only be chosen when the cluster is made.

    Undecided when the value is not known.

    Proved by::

        {ClusterName: events}

    Refuted by::

        {EncryptionInfo: {EncryptionInTransit: {InCluster: false}}}

    Source: MSK API Reference, "EncryptionInTransit", read 2026-11-23.
    """
    inside = cluster.at("EncryptionInfo", "EncryptionInTransit", "InCluster")
    return proved_if(inside.either(True).is_true, inside, otherwise="brokers talk in clear")


@control(
    "msk-cluster-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("AVD-AWS-0179", "kafka_cluster_encryption_at_rest_uses_cmk"),
)
def cluster_uses_customer_key(cluster: Cluster) -> Verdict:
    """Broker volumes are encrypted with a key that the customer manages.

    They are encrypted anyway; with your key you decide on its use, and see it.

    Fix: set EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId when the cluster is made.

    Undecided when the key is named by id only.

    Proved by::

        EncryptionInfo:
          EncryptionAtRest: {DataVolumeKMSKeyId: "arn:aws:kms:eu-west-1:1:alias/events"}

    Refuted by::

        {ClusterName: events}

    Source: MSK API Reference, "EncryptionAtRest", read 2026-11-23.
    """
    key = cluster.at("EncryptionInfo", "EncryptionAtRest", "DataVolumeKMSKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "msk-cluster-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("MSK.4", "CKV_AWS_291", "kafka_cluster_is_public"),
)
def cluster_is_not_public(cluster: Cluster, ask: Questions) -> Verdict:
    """Brokers have no public addresses.

    Kafka was made for a trusted network; it has little to say to the Internet.

    Fix: remove ConnectivityInfo.PublicAccess, or set its Type to DISABLED.

    Undecided when the type is not known.

    Proved by::

        {ClusterName: events}

    Refuted by::

        BrokerNodeGroupInfo:
          ConnectivityInfo: {PublicAccess: {Type: SERVICE_PROVIDED_EIPS}}

    Source: MSK API Reference, "PublicAccess", read 2026-11-23.
    """
    access = cluster.at("BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type")
    private = no(access.is_set) | access.equals("DISABLED")
    if private:
        return proved(access)
    return opening(access, "brokers have public addresses", ask.reached(cluster))


@control(
    "msk-clients-authenticated",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("MSK.6", "kafka_cluster_unrestricted_access_disabled"),
)
def clients_are_authenticated(cluster: Cluster) -> Verdict:
    """Clients must sign in, by IAM, a password or a certificate.

    Else whoever reaches a broker reads and writes every topic.

    Fix: turn on one way in ClientAuthentication and set Unauthenticated.Enabled to false.

    Undecided when a way's state is not known.

    Proved by::

        {ClientAuthentication: {Sasl: {Iam: {Enabled: true}}}}

    Refuted by::

        {ClusterName: events}

    Source: MSK Developer Guide, "Authentication and authorization for Apache Kafka APIs"
    (not re-read).
    """
    ways = cluster.at("ClientAuthentication")
    return proved_if(cluster.checks_clients, ways, otherwise="anonymous clients are let in")


@control(
    "msk-brokers-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=("CKV_AWS_80", "AVD-AWS-0074"),
)
def brokers_are_logged(cluster: Cluster) -> Verdict:
    """The brokers' logs are kept outside of the cluster.

    They explain lost connections and leaders; MSK shows them nowhere else.

    Fix: enable CloudWatchLogs, S3 or Firehose in LoggingInfo.BrokerLogs.

    Undecided when a value is not known.

    Proved by::

        {LoggingInfo: {BrokerLogs: {CloudWatchLogs: {Enabled: true, LogGroup: msk}}}}

    Refuted by::

        {ClusterName: events}

    Source: MSK Developer Guide, "Amazon MSK logging" (not re-read).
    """
    logs = cluster.at("LoggingInfo", "BrokerLogs")
    return proved_if(cluster.logs_brokers, logs, otherwise="broker logs go nowhere")
