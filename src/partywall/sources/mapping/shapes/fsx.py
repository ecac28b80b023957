"""Amazon FSx: Terraform has a type for each file system, CloudFormation a property.

Source: CloudFormation's reference of AWS::FSx::FileSystem FileSystemType, read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.sources.mapping.engine import Values


def lustre(_values: Values, properties: Properties, _address: str) -> None:
    """FSx for Lustre."""
    properties["FileSystemType"] = "LUSTRE"


def windows(_values: Values, properties: Properties, _address: str) -> None:
    """FSx for Windows File Server."""
    properties["FileSystemType"] = "WINDOWS"


def ontap(_values: Values, properties: Properties, _address: str) -> None:
    """FSx for NetApp ONTAP."""
    properties["FileSystemType"] = "ONTAP"


def openzfs(_values: Values, properties: Properties, _address: str) -> None:
    """FSx for OpenZFS."""
    properties["FileSystemType"] = "OPENZFS"
