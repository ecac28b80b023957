"""AWS Backup, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View


class Vault(View):
    """AWS::Backup::BackupVault."""

    types = ("AWS::Backup::BackupVault",)


class Plan(View):
    """AWS::Backup::BackupPlan."""

    types = ("AWS::Backup::BackupPlan",)

    @property
    def rules(self) -> Nodes[Node]:
        """Its rules: when to copy, where to, and for how long."""
        return self.at("BackupPlan", "BackupPlanRule").items()
