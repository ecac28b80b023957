"""Amazon Neptune, as controls see it.

Backups are kept one day; IAM authentication is off. The API Reference says that deletion
protection is on by default, other pages the contrary, so left out it stays in doubt.
Source: Neptune API Reference, "CreateDBCluster", read 2026-11-23; CloudFormation template
reference, "AWS::Neptune::DBCluster" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth


class DBCluster(View):
    """AWS::Neptune::DBCluster."""

    types = ("AWS::Neptune::DBCluster",)

    @property
    def is_encrypted(self) -> Truth:
        """Whether storage is encrypted; a restored cluster may inherit it."""
        written = self.at("StorageEncrypted")
        made_from = (
            self.at("SnapshotIdentifier").is_filled | self.at("SourceDBClusterIdentifier").is_set
        )
        return written.is_true | (made_from & written.doubt("inherited from its source"))
