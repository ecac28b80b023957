"""Amazon EKS: the cluster's door, keys and log, and the machines under it."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.questions import Questions
from partywall.estate.views.eks import (
    LOG_TYPES,
    Cluster,
    Nodegroup,
)
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.ends import ends
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted, undecided
from partywall.line.layer import GUEST_OS, KEYS, LOGGING, NETWORK_CONFIGURATION, PLATFORM


@control(
    "eks-endpoint-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "EKS.1",
        "CKV_AWS_38",
        "CKV_AWS_39",
        "AVD-AWS-0040",
        "AVD-AWS-0041",
        "eks_cluster_not_publicly_accessible",
    ),
)
def endpoint_closed_to_internet(cluster: Cluster) -> Verdict:
    """The Kubernetes API does not answer to the Internet.

    A stolen token, or a flaw in the API server, is then enough from anywhere in the world. The
    blocks are added up: two halves of the address space are the whole.

    Fix: set EndpointPublicAccess to false, or list your own addresses in PublicAccessCidrs.

    Undecided when a block is not known and the others do not settle it.

    Refuted by::

        ResourcesVpcConfig: {PublicAccessCidrs: [0.0.0.0/1, 128.0.0.0/1], SubnetIds: [a, b]}

    Proved by::

        ResourcesVpcConfig: {EndpointPublicAccess: false, SubnetIds: [a, b]}

    Source: EKS User Guide, "Cluster API server endpoint" (not re-read).
    """
    network = cluster.at("ResourcesVpcConfig")
    blocks = network.at("PublicAccessCidrs")
    seen = network.at("EndpointPublicAccess") if blocks.value is None else blocks
    return proved_if(no(cluster.answers_internet), seen, "the API answers to everyone")


@control(
    "eks-secrets-customer-key",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=(
        "EKS.3",
        "CKV_AWS_58",
        "AVD-AWS-0039",
        "eks_cluster_kms_cmk_encryption_in_secrets_enabled",
    ),
)
def secrets_use_customer_key(cluster: Cluster) -> Verdict:
    """Kubernetes secrets are encrypted with a key that the customer manages.

    Then each use of the key is in CloudTrail, and the key can be taken away.

    Fix: set EncryptionConfig with the resource secrets and a key of your own.

    Undecided when the key is set elsewhere.

    Refuted by::

        ResourcesVpcConfig: {SubnetIds: [a, b]}

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::EKS::Cluster
            Properties:
              EncryptionConfig: [{Resources: [secrets], Provider: {KeyArn: !GetAtt Key.Arn}}]

    Source: EKS User Guide, "Encrypt Kubernetes secrets with KMS on existing clusters"
    (not re-read).
    """
    configs = cluster.at("EncryptionConfig")
    found, sure = some(configs.items(), lambda one: is_customer_key(one.at("Provider", "KeyArn")))
    if sure and found is not None:
        return proved(found)
    return refuted(configs, "no key of the customer's is used")


@control(
    "eks-cluster-logs",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "EKS.8",
        "CKV_AWS_37",
        "AVD-AWS-0038",
        "eks_control_plane_logging_all_types_enabled",
    ),
)
def cluster_logs(cluster: Cluster) -> Verdict:
    """The control plane writes all five of its logs.

    The audit log alone says who did what in the cluster, and it cannot be had afterwards.

    Fix: list api, audit, authenticator, controllerManager and scheduler in EnabledTypes.

    Undecided when the list is not known.

    Refuted by::

        Logging: {ClusterLogging: {EnabledTypes: [{Type: api}, {Type: audit}]}}

    Proved by::

        Logging:
          ClusterLogging:
            EnabledTypes:
              [{Type: api}, {Type: audit}, {Type: authenticator}, {Type: controllerManager},
               {Type: scheduler}]

    Source: EKS User Guide, "Send control plane logs to CloudWatch Logs" (not re-read).
    """
    enabled = cluster.log_types
    written = cluster.at("Logging")
    for name in LOG_TYPES:
        _, on = some(enabled, lambda one, name=name: one.at("Type").equals(name))  # type: ignore[misc]
        if not on:
            return refuted(written, f"the log {name} is not written")
    return proved(written)


@control(
    "eks-version-supported",
    layer=PLATFORM,
    weight=HIGH,
    also_known_as=(
        "EKS.2",
        "CKV_AWS_339",
        "eks_cluster_uses_a_supported_version",
    ),
)
def version_supported(cluster: Cluster, ask: Questions) -> Verdict:
    """The Kubernetes version is in standard support.

    Afterwards AWS asks six times the price for a year, and then upgrades the cluster on a day
    that you did not choose.

    Fix: upgrade one minor version at a time, the control plane before the nodes.

    Undecided when no version is written, or the day its support ends is not in our table.

    Refuted by::

        Version: "1.29"

    Proved by::

        Version: "1.35"

    Undecided by::

        Name: shop

    Source: EKS User Guide, "Understand the Kubernetes version lifecycle on EKS", read
    2026-11-23 (its text and part of its table; the other dates by way of endoflife.date).
    """
    version = cluster.at("Version")
    name = version.text()
    end = ends("eks-standard").get(name or "")
    if end is None:
        why = f"when support of {name} ends is not in our table" if name else "EKS chooses"
        return undecided(version.doubt(why))
    return proved_if(no(ask.has_come(end, version)), version, f"standard support ended on {end}")


@control(
    "eks-nodes-ssh-closed",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("CKV_AWS_100",),
)
def nodes_ssh_closed(group: Nodegroup) -> Verdict:
    """SSH to the nodes is closed, or open to named security groups only.

    With a key and no group EKS opens port 22 of every node to the whole Internet.

    Fix: leave RemoteAccess out and use Session Manager, or set SourceSecurityGroups.

    Undecided when the value is not known.

    Refuted by::

        RemoteAccess: {Ec2SshKey: ops}

    Proved by::

        RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: [sg-1]}

    Source: EKS API Reference, "RemoteAccessConfig" (not re-read).
    """
    access = group.at("RemoteAccess")
    return proved_if(no(group.ssh_open), access, "port 22 is open to the Internet")


@control("eks-nodes-aws-image", layer=GUEST_OS, weight=LOW)
def nodes_use_aws_image(group: Nodegroup, ask: Questions) -> Verdict:
    """The nodes run an image that AWS still builds and patches.

    With an image of your own, building a patched one is your job, for the kernel up. Amazon
    Linux 2 gets no new images for EKS.

    Fix: set AmiType to an Amazon Linux 2023 or Bottlerocket type.

    Undecided when no type is written: it follows the version of Kubernetes.

    Refuted by::

        AmiType: CUSTOM

    Proved by::

        AmiType: BOTTLEROCKET_ARM_64

    Undecided by::

        InstanceTypes: [m7g.large]

    Source: EKS User Guide, "Simplify node lifecycle with managed node groups" (not re-read).
    """
    kind = group.at("AmiType")
    if kind.value is None:
        return undecided(kind.doubt("EKS chooses by the version, or the launch template does"))
    if group.has_own_image:
        return refuted(kind, "patching this image is the customer's job")
    if kind.equals("AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64"):
        ended = ask.has_come(ends("eks-node-system")["Amazon Linux 2"], kind)
        return proved_if(no(ended), kind, "AWS builds no new images of this kind")
    return proved(kind)
