"""Amazon FSx: keys, copies and zones."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.fsx import FileSystem
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.verdict import Verdict, not_applicable, proved_if, undecided
from partywall.line.layer import BACKUP, KEYS, RESILIENCE


@control(
    "fsx-file-system-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_178",
        "CKV_AWS_179",
        "CKV_AWS_190",
        "CKV_AWS_203",
    ),
)
def file_system_uses_customer_key(system: FileSystem) -> Verdict:
    """The file system is encrypted with a key that the customer manages.

    FSx always encrypts; with AWS's key nobody but AWS can take the key away.

    Fix: set KmsKeyId to a key of your own when the file system is made.

    Undecided when the key is set elsewhere.

    Refuted by::

        FileSystemType: WINDOWS

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::FSx::FileSystem
            Properties: {FileSystemType: WINDOWS, KmsKeyId: !GetAtt Key.Arn}

    Source: FSx for Windows File Server User Guide, "Encryption of data at rest" (not re-read).
    """
    key = system.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control("fsx-file-system-backed-up", layer=BACKUP, weight=MEDIUM)
def file_system_backed_up(system: FileSystem) -> Verdict:
    """FSx takes a backup every day and keeps it.

    Zero days switches the backups off, and deletes those that there are.

    Fix: set AutomaticBackupRetentionDays of the file system's configuration.

    Undecided when it is not written: the default differs from kind to kind.

    Refuted by::

        FileSystemType: WINDOWS
        WindowsConfiguration: {AutomaticBackupRetentionDays: 0}

    Proved by::

        FileSystemType: ONTAP
        OntapConfiguration: {AutomaticBackupRetentionDays: 30}

    Undecided by::

        FileSystemType: OPENZFS

    Not applicable by::

        FileSystemType: LUSTRE
        LustreConfiguration: {DeploymentType: SCRATCH_2}

    Source: FSx for Windows File Server User Guide, "Protecting your data with backups"
    (not re-read).
    """
    deployment = system.config.at("DeploymentType")
    if deployment.equals("SCRATCH_1", "SCRATCH_2"):
        return not_applicable(deployment, "scratch data is not kept")
    days = system.config.at("AutomaticBackupRetentionDays")
    if days.value is None:
        return undecided(days.doubt("the default differs from kind to kind"))
    return proved_if(days.at_least(1), days, "backups are off")


@control(
    "fsx-file-system-several-zones",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "FSx.3",
        "FSx.4",
        "FSx.5",
        "fsx_windows_file_system_multi_az_enabled",
    ),
)
def file_system_in_several_zones(system: FileSystem) -> Verdict:
    """The file system has a second file server in another Availability Zone.

    With one, the files are out of reach when the zone is.

    Fix: set DeploymentType to MULTI_AZ_1 or MULTI_AZ_2.

    Undecided when the value is not known.

    Refuted by::

        FileSystemType: WINDOWS
        WindowsConfiguration: {DeploymentType: SINGLE_AZ_2}

    Proved by::

        FileSystemType: WINDOWS
        WindowsConfiguration: {DeploymentType: MULTI_AZ_1}

    Not applicable by::

        FileSystemType: LUSTRE

    Source: FSx for Windows File Server User Guide, "Availability and durability" (not re-read).
    """
    kind = system.at("FileSystemType")
    if kind.equals("LUSTRE"):
        return not_applicable(kind, "Lustre knows one zone only")
    deployment = system.config.at("DeploymentType")
    several = deployment.equals("MULTI_AZ_1", "MULTI_AZ_2")
    return proved_if(several, deployment, "one zone only")
