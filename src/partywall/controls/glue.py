"""AWS Glue: the catalogue of your data, and the jobs that move it."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.glue import CatalogSettings, Job
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import CREDENTIALS, ENCRYPTION_AT_REST


@control(
    "glue-catalog-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_94",
        "glue_data_catalogs_metadata_encryption_enabled",
    ),
)
def catalog_is_encrypted(settings: CatalogSettings) -> Verdict:
    """The catalogue of tables and partitions is encrypted with KMS.

    Names of tables, columns and places tell a stranger where to go.

    Fix: set EncryptionAtRest.CatalogEncryptionMode to SSE-KMS.

    Undecided when the mode is not known.

    Proved by::

        {DataCatalogEncryptionSettings: {EncryptionAtRest: {CatalogEncryptionMode: SSE-KMS}}}

    Refuted by::

        {DataCatalogEncryptionSettings: {EncryptionAtRest: {CatalogEncryptionMode: DISABLED}}}

    Source: Glue Developer Guide, "Encrypting your Data Catalog" (not re-read).
    """
    mode = settings.at("DataCatalogEncryptionSettings", "EncryptionAtRest", "CatalogEncryptionMode")
    encrypted = mode.equals("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE")
    return proved_if(encrypted, mode, "the catalogue is not encrypted with KMS")


@control(
    "glue-passwords-encrypted",
    layer=CREDENTIALS,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_94",
        "glue_data_catalogs_connection_passwords_encryption_enabled",
    ),
)
def passwords_are_encrypted(settings: CatalogSettings) -> Verdict:
    """Passwords of connections are returned encrypted.

    Else whoever may read a connection gets the database's password with it.

    Fix: set ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted to true, with a key.

    Undecided when the value is not known.

    Proved by::

        DataCatalogEncryptionSettings:
          ConnectionPasswordEncryption: {ReturnConnectionPasswordEncrypted: true, KmsKeyId: k}

    Refuted by::

        {CatalogId: "111122223333"}

    Source: Glue Developer Guide, "Encrypting connection passwords" (not re-read).
    """
    password = settings.at("DataCatalogEncryptionSettings", "ConnectionPasswordEncryption")
    encrypted = password.at("ReturnConnectionPasswordEncrypted")
    return proved_if(encrypted.is_true, encrypted, "passwords are returned in clear")


@control("glue-job-secured", layer=ENCRYPTION_AT_REST, weight=LOW, also_known_as=("CKV_AWS_195",))
def job_is_secured(job: Job) -> Verdict:
    """The job runs under a security configuration.

    It says how results, logs and bookmarks are encrypted; without one nothing does.

    Fix: make an AWS::Glue::SecurityConfiguration and name it in the job.

    Undecided when it is not known whether one is set.

    Proved by::

        {SecurityConfiguration: standard}

    Refuted by::

        {Name: nightly}

    Source: Glue Developer Guide, "Working with security configurations" (not re-read).
    """
    configuration = job.at("SecurityConfiguration")
    return proved_if(configuration.is_filled, configuration, "no security configuration")
