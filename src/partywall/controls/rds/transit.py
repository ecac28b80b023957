"""RDS parameter groups and proxies: connections use TLS."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.rds import DBProxy, ParameterGroup
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import ENCRYPTION_IN_TRANSIT


@control(
    "rds-parameters-require-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "RDS.38",
        "RDS.39",
        "RDS.41",
        "RDS.44",
        "CKV2_AWS_69",
        "rds_instance_transport_encrypted",
    ),
)
def parameters_require_tls(group: ParameterGroup) -> Verdict:
    """The engine refuses connections that are not encrypted.

    A client that does not ask for TLS would send its password and rows in clear.

    Fix: set rds.force_ssl to 1 (PostgreSQL, SQL Server) or require_secure_transport to ON
    (MySQL, MariaDB, Aurora MySQL).

    Undecided when the family or the parameter is not known.

    Proved by::

        {Family: postgres14, Parameters: {rds.force_ssl: "1"}}

    Refuted by::

        {Family: mysql8.4, Parameters: {max_connections: "200"}}

    Undecided by::

        {Family: postgres14, Parameters: {rds.force_ssl: !Unknown known after apply}}

    Not applicable by::

        {Family: oracle-ee-19}

    Source: RDS User Guide, "Using SSL with a PostgreSQL DB instance" (not re-read).
    """
    required = group.requires_tls
    if required is None:
        return not_applicable(group.at("Family"), "no parameter of this engine requires TLS")
    return proved_if(required, group.at("Parameters"), otherwise="plain connections are accepted")


@control(
    "rds-proxy-requires-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("RDS.43",),
)
def proxy_requires_tls(proxy: DBProxy) -> Verdict:
    """The proxy accepts encrypted connections only.

    A client that does not ask for TLS would send its password and rows in clear.

    Fix: set RequireTLS to true.

    Undecided when the value is not known.

    Proved by::

        {RequireTLS: true}

    Refuted by::

        {DBProxyName: orders}

    Source: Amazon RDS API Reference, "CreateDBProxy", read 2026-11-23.
    """
    required = proxy.at("RequireTLS")
    return proved_if(required.is_true, required, otherwise="plain connections are accepted")
