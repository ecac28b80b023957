"""Amazon RDS and Aurora, as controls see them.

What is absent means, by the API Reference ("CreateDBInstance", "CreateDBCluster", read
2026-11-23): an instance is not encrypted, not protected from deletion, copies no tags, maps no
IAM users, sends no enhanced metrics, keeps backups one day, and takes minor upgrades. A restored
or replicated database inherits encryption from its source. Whether it is public depends on the
subnet group. An Aurora cluster made on or after 2026-02-18 is always encrypted, with a key that
AWS owns when none is chosen (Aurora User Guide, "Encrypting Amazon Aurora resources", read
2026-11-23); an older one may not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.ends import ends
from partywall.kernel.truth import Truth, Undecided

ENGINE_LOG: Final = {
    "aurora-mysql": ("audit", "error"),
    "aurora-postgresql": ("postgresql",),
    "mariadb": ("audit", "error"),
    "mysql": ("audit", "error"),
    "postgres": ("postgresql",),
    "sqlserver": ("error",),
    "oracle": ("audit", "alert"),
    "db2": ("diag.log",),
    "custom-sqlserver": ("error",),
    "custom-oracle": ("audit", "alert"),
}
"""Engine (the part before the edition) → the logs of which at least one must be exported.

Source: RDS User Guide, "Publishing database logs to Amazon CloudWatch Logs" (not re-read).
"""

DEFAULT_PORTS: Final = (3306, 5432, 1521, 1433, 50000)
DEFAULT_ADMINS: Final = ("admin", "administrator", "awsuser", "postgres", "root", "sa", "master")


class Database(View):
    """What an instance and a cluster have in common."""

    sources: tuple[str, ...] = ()

    @property
    def engine(self) -> Node:
        return self.at("Engine")

    @property
    def inherits(self) -> Truth:
        """Whether it is restored or replicated, so that a source decides what is not written."""
        answer: Truth = False
        for key in self.sources:
            answer = answer | self.at(key).is_filled
        return answer

    def _or_inherited(self, written: Truth, node: Node) -> Truth:
        if written is True:
            return True
        return written | (self.inherits & node.doubt("inherited from the source it is made from"))

    @property
    def key_is_customers(self) -> Truth:
        """Whether the storage key is one that the customer manages."""
        key = self.at("KmsKeyId")
        return self._or_inherited(is_customer_key(key), key)

    @property
    def exports_engine_log(self) -> Truth:
        """Whether the log in which the engine itself speaks goes to CloudWatch Logs."""
        engine = self.engine.text() or ""
        wanted = ENGINE_LOG.get(engine) or ENGINE_LOG.get(engine.rsplit("-", 1)[0])
        exports = self.at("EnableCloudwatchLogsExports")
        if wanted is None:
            return self.engine.doubt("the logs of this engine are not in our table")
        return exports.contains(*wanted)

    @property
    def support_ends(self) -> tuple[date, bool]:
        """The day on which standard support for the major version ends, and whether the version
        is newer than every one whose end we know: then it ends on a later day than this.

        Raises Undecided when the version is not known, or the engine is not in the table.
        """
        engine, version = self.engine.text() or "", self.at("EngineVersion")
        major = _major(engine, version.text() or "")
        calendar = _calendar().get(engine)
        if major is None or calendar is None:
            raise Undecided(version.doubt("until when this version is supported is not known"))
        for last, day in calendar.items():
            if major <= last:
                return day, False
        return max(calendar.values()), True


@cache
def _calendar() -> Mapping[str, Mapping[float, date]]:
    """Engine → major version → the day on which its standard support ends, oldest first."""
    calendar: dict[str, dict[float, date]] = {}
    for name, day in ends("rds-engine").items():
        engine, major = name.split()
        calendar.setdefault(engine, {})[float(major)] = day
    return calendar


def _major(engine: str, version: str) -> float | None:
    """The major version: 8.0 of `8.0.39`, 14 of `14.7`, 3 of `8.0.mysql_aurora.3.05`."""
    if engine == "aurora-mysql":
        version = version.rpartition("mysql_aurora.")[2] if "mysql_aurora." in version else ""
    parts = version.split(".")
    digits = ".".join(parts[:2]) if engine == "mysql" else parts[0]
    try:
        return float(digits)
    except ValueError:
        return None


class DBInstance(Database):
    """AWS::RDS::DBInstance."""

    types = ("AWS::RDS::DBInstance",)
    sources = (
        "DBSnapshotIdentifier",
        "DBClusterSnapshotIdentifier",
        "SourceDBInstanceIdentifier",
        "SourceDbiResourceId",
        "SourceDBInstanceAutomatedBackupsArn",
        "SourceDBClusterIdentifier",
    )

    @property
    def in_cluster(self) -> Truth:
        """Whether a cluster decides on storage, backup and deletion for it."""
        return self.at("DBClusterIdentifier").is_filled | self.engine.matches("aurora")

    @property
    def membership(self) -> Node:
        """What shows that it is in a cluster."""
        cluster = self.at("DBClusterIdentifier")
        return self.engine if cluster.value is None else cluster

    @property
    def is_replica(self) -> Truth:
        return (
            self.at("SourceDBInstanceIdentifier").is_filled
            | self.at("SourceDBClusterIdentifier").is_filled
        )

    @property
    def is_custom(self) -> Truth:
        """Whether it is RDS Custom, where the customer runs the engine himself."""
        return self.engine.matches("custom-")

    @property
    def is_encrypted(self) -> Truth:
        written = self.at("StorageEncrypted")
        return self._or_inherited(written.is_true, written)

    @property
    def spans_zones(self) -> Truth:
        """Whether a standby waits in another zone; SQL Server may mirror by an option group."""
        written = self.at("MultiAZ")
        mirror = written.doubt("SQL Server may mirror through its option group")
        by_option = self.engine.matches("sqlserver") & self.at("OptionGroupName").is_filled
        return written.is_true | (by_option & mirror)


class DBCluster(Database):
    """AWS::RDS::DBCluster: Aurora, or a Multi-AZ cluster of MySQL or PostgreSQL."""

    types = ("AWS::RDS::DBCluster",)
    sources = ("SnapshotIdentifier", "SourceDBClusterIdentifier", "SourceDbClusterResourceId")

    @property
    def is_aurora(self) -> Truth:
        return self.engine.matches("aurora")

    @property
    def is_encrypted(self) -> Truth:
        """Whether storage is encrypted; an Aurora cluster of before 2026-02-18 may not be."""
        written = self.at("StorageEncrypted")
        age = written.doubt("clusters made since 2026-02-18 are encrypted, older ones may not be")
        return self._or_inherited(written.is_true, written) | (self.is_aurora & age)

    @property
    def members(self) -> Nodes[DBInstance]:
        """The instances of the cluster that the input shows."""
        return self.companions(DBInstance)


class ParameterGroup(View):
    """AWS::RDS::DBParameterGroup and its sibling for clusters."""

    types = ("AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup")

    @property
    def requires_tls(self) -> Truth | None:
        """Whether the engine turns away plain connections; None where no parameter says so.

        PostgreSQL asks for TLS by itself from version 15 on; Aurora PostgreSQL's and MariaDB's
        newest versions may, too, so there an absent parameter is a doubt.
        Source: RDS User Guide, "Using SSL with a PostgreSQL DB instance" (not re-read).
        """
        family = self.at("Family").text() or ""
        parameters = self.at("Parameters")
        if family.startswith(("postgres", "sqlserver")):
            written = parameters.at("rds.force_ssl")
            default = family.startswith("postgres") and _number(family) >= 15
            return written.equals(1, True) if written.value is not None else default
        if family.startswith("aurora-postgresql"):
            written = parameters.at("rds.force_ssl")
            return _given(written, may_default=_number(family) >= 17)
        if family.startswith(("mysql", "aurora-mysql", "mariadb")):
            written = parameters.at("require_secure_transport")
            return _given(written, may_default=family.startswith("mariadb"))
        return None


def _given(written: Node, may_default: bool) -> Truth:
    if written.value is None and may_default:
        return written.doubt("the default of this engine version is not in our table")
    return written.equals(1, True, "ON", "on", "On")


def _number(family: str) -> float:
    digits = family.lstrip("abcdefghijklmnopqrstuvwxyz-")
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0


class DBProxy(View):
    """AWS::RDS::DBProxy."""

    types = ("AWS::RDS::DBProxy",)


class Snapshot(View):
    """A manual snapshot, and whom it is shared with; CloudFormation has no type for it."""

    types = ("Partywall::RDS::Snapshot",)
