"""Amazon MemoryDB, as controls see it.

Data is always encrypted at rest. TLS is on unless switched off, and the access list
`open-access` admits everybody without a password.
Source: MemoryDB Developer Guide, "In-transit encryption (TLS)" and "Authenticating users with
Access Control Lists" (not re-read); API Reference, "CreateCluster", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View


class Cluster(View):
    """AWS::MemoryDB::Cluster."""

    types = ("AWS::MemoryDB::Cluster",)
