"""EBS volumes, and whether snapshots can be given to the public."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.view import View
from partywall.estate.views.ec2.instance import Volume
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.verdict import Verdict, proved_if, undecided
from partywall.line.layer import ACCOUNT, ENCRYPTION_AT_REST, KEYS


class SnapshotAccess(View):
    """AWS::EC2::SnapshotBlockPublicAccess: a switch of the account, one a Region."""

    types = ("AWS::EC2::SnapshotBlockPublicAccess",)


class VpcAccess(View):
    """AWS::EC2::VPCBlockPublicAccessOptions: a switch of the account, one a Region."""

    types = ("AWS::EC2::VPCBlockPublicAccessOptions",)


@control(
    "ec2-volume-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=("EC2.3", "CKV_AWS_3", "AVD-AWS-0026", "ec2_ebs_volume_encryption"),
)
def volume_encrypted(volume: Volume) -> Verdict:
    """The volume is encrypted.

    Its snapshots are then encrypted, too, and cannot be read by whoever they are shared with
    unless the key policy allows it.

    Fix: set Encrypted, and switch on encryption by default for the account.

    Undecided when it is not written: the account's default and the snapshot decide.

    Refuted by::

        Encrypted: false

    Proved by::

        Encrypted: true

    Undecided by::

        Size: 100

    Source: EBS User Guide, "Amazon EBS encryption" (not re-read).
    """
    return proved_if(volume.is_encrypted, volume.at("Encrypted"), "the volume is not encrypted")


@control(
    "ec2-volume-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_189", "AVD-AWS-0027"),
)
def volume_uses_customer_key(volume: Volume) -> Verdict:
    """The volume is encrypted with a key that the customer manages.

    A snapshot under AWS's own key cannot be shared with another account at all, and nobody can
    take the key away from whoever holds the volume.

    Fix: set KmsKeyId to a key of your own.

    Undecided when the key is set elsewhere, or not written: the account may have a default key.

    Refuted by::

        Encrypted: true
        KmsKeyId: alias/aws/ebs

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::EC2::Volume
            Properties: {Encrypted: true, KmsKeyId: !GetAtt Key.Arn}

    Source: EBS User Guide, "Amazon EBS encryption" (not re-read).
    """
    key = volume.at("KmsKeyId")
    if key.value is None:
        return undecided(key.doubt("the account may have a default key"))
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control("ec2-snapshots-not-public", layer=ACCOUNT, weight=MEDIUM)
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
