"""AWS CodeBuild: what a build may see, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.codebuild import WITH_CREDENTIALS, Project, is_open_secret
from partywall.estate.views.secrets import unshown, veiled
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    CREDENTIALS,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    LOGGING,
    RUNTIME,
)


@control(
    "codebuild-project-no-open-secrets",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "CodeBuild.2",
        "codebuild_project_no_secrets_in_variables",
    ),
)
def project_has_no_open_secrets(project: Project) -> Verdict:
    """No environment variable holds a credential in clear.

    It is shown to everybody who may look at the project, and printed by the first script that
    asks for all variables.

    Fix: set the variable's Type to SECRETS_MANAGER or PARAMETER_STORE.

    Undecided when name or value do not tell.

    Proved by::

        {Environment: {EnvironmentVariables: [{Name: STAGE, Value: prod}]}}

    Refuted by::

        {Environment: {EnvironmentVariables: [{Name: DB_PASSWORD, Value: correct-horse}]}}

    Source: Security Hub User Guide, "CodeBuild.2" (not re-read).
    """
    variables = project.at("Environment", "EnvironmentVariables")
    variable, found = some(variables.items(), is_open_secret)
    if found and variable is not None:
        return refuted(veiled(variable.at("Value")), "a credential in clear")
    return proved(unshown(variables))


@control(
    "codebuild-project-unprivileged",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=(
        "CodeBuild.5",
        "CKV_AWS_316",
    ),
)
def project_is_unprivileged(project: Project) -> Verdict:
    """Builds run without privileged access to their host.

    A privileged container is root on its machine; only building Docker images needs it.

    Fix: leave PrivilegedMode out, or build images in a project of its own.

    Undecided when the value is not known.

    Proved by::

        {Environment: {Type: LINUX_CONTAINER}}

    Refuted by::

        {Environment: {PrivilegedMode: true}}

    Source: CodeBuild API Reference, "ProjectEnvironment" (not re-read).
    """
    privileged = project.at("Environment", "PrivilegedMode")
    return proved_if(no(privileged.is_true), privileged, "builds are root on their machine")


@control(
    "codebuild-project-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "CodeBuild.4",
        "CKV_AWS_314",
        "codebuild_project_logging_enabled",
    ),
)
def project_is_logged(project: Project) -> Verdict:
    """What a build did is kept in a log.

    A poisoned dependency is first seen in what a build did and should not have.

    Fix: leave LogsConfig out, or enable one of its destinations.

    Undecided when a status is not known.

    Proved by::

        {Name: shop}

    Refuted by::

        {LogsConfig: {CloudWatchLogs: {Status: DISABLED}}}

    Source: CodeBuild API Reference, "LogsConfig" (not re-read).
    """
    return proved_if(project.is_logged, project.at("LogsConfig"), "builds are not logged")


@control("codebuild-source-checked", layer=ENCRYPTION_IN_TRANSIT, weight=HIGH)
def source_is_checked(project: Project) -> Verdict:
    """The certificate of the source's server is checked.

    Else whoever is on the way can put his own code into your build.

    Fix: remove InsecureSsl.

    Undecided when the value is not known.

    Proved by::

        {Source: {Type: GITHUB_ENTERPRISE}}

    Refuted by::

        {Source: {Type: GITHUB_ENTERPRISE, InsecureSsl: true}}

    Source: CodeBuild API Reference, "ProjectSource" (not re-read).
    """
    unchecked = project.at("Source", "InsecureSsl")
    return proved_if(no(unchecked.is_true), unchecked, "any certificate will do")


@control(
    "codebuild-artifacts-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_78",
        "AVD-AWS-0018",
    ),
)
def artifacts_are_encrypted(project: Project) -> Verdict:
    """What the build makes is encrypted.

    Artifacts are what will run in production.

    Fix: remove EncryptionDisabled.

    Undecided when the value is not known.

    Proved by::

        {Artifacts: {Type: S3, Location: out}}

    Refuted by::

        {Artifacts: {Type: S3, Location: out, EncryptionDisabled: true}}

    Source: CodeBuild API Reference, "ProjectArtifacts" (not re-read).
    """
    switched_off = project.at("Artifacts", "EncryptionDisabled")
    return proved_if(no(switched_off.is_true), switched_off, "encryption is switched off")


@control(
    "codebuild-bucket-logs-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=LOW,
    also_known_as=("CodeBuild.3", "CKV_AWS_311", "codebuild_project_s3_logs_encrypted"),
)
def bucket_logs_are_encrypted(project: Project) -> Verdict:
    """Build logs that go to a bucket are encrypted.

    Logs of builds are full of addresses, paths and now and then a secret.

    Fix: remove LogsConfig.S3Logs.EncryptionDisabled, or set it to false.

    Undecided when a value is not known.

    Proved by::

        LogsConfig: {S3Logs: {Status: ENABLED, Location: logs/build}}

    Refuted by::

        LogsConfig: {S3Logs: {Status: ENABLED, Location: logs/build, EncryptionDisabled: true}}

    Not applicable by::

        LogsConfig: {CloudWatchLogs: {Status: ENABLED}}

    Source: CodeBuild API Reference, "S3LogsConfig" (not re-read).
    """
    logs = project.at("LogsConfig", "S3Logs")
    if no(logs.at("Status").equals("ENABLED")):
        return not_applicable(logs, "no logs go to a bucket")
    off = logs.at("EncryptionDisabled")
    return proved_if(no(off.is_true), off, "encryption is switched off")


@control(
    "codebuild-source-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "CodeBuild.1",
        "codebuild_project_source_repo_url_no_sensitive_credentials",
    ),
)
def source_names_no_credentials(project: Project) -> Verdict:
    """The address of the source holds no user name with a password or token.

    Whoever may look at the project can read it, and so can every build log that prints it.

    Fix: connect the repository by a connection or a secret, and write the bare address.

    Undecided when the address is not known.

    Proved by::

        Source: {Type: BITBUCKET, Location: "https://bitbucket.org/shop/web.git"}

    Refuted by::

        Source: {Type: BITBUCKET, Location: "https://kim:t0ken@bitbucket.org/shop/web.git"}

    Source: Security Hub User Guide, "CodeBuild.1" (not re-read).
    """
    places = [project.at("Source", "Location")]
    places += [one.at("Location") for one in project.at("SecondarySources").items()]
    place, found = some(places, lambda one: one.matches(WITH_CREDENTIALS))
    if found and place is not None:
        return refuted(unshown(place), "user name and password can be read in the address")
    return proved(*(unshown(one) for one in places))
