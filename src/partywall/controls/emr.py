"""Amazon EMR: clusters whose machines and settings are the customer's."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.emr import Cluster, SecurityConfiguration
from partywall.estate.views.policy_document import document
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import ENCRYPTION_AT_REST, ENCRYPTION_IN_TRANSIT, GUEST_OS, LOGGING


@control(
    "emr-cluster-security-configuration",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=("CKV2_AWS_55",),
)
def cluster_has_security_configuration(cluster: Cluster) -> Verdict:
    """The cluster names a security configuration.

    Without one nothing on its disks or between its machines is encrypted by EMR.

    Fix: write a security configuration, and name it in SecurityConfiguration.

    Undecided when the value is not known.

    Refuted by::

        ReleaseLabel: emr-7.5.0

    Proved by::

        SecurityConfiguration: encrypted

    Source: EMR Management Guide, "Use security configurations to set up Amazon EMR cluster
    security" (not re-read).
    """
    named = cluster.at("SecurityConfiguration")
    return proved_if(named.is_set, named, "it names no security configuration")


@control(
    "emr-encrypts-at-rest",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "EMR.3",
        "AVD-AWS-0137",
    ),
)
def encrypts_at_rest(configuration: SecurityConfiguration) -> Verdict:
    """The security configuration switches on encryption at rest.

    Between the steps of a job the data lies on the machines' disks.

    Fix: set EnableAtRestEncryption.

    Undecided when the value is not known.

    Refuted by::

        SecurityConfiguration: {EncryptionConfiguration: {EnableAtRestEncryption: false}}

    Proved by::

        SecurityConfiguration: {EncryptionConfiguration: {EnableAtRestEncryption: true}}

    Source: Security Hub User Guide, "EMR.3" (not re-read).
    """
    on = document(configuration.at("SecurityConfiguration")).at(
        "EncryptionConfiguration", "EnableAtRestEncryption"
    )
    return proved_if(on.is_true, on, "data lies in the clear")


@control(
    "emr-encrypts-in-transit",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "EMR.4",
        "CKV_AWS_351",
        "AVD-AWS-0138",
    ),
)
def encrypts_in_transit(configuration: SecurityConfiguration) -> Verdict:
    """The security configuration switches on encryption in transit.

    The machines of a cluster send each other all the data that they sort and join.

    Fix: set EnableInTransitEncryption, with certificates.

    Undecided when the value is not known.

    Refuted by::

        SecurityConfiguration: '{"EncryptionConfiguration": {"EnableInTransitEncryption": false}}'

    Proved by::

        SecurityConfiguration: '{"EncryptionConfiguration": {"EnableInTransitEncryption": true}}'

    Source: Security Hub User Guide, "EMR.4" (not re-read).
    """
    on = document(configuration.at("SecurityConfiguration")).at(
        "EncryptionConfiguration", "EnableInTransitEncryption"
    )
    return proved_if(on.is_true, on, "data crosses the network in the clear")


@control("emr-cluster-logged", layer=LOGGING, weight=LOW)
def cluster_logged(cluster: Cluster) -> Verdict:
    """The cluster keeps its logs in a bucket.

    On the machines they are gone when the cluster ends, which is mostly at once.

    Fix: set LogUri.

    Undecided when the value is not known.

    Refuted by::

        ReleaseLabel: emr-7.5.0

    Proved by::

        LogUri: s3://logs/emr/

    Source: EMR Management Guide, "Configure Amazon EMR cluster logging and debugging"
    (not re-read).
    """
    place = cluster.at("LogUri")
    return proved_if(place.is_filled, place, "logs end with the cluster")


@control("emr-cluster-patched-at-launch", layer=GUEST_OS, weight=LOW)
def cluster_patched_at_launch(cluster: Cluster) -> Verdict:
    """New clusters start with the newest Amazon Linux that EMR has for their release.

    EMR updates the operating system when a cluster starts, unless a release or an image of its
    own is named; afterwards nobody does.

    Fix: leave OSReleaseLabel and CustomAmiId out, and replace long-running clusters often.

    Undecided when a value is not known.

    Refuted by::

        {ReleaseLabel: emr-7.5.0, OSReleaseLabel: 2023.3.20240312.0}

    Proved by::

        ReleaseLabel: emr-7.5.0

    Source: EMR Management Guide, "Using the default Amazon Linux AMI for Amazon EMR"
    (not re-read).
    """
    release, image = cluster.at("OSReleaseLabel"), cluster.at("CustomAmiId")
    fixed = release.is_set | image.is_set
    seen = release if image.value is None else image
    return proved_if(no(fixed), seen, "the operating system is fixed")
