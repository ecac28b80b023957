"""AWS Database Migration Service, as controls see it.

A replication instance is public and takes minor upgrades when nothing is said; an endpoint
uses no TLS.
Source: DMS API Reference, "CreateReplicationInstance" and "CreateEndpoint", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.view import View

SSL_ENGINES: Final = (
    "mysql",
    "mariadb",
    "aurora",
    "aurora-serverless",
    "postgres",
    "aurora-postgresql",
    "aurora-postgresql-serverless",
    "oracle",
    "sqlserver",
    "sybase",
    "db2",
    "mongodb",
    "docdb",
)
"""Engines whose endpoints take SslMode.

Source: DMS User Guide, "Using SSL with AWS Database Migration Service" (not re-read).
"""


class ReplicationInstance(View):
    """AWS::DMS::ReplicationInstance."""

    types = ("AWS::DMS::ReplicationInstance",)


class Endpoint(View):
    """AWS::DMS::Endpoint."""

    types = ("AWS::DMS::Endpoint",)
