"""Switches of the account that hold for every machine in a Region, and what was given away."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.ec2.account import AccountSettings, Snapshot, SnapshotAccess, VpcAccess
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import ACCOUNT, CREDENTIALS, DATA, ENCRYPTION_AT_REST


@control(
    "ec2-account-encrypts-volumes",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "EC2.7",
        "CIS v5.0.0/5.1.1",
        "CIS v3.0.0/2.2.1",
        "CKV_AWS_106",
        "ec2_ebs_default_encryption",
    ),
)
def account_encrypts_volumes(settings: AccountSettings) -> Verdict:
    """New volumes are encrypted by default in the Region.

    Then nobody has to think of it, and nobody can forget it.

    Fix: switch on encryption by default, in every Region that is used.

    Undecided when the value is not known.

    Refuted by::

        EbsEncryptionByDefault: false

    Proved by::

        EbsEncryptionByDefault: true

    Not applicable by::

        SerialConsoleAccess: true

    Source: EBS User Guide, "Amazon EBS encryption", section "Encryption by default"
    (not re-read).
    """
    on = settings.at("EbsEncryptionByDefault")
    if on.value is None:
        return not_applicable(on, "this says nothing of encryption by default")
    return proved_if(on.is_true, on, "new volumes are not encrypted by default")


@control(
    "ec2-account-metadata-needs-token",
    layer=CREDENTIALS,
    weight=MEDIUM,
    also_known_as=("ec2_instance_account_imdsv2_enabled",),
)
def account_metadata_needs_token(settings: AccountSettings) -> Verdict:
    """New instances answer metadata requests only to a session token (IMDSv2), by default.

    It holds for whoever starts a machine by hand, and for templates that say nothing.

    Fix: set the account's default for HttpTokens to required, in every Region that is used.

    Undecided when the value is not known.

    Refuted by::

        InstanceMetadataDefaults: {HttpTokens: no-preference}

    Proved by::

        InstanceMetadataDefaults: {HttpTokens: required}

    Not applicable by::

        EbsEncryptionByDefault: true

    Source: EC2 User Guide, "Configure the Instance Metadata Service options" (not re-read).
    """
    defaults = settings.at("InstanceMetadataDefaults")
    if defaults.value is None:
        return not_applicable(defaults, "this says nothing of the metadata service")
    tokens = defaults.at("HttpTokens")
    return proved_if(tokens.equals("required"), tokens, "version 1 is answered by default")


@control(
    "ec2-snapshot-not-public",
    layer=DATA,
    weight=CRITICAL,
    also_known_as=("EC2.1", "ec2_ebs_public_snapshot"),
)
def snapshot_not_public(snapshot: Snapshot) -> Verdict:
    """Not everyone may make a volume of the snapshot.

    A public snapshot is a disk that anyone may copy, and copies of it cannot be called back.

    Fix: take the group all out of the permissions, and share with named accounts.

    Undecided when a permission is not known.

    Refuted by::

        CreateVolumePermissions: [{Group: all}]

    Proved by::

        CreateVolumePermissions: [{UserId: "111122223333"}]

    Source: EBS User Guide, "Share an Amazon EBS snapshot with other AWS accounts" (not re-read).
    """
    permissions = snapshot.at("CreateVolumePermissions")
    everyone, shared = some(permissions.items(), lambda one: one.at("Group").equals("all"))
    if shared:
        return refuted(everyone, "everyone may copy it")
    return proved(permissions, note="it is not for everyone")


@control(
    "ec2-snapshots-not-public",
    layer=ACCOUNT,
    weight=MEDIUM,
    also_known_as=(
        "EC2.182",
        "ec2_ebs_snapshot_account_block_public_access",
    ),
)
def snapshots_not_public(access: SnapshotAccess) -> Verdict:
    """No snapshot in the Region can be made public.

    A public snapshot is a disk that anyone may copy, and copies of it cannot be called back.

    Fix: set State to block-all-sharing, which also withdraws what is public already.

    Undecided when the value is not known.

    Refuted by::

        State: block-new-sharing

    Proved by::

        State: block-all-sharing

    Source: EBS User Guide, "Block public access for Amazon EBS snapshots" (not re-read).
    """
    state = access.at("State")
    return proved_if(
        state.equals("block-all-sharing"), state, "snapshots that are public already stay so"
    )


@control("ec2-vpc-internet-blocked", layer=ACCOUNT, weight=LOW, also_known_as=("EC2.172",))
def vpc_internet_blocked(access: VpcAccess) -> Verdict:
    """Internet gateways let nothing into the VPCs of the Region, save where it is excepted.

    The switch holds whatever a route, a security group or a public address says, so one
    mistake there opens nothing.

    Fix: set InternetGatewayBlockMode to block-ingress, and write exclusions for the VPCs that
    serve the Internet.

    Undecided when the value is not known.

    Refuted by::

        InternetGatewayBlockMode: "off"

    Proved by::

        InternetGatewayBlockMode: block-ingress

    Source: VPC User Guide, "Block public access to VPCs and subnets" (not re-read).
    """
    mode = access.at("InternetGatewayBlockMode")
    blocks = mode.equals("block-ingress", "block-bidirectional")
    return proved_if(blocks, mode, "Internet gateways let traffic in")
