"""Amazon FSx, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.unknown import Unknown

CONFIGURATIONS: Final = {
    "WINDOWS": "WindowsConfiguration",
    "LUSTRE": "LustreConfiguration",
    "ONTAP": "OntapConfiguration",
    "OPENZFS": "OpenZFSConfiguration",
}


class FileSystem(View):
    """AWS::FSx::FileSystem."""

    types = ("AWS::FSx::FileSystem",)

    @property
    def config(self) -> Node:
        """The configuration of its kind; unknown when the kind is."""
        kind = self.at("FileSystemType")
        if type(kind.value) is Unknown:
            return Node(Unknown(kind.value.why, kind.value.refs), self.resource, self, "")
        return self.at(CONFIGURATIONS.get(str(kind.value), "WindowsConfiguration"))
