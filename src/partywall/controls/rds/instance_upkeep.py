"""RDS instances: engine and certificate are of a version still kept up."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.controls.questions import Questions
from partywall.controls.rds.support import is_in_standard_support
from partywall.estate.views.rds import DBInstance
from partywall.kernel.verdict import Verdict, not_applicable, proved_if, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, RUNTIME


@control(
    "rds-instance-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=(
        "RDS.13",
        "CIS v5.0.0/2.2.2",
        "CIS v3.0.0/2.3.2",
        "CKV_AWS_226",
        "rds_instance_minor_version_upgrade_enabled",
    ),
)
def instance_takes_minor_upgrades(db: DBInstance) -> Verdict:
    """Minor versions of the engine, with their security fixes, are installed by themselves.

    AWS builds the patch; when it is installed is the customer's choice, and this is that choice.

    Fix: leave AutoMinorVersionUpgrade out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: postgres}

    Refuted by::

        {Engine: postgres, AutoMinorVersionUpgrade: false}

    Not applicable by::

        {Engine: custom-oracle-ee, AutoMinorVersionUpgrade: false}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.is_custom:
        return not_applicable(db.engine, "RDS Custom: the customer patches the engine himself")
    upgrade = db.at("AutoMinorVersionUpgrade")
    return proved_if(
        upgrade.either(True).is_true, upgrade, otherwise="minor versions wait for somebody"
    )


@control(
    "rds-instance-engine-supported",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("rds_instance_deprecated_engine_version",),
)
def instance_engine_is_supported(db: DBInstance, ask: Questions) -> Verdict:
    """The engine's major version is one that still gets fixes in standard support.

    After that date AWS charges for Extended Support, or upgrades the instance at a time you did
    not choose.

    Fix: plan the upgrade to a current major version; a blue/green deployment keeps it short.

    Undecided when the version is not written, or the engine is not in our table.

    Proved by::

        {Engine: postgres, EngineVersion: "16.4"}

    Refuted by::

        {Engine: mysql, EngineVersion: 5.7.44}

    Undecided by::

        {Engine: oracle-ee, EngineVersion: "19"}

    Source: RDS User Guide, "Supported MySQL major versions" (not re-read).
    """
    return is_in_standard_support(db, ask)


@control(
    "rds-instance-ca-current",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_211",),
)
def instance_ca_is_current(db: DBInstance) -> Verdict:
    """The server certificate comes from a certificate authority that has not run out.

    Clients that check certificates, as they should, refuse one whose authority has expired;
    those that do not check accept anybody's.

    Fix: set CACertificateIdentifier to rds-ca-rsa2048-g1 or a newer one and load it in clients.

    Undecided when none is named: the default of account and Region applies, and an older
    instance keeps the one that it has.

    Proved by::

        {Engine: mysql, CACertificateIdentifier: rds-ca-rsa2048-g1}

    Refuted by::

        {Engine: mysql, CACertificateIdentifier: rds-ca-2019}

    Source: RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance"
    (not re-read).
    """
    name = db.at("CACertificateIdentifier")
    if name.value is None:
        bool(name.doubt("none named: the default of account and Region"))
    expired = name.equals("rds-ca-2015", "rds-ca-2019")
    if expired:
        return refuted(name, "this authority's certificate has expired")
    current = name.equals("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")
    return proved_if(
        current | name.doubt("this authority is not in our table"), name, otherwise="expired"
    )
