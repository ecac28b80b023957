"""AWS Database Migration Service: the machine that copies, and the ways in and out."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.views.dms import SSL_ENGINES, Endpoint, ReplicationInstance
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if
from partywall.line.layer import (
    CREDENTIALS,
    ENCRYPTION_IN_TRANSIT,
    KEYS,
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)


@control(
    "dms-instance-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("DMS.1", "CKV_AWS_89", "dms_instance_no_public_access"),
)
def instance_is_not_public(instance: ReplicationInstance, ask: Questions) -> Verdict:
    """The replication instance has no public address.

    It holds passwords of two databases and carries all their rows. It is public by default.

    Fix: set PubliclyAccessible to false.

    Undecided when the value is not known.

    Proved by::

        {PubliclyAccessible: false}

    Refuted by::

        {ReplicationInstanceClass: dms.t3.medium}

    Source: DMS API Reference, "CreateReplicationInstance", read 2026-11-23.
    """
    public = instance.at("PubliclyAccessible")
    if no(public.either(True).is_true):
        return proved(public)
    return opening(public, "the instance has a public address", ask.reached(instance))


@control(
    "dms-instance-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("DMS.6", "CKV_AWS_222", "dms_instance_minor_version_upgrade_enabled"),
)
def instance_takes_minor_upgrades(instance: ReplicationInstance) -> Verdict:
    """Minor versions of the replication engine are installed by themselves.

    AWS builds the patch; when it is installed is the customer's choice.

    Fix: leave AutoMinorVersionUpgrade out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {ReplicationInstanceClass: dms.t3.medium}

    Refuted by::

        {AutoMinorVersionUpgrade: false}

    Source: DMS API Reference, "CreateReplicationInstance", read 2026-11-23.
    """
    upgrade = instance.at("AutoMinorVersionUpgrade")
    return proved_if(
        upgrade.either(True).is_true, upgrade, otherwise="minor versions wait for somebody"
    )


@control("dms-instance-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_212",))
def instance_uses_customer_key(instance: ReplicationInstance) -> Verdict:
    """The instance's storage is encrypted with a key that the customer manages.

    It is encrypted anyway; with your key you decide who may use it, and see when.

    Fix: set KmsKeyId when the instance is made.

    Undecided when the key is named by id only.

    Proved by::

        {KmsKeyId: alias/migration}

    Refuted by::

        {ReplicationInstanceClass: dms.t3.medium}

    Source: DMS API Reference, "CreateReplicationInstance", read 2026-11-23.
    """
    key = instance.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="the key is AWS's")


@control(
    "dms-endpoint-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "DMS.9",
        "CKV2_AWS_49",
        "dms_endpoint_ssl_enabled",
    ),
)
def endpoint_uses_tls(endpoint: Endpoint) -> Verdict:
    """DMS reaches the database over TLS.

    A migration often crosses networks that nobody meant the database to be seen from.

    Fix: set SslMode to require, or better to verify-ca or verify-full with a certificate.

    Undecided when engine or mode is not known.

    Proved by::

        {EngineName: postgres, SslMode: verify-full}

    Refuted by::

        {EngineName: mysql}

    Not applicable by::

        {EngineName: s3}

    Source: DMS API Reference, "CreateEndpoint", read 2026-11-23.
    """
    engine, mode = endpoint.at("EngineName"), endpoint.at("SslMode")
    if no(engine.equals(*SSL_ENGINES)):
        return not_applicable(engine, "SslMode does not rule this engine's connections")
    encrypted = mode.equals("require", "verify-ca", "verify-full")
    return proved_if(encrypted, mode, otherwise="the connection is not encrypted")


@control("dms-endpoint-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def endpoint_password_is_kept_out(endpoint: Endpoint) -> Verdict:
    """The database's password is not written where the endpoint is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: name a secret in the engine's settings (SecretsManagerSecretId) in place of Password.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {EngineName: mysql, MySqlSettings: {SecretsManagerSecretId: migration}}

    Refuted by::

        {EngineName: mysql, Password: correct-horse-battery}

    Source: DMS API Reference, "CreateEndpoint", read 2026-11-23.
    """
    password = endpoint.at("Password")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )


@control(
    "dms-instance-several-zones",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("DMS.13", "dms_instance_multi_az_enabled"),
)
def instance_has_standby(instance: ReplicationInstance) -> Verdict:
    """A standby in another Availability Zone takes over when the instance fails.

    A migration that stops half-way leaves two databases that do not agree.

    Fix: set MultiAZ to true.

    Undecided when the value is not known.

    Proved by::

        {MultiAZ: true}

    Refuted by::

        {ReplicationInstanceClass: dms.t3.medium}

    Source: DMS API Reference, "CreateReplicationInstance", read 2026-11-23.
    """
    standby = instance.at("MultiAZ")
    return proved_if(standby.is_true, standby, otherwise="there is no standby")
