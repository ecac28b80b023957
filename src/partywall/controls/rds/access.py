"""RDS instances and clusters: who gets in, and by which password."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.rds.membership import IN_CLUSTER
from partywall.estate.views.rds import DEFAULT_ADMINS, DBCluster, DBInstance
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import CREDENTIALS, IDENTITY


def _password(db: DBInstance | DBCluster) -> Verdict:
    managed, password = db.at("ManageMasterUserPassword"), db.at("MasterUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the master password can be read in the input",
        also=[managed],
    )


@control("rds-instance-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def instance_password_is_kept_out(db: DBInstance) -> Verdict:
    """The master password is not written where the database is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: set ManageMasterUserPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {Engine: mysql, ManageMasterUserPassword: true}

    Proved by::

        {Engine: mysql, MasterUserPassword: "{{resolve:secretsmanager:orders:SecretString:pw}}"}

    Refuted by::

        {Engine: mysql, MasterUserPassword: correct-horse-battery}

    Undecided by::

        {Engine: mysql, MasterUserPassword: !Unknown a parameter}

    Source: RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager"
    (not re-read).
    """
    return _password(db)


@control("rds-cluster-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def cluster_password_is_kept_out(db: DBCluster) -> Verdict:
    """The cluster's master password is not written where the cluster is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: set ManageMasterUserPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {Engine: aurora-mysql, ManageMasterUserPassword: true}

    Refuted by::

        {Engine: aurora-mysql, MasterUserPassword: correct-horse-battery}

    Source: RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager"
    (not re-read).
    """
    return _password(db)


def _admin_name(db: DBInstance | DBCluster) -> Verdict:
    name = db.at("MasterUsername")
    if name.value is None:
        return not_applicable(name, "no master user is named here")
    return proved_if(
        no(name.equals(*DEFAULT_ADMINS)), name, otherwise="a name that everybody tries first"
    )


@control(
    "rds-instance-admin-renamed",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("RDS.25", "rds_instance_default_admin"),
)
def instance_admin_is_renamed(db: DBInstance) -> Verdict:
    """The master user has a name of its own.

    Half of what a guesser needs is known when the user is called admin or postgres.

    Fix: choose another MasterUsername when the instance is created.

    Undecided when the name is not known.

    Proved by::

        {Engine: mysql, MasterUsername: orders_owner}

    Refuted by::

        {Engine: mysql, MasterUsername: admin}

    Source: Security Hub User Guide, "RDS.25" (not re-read).
    """
    return _admin_name(db)


@control(
    "rds-cluster-admin-renamed",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("RDS.24", "rds_cluster_default_admin"),
)
def cluster_admin_is_renamed(db: DBCluster) -> Verdict:
    """The cluster's master user has a name of its own.

    Half of what a guesser needs is known when the user is called admin or postgres.

    Fix: choose another MasterUsername when the cluster is created.

    Undecided when the name is not known.

    Proved by::

        {Engine: aurora-mysql, MasterUsername: orders_owner}

    Refuted by::

        {Engine: aurora-mysql, MasterUsername: admin}

    Source: Security Hub User Guide, "RDS.24" (not re-read).
    """
    return _admin_name(db)


@control(
    "rds-instance-iam-authentication",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "RDS.10",
        "CKV_AWS_161",
        "AVD-AWS-0176",
        "rds_instance_iam_authentication_enabled",
    ),
)
def instance_maps_iam_users(db: DBInstance) -> Verdict:
    """People and programs can sign in with IAM's short-lived tokens in place of a password.

    A token lasts fifteen minutes and belongs to somebody; a password is shared and stays.

    Fix: set EnableIAMDatabaseAuthentication to true and grant rds-db:connect.

    Undecided when the engine or the value is not known.

    Proved by::

        {Engine: postgres, EnableIAMDatabaseAuthentication: true}

    Refuted by::

        {Engine: postgres}

    Not applicable by::

        {Engine: oracle-se2}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    mapped = db.at("EnableIAMDatabaseAuthentication")
    if no(db.engine.equals("mysql", "mariadb", "postgres")) & no(mapped.is_true):
        return not_applicable(db.engine, "this engine has no IAM authentication")
    return proved_if(mapped.is_true, mapped, otherwise="passwords only")


@control(
    "rds-cluster-iam-authentication",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=("RDS.12", "CKV_AWS_162", "rds_cluster_iam_authentication_enabled"),
)
def cluster_maps_iam_users(db: DBCluster) -> Verdict:
    """People and programs can sign in to the cluster with IAM's short-lived tokens.

    A token lasts fifteen minutes and belongs to somebody; a password is shared and stays.

    Fix: set EnableIAMDatabaseAuthentication to true and grant rds-db:connect.

    Undecided when the value is not known.

    Proved by::

        {Engine: aurora-postgresql, EnableIAMDatabaseAuthentication: true}

    Refuted by::

        {Engine: aurora-postgresql}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    mapped = db.at("EnableIAMDatabaseAuthentication")
    return proved_if(mapped.is_true, mapped, otherwise="passwords only")
