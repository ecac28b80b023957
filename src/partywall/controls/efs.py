"""Amazon EFS: files, and who mounts them how."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.efs import AccessPoint, FileSystem
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import (
    BACKUP,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    RESILIENCE,
)


@control(
    "efs-file-system-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "EFS.1",
        "EFS.8",
        "CIS v5.0.0/2.3.1",
        "CIS v3.0.0/2.4.1",
        "CKV_AWS_42",
        "AVD-AWS-0037",
        "efs_encryption_at_rest_enabled",
    ),
)
def file_system_encrypted(system: FileSystem) -> Verdict:
    """The file system is encrypted.

    The console encrypts by default; the API, and so a template, does not. It cannot be changed
    afterwards.

    Fix: set Encrypted, and move the files into the new file system.

    Undecided when the value is not known.

    Refuted by::

        PerformanceMode: generalPurpose

    Proved by::

        Encrypted: true

    Source: EFS User Guide, "Encrypting data at rest" (not re-read).
    """
    encrypted = system.at("Encrypted")
    return proved_if(encrypted.is_true, encrypted, "files are stored in the clear")


@control("efs-file-system-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_184",))
def file_system_uses_customer_key(system: FileSystem) -> Verdict:
    """The file system is encrypted with a key that the customer manages.

    With AWS's key anyone who may mount may read; with yours the key can be taken away.

    Fix: set KmsKeyId to a key of your own when the file system is made.

    Undecided when the key is set elsewhere.

    Refuted by::

        Encrypted: true

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::EFS::FileSystem
            Properties: {Encrypted: true, KmsKeyId: !GetAtt Key.Arn}

    Source: EFS User Guide, "Encrypting data at rest" (not re-read).
    """
    key = system.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control(
    "efs-file-system-backed-up",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=(
        "EFS.7",
        "efs_have_backup_enabled",
    ),
)
def file_system_backed_up(system: FileSystem) -> Verdict:
    """AWS Backup takes a copy of the file system every day.

    EFS keeps no earlier version of a file by itself; what is deleted is gone.

    Fix: set BackupPolicy.Status to ENABLED.

    Undecided when the value is not known. A backup plan of your own, this control does not see.

    Refuted by::

        Encrypted: true

    Proved by::

        BackupPolicy: {Status: ENABLED}

    Source: EFS User Guide, "Backing up EFS file systems" (not re-read).
    """
    status = system.at("BackupPolicy", "Status")
    return proved_if(status.equals("ENABLED"), status, "no automatic backup")


@control("efs-file-system-requires-tls", layer=ENCRYPTION_IN_TRANSIT, weight=MEDIUM)
def file_system_requires_tls(system: FileSystem) -> Verdict:
    """The file system policy turns away clients that do not mount over TLS.

    NFS itself sends every file in the clear, and nothing reminds the one who mounts.

    Fix: deny everyone when aws:SecureTransport is false.

    Undecided when the policy is not known.

    Refuted by::

        Encrypted: true

    Proved by::

        FileSystemPolicy:
          Statement:
            - Effect: Deny
              Principal: {AWS: "*"}
              Action: "*"
              Condition: {Bool: {aws:SecureTransport: "false"}}

    Source: EFS User Guide, "Using IAM to control access to file systems" (not re-read).
    """
    policy = system.at("FileSystemPolicy")
    return proved_if(system.requires_tls, policy, "clients may mount in the clear")


@control("efs-file-system-several-zones", layer=RESILIENCE, weight=LOW)
def file_system_in_several_zones(system: FileSystem) -> Verdict:
    """The file system is kept in several Availability Zones.

    One Zone storage is gone with its zone.

    Fix: leave AvailabilityZoneName out.

    Undecided when the value is not known.

    Refuted by::

        AvailabilityZoneName: eu-west-1a

    Proved by::

        Encrypted: true

    Source: EFS User Guide, "EFS file system types" (not re-read).
    """
    zone = system.at("AvailabilityZoneName")
    return proved_if(no(zone.is_set), zone, "kept in one zone")


@control(
    "efs-access-point-own-directory",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("EFS.3", "CKV_AWS_329", "efs_access_point_enforce_root_directory"),
)
def access_point_has_directory(point: AccessPoint) -> Verdict:
    """The access point shows one directory, not the whole file system.

    Fix: set RootDirectory.Path to the directory that the application needs.

    An application that sees everything can delete everything.

    Undecided when the value is not known.

    Refuted by::

        RootDirectory: {Path: /}

    Proved by::

        RootDirectory: {Path: /orders}

    Source: Security Hub User Guide, "EFS.3" (not re-read).
    """
    path = point.at("RootDirectory", "Path")
    whole = path.either("/").equals("/")
    return proved_if(no(whole), path, "it shows the whole file system")


@control(
    "efs-access-point-own-user",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("EFS.4", "CKV_AWS_330", "efs_access_point_enforce_user_identity"),
)
def access_point_has_user(point: AccessPoint) -> Verdict:
    """Whoever comes through the access point is one fixed user.

    Otherwise a client says itself who it is, and may say root.

    Fix: set PosixUser.

    Undecided when the value is not known.

    Refuted by::

        RootDirectory: {Path: /orders}

    Proved by::

        PosixUser: {Uid: "1000", Gid: "1000"}

    Source: Security Hub User Guide, "EFS.4" (not re-read).
    """
    user = point.at("PosixUser")
    return proved_if(user.is_set, user, "the client says who it is")
