"""EBS volumes: encrypted, and by whose key."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.ec2.instance import Volume
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.verdict import Verdict, proved_if, undecided
from partywall.line.layer import ENCRYPTION_AT_REST, KEYS


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
