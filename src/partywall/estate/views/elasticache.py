"""Amazon ElastiCache, as controls see it.

Unless asked for there is no encryption in transit, no failover and no backup; at rest a Valkey
group is encrypted by default, a Redis OSS group is not. ElastiCache may encrypt with its own
key all the same; what is judged is whether the customer asked.
Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, no, some


class ReplicationGroup(View):
    """AWS::ElastiCache::ReplicationGroup: Valkey or Redis OSS."""

    types = ("AWS::ElastiCache::ReplicationGroup",)

    @property
    def is_encrypted(self) -> Truth:
        written = self.at("AtRestEncryptionEnabled")
        if written.value is None:
            return self.at("Engine").equals("valkey")
        return written.is_true

    @property
    def talks_tls_only(self) -> Truth:
        """Whether clients must use TLS; the mode `preferred` lets plain ones in as well."""
        preferred = self.at("TransitEncryptionMode").equals("preferred")
        return self.at("TransitEncryptionEnabled").is_true & no(preferred)

    @property
    def authenticates(self) -> Truth:
        """Whether clients must say who they are: a token, or a group of users."""
        return self.at("AuthToken").is_filled | _any(self.at("UserGroupIds"))


def _any(node: Node) -> Truth:
    return some(node.items(), lambda one: one.is_filled)[1]
