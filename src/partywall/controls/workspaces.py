"""Amazon WorkSpaces: people's desktops, and what stays on their disks."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.workspaces import Workspace
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import ENCRYPTION_AT_REST


@control(
    "workspaces-user-volume-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "WorkSpaces.1",
        "CKV_AWS_155",
        "AVD-AWS-0109",
        "workspaces_volume_encryption_enabled",
    ),
)
def user_volume_is_encrypted(workspace: Workspace) -> Verdict:
    """The volume with a person's files is encrypted.

    Mail, downloads and saved passwords lie there.

    Fix: set UserVolumeEncryptionEnabled to true when the desktop is made.

    Undecided when the value is not known.

    Proved by::

        {UserVolumeEncryptionEnabled: true}

    Refuted by::

        {UserName: kim}

    Source: Security Hub User Guide, "WorkSpaces.1" (not re-read).
    """
    encrypted = workspace.at("UserVolumeEncryptionEnabled")
    return proved_if(encrypted.is_true, encrypted, "the volume is not encrypted")


@control(
    "workspaces-root-volume-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "WorkSpaces.2",
        "CKV_AWS_156",
        "AVD-AWS-0109",
        "workspaces_volume_encryption_enabled",
    ),
)
def root_volume_is_encrypted(workspace: Workspace) -> Verdict:
    """The volume with the system and its programs is encrypted.

    Caches, swap and temporary files hold what people work on.

    Fix: set RootVolumeEncryptionEnabled to true when the desktop is made.

    Undecided when the value is not known.

    Proved by::

        {RootVolumeEncryptionEnabled: true}

    Refuted by::

        {UserName: kim}

    Source: Security Hub User Guide, "WorkSpaces.2" (not re-read).
    """
    encrypted = workspace.at("RootVolumeEncryptionEnabled")
    return proved_if(encrypted.is_true, encrypted, "the volume is not encrypted")
