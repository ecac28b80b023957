"""Amazon Redshift Serverless: what the customer chooses for workgroups and namespaces."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.redshiftserverless import Namespace, Workgroup
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved, proved_if, undecided
from partywall.line.layer import (
    CREDENTIALS,
    ENCRYPTION_IN_TRANSIT,
    KEYS,
    LOGGING,
    NETWORK_CONFIGURATION,
)

LOGS = ("connectionlog", "userlog")


@control(
    "redshiftserverless-workgroup-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("RedshiftServerless.3",),
)
def workgroup_is_not_public(workgroup: Workgroup, ask: Questions) -> Verdict:
    """The workgroup has no public address.

    A warehouse holds the data of all other systems; only a password would stand before it.

    Fix: remove PubliclyAccessible, or set it to false.

    Undecided when the value is not known.

    Proved by::

        {WorkgroupName: sales}

    Refuted by::

        {WorkgroupName: sales, PubliclyAccessible: true}

    Source: Security Hub User Guide, "RedshiftServerless.3" (not re-read).
    """
    public = workgroup.at("PubliclyAccessible")
    if no(public.is_true):
        return proved(public)
    return opening(public, "the workgroup has public addresses", ask.reached(workgroup))


@control(
    "redshiftserverless-workgroup-vpc-routed",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("RedshiftServerless.1",),
)
def workgroup_is_routed_by_vpc(workgroup: Workgroup) -> Verdict:
    """COPY and UNLOAD go through your VPC, under its rules and into its flow logs.

    Otherwise data leaves over AWS's network, where no endpoint policy can hold it.

    Fix: set EnhancedVpcRouting to true.

    Undecided when the value is not known.

    Proved by::

        {WorkgroupName: sales, EnhancedVpcRouting: true}

    Refuted by::

        {WorkgroupName: sales}

    Source: Security Hub User Guide, "RedshiftServerless.1" (not re-read).
    """
    routed = workgroup.at("EnhancedVpcRouting")
    return proved_if(routed.is_true, routed, "traffic goes around the VPC")


@control(
    "redshiftserverless-workgroup-requires-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("RedshiftServerless.2",),
)
def workgroup_requires_tls(workgroup: Workgroup) -> Verdict:
    """The workgroup refuses connections without TLS.

    Otherwise one client with an old driver sends passwords and rows in the clear.

    Fix: set the configuration parameter require_ssl to true.

    Undecided when it is not known, or left out: the default has changed.

    Proved by::

        ConfigParameters: [{ParameterKey: require_ssl, ParameterValue: "true"}]

    Refuted by::

        ConfigParameters: [{ParameterKey: require_ssl, ParameterValue: "false"}]

    Source: Security Hub User Guide, "RedshiftServerless.2" (not re-read).
    """
    required = workgroup.requires_tls
    if required.value is None:
        return undecided(required.doubt("left out: the workgroup's age decides"))
    return proved_if(required.is_true, required, "clients may leave encryption out")


@control(
    "redshiftserverless-namespace-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("RedshiftServerless.6",),
)
def namespace_is_logged(namespace: Namespace) -> Verdict:
    """Connections and changes of users are logged outside of the warehouse.

    Whoever broke in cannot remove what stands elsewhere.

    Fix: set LogExports to connectionlog, userlog and useractivitylog.

    Undecided when the list is not known.

    Proved by::

        {NamespaceName: sales, LogExports: [userlog, connectionlog]}

    Refuted by::

        {NamespaceName: sales, LogExports: [useractivitylog]}

    Source: Security Hub User Guide, "RedshiftServerless.6" (not re-read).
    """
    exported = namespace.at("LogExports")
    logged = exported.contains(LOGS[0]) & exported.contains(LOGS[1])
    return proved_if(logged, exported, "not both logs are exported")


@control(
    "redshiftserverless-admin-renamed",
    layer=CREDENTIALS,
    weight=LOW,
    also_known_as=("RedshiftServerless.5",),
)
def admin_is_renamed(namespace: Namespace) -> Verdict:
    """The admin user has a name of its own.

    Whoever guesses passwords begins with the name that AWS gives.

    Fix: set AdminUsername to another name than admin.

    Undecided when the name is not known, or left out.

    Proved by::

        {NamespaceName: sales, AdminUsername: warehouse}

    Refuted by::

        {NamespaceName: sales, AdminUsername: admin}

    Source: Security Hub User Guide, "RedshiftServerless.5" (not re-read).
    """
    name = namespace.at("AdminUsername")
    if name.value is None:
        return undecided(name.doubt("left out: Redshift chooses the name"))
    return proved_if(no(name.equals("admin")), name, "this is the name that is tried first")


@control(
    "redshiftserverless-namespace-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_282",),
)
def namespace_uses_customer_key(namespace: Namespace) -> Verdict:
    """The data is encrypted with a key that the customer manages.

    The key policy then says who may restore or share its snapshots.

    Fix: set KmsKeyId.

    Undecided when the key is named by id only.

    Proved by::

        {NamespaceName: sales, KmsKeyId: alias/sales}

    Refuted by::

        {NamespaceName: sales}

    Source: Redshift Serverless API Reference, "CreateNamespace" (not re-read).
    """
    key = namespace.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control("redshiftserverless-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def namespace_password_is_kept_out(namespace: Namespace) -> Verdict:
    """The admin password is not written where the namespace is described.

    Whoever can read the repository or the stack's history could sign in.

    Fix: set ManageAdminPassword to true, so that Secrets Manager holds it.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {NamespaceName: sales, ManageAdminPassword: true}

    Refuted by::

        {NamespaceName: sales, AdminUserPassword: Correct-horse-1}

    Source: Redshift Serverless API Reference, "CreateNamespace" (not re-read).
    """
    password = namespace.at("AdminUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )
