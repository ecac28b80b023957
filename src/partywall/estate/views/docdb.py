"""Amazon DocumentDB, as controls see it.

A cluster is not encrypted and not protected from deletion unless asked; backups are kept one
day and cannot be switched off; TLS is required unless the parameter `tls` says otherwise.
Source: DocumentDB API Reference, "CreateDBCluster", read 2026-11-23; DocumentDB Developer
Guide, "Encrypting data in transit" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth


class DBCluster(View):
    """AWS::DocDB::DBCluster."""

    types = ("AWS::DocDB::DBCluster",)

    @property
    def is_encrypted(self) -> Truth:
        """Whether storage is encrypted; a restored cluster may inherit it."""
        written = self.at("StorageEncrypted")
        made_from = (
            self.at("SnapshotIdentifier").is_filled | self.at("SourceDBClusterIdentifier").is_set
        )
        return written.is_true | (made_from & written.doubt("inherited from its source"))


class ParameterGroup(View):
    """AWS::DocDB::DBClusterParameterGroup."""

    types = ("AWS::DocDB::DBClusterParameterGroup",)
