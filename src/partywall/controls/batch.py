"""AWS Batch: what jobs may do, and what they are told."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, control
from partywall.estate.node import Node
from partywall.estate.views.batch import ComputeEnvironment, JobDefinition
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import APPLICATION, CREDENTIALS, GUEST_OS


@control("batch-job-unprivileged", layer=APPLICATION, weight=HIGH, also_known_as=("CKV_AWS_210",))
def job_unprivileged(job: JobDefinition) -> Verdict:
    """No container of the job runs privileged.

    A privileged container is root on the machine, and so in every job beside it.

    Fix: leave Privileged out.

    Undecided when the containers are not known.

    Refuted by::

        ContainerProperties: {Image: sort, Privileged: true}

    Proved by::

        ContainerProperties: {Image: sort}

    Source: Batch User Guide, "Job definition parameters" (not re-read).
    """
    containers = job.containers
    container, found = some(containers, lambda one: one.at("Privileged").is_true)
    if found and container is not None:
        return refuted(container.at("Privileged"), "this container is root on its host")
    places = [one.at("Privileged") for one in containers]
    return proved(*places or [unshown(job)], note="no container is privileged")


@control(
    "batch-job-environment-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=("batch_job_definition_no_secrets",),
)
def job_environment_without_credentials(job: JobDefinition) -> Verdict:
    """No environment variable of the job's containers is a credential.

    Everyone who may describe the job definition reads them, and old revisions keep them.

    Fix: name the secret in Secrets with its ARN; then change it, for it has been seen.

    Undecided when a value is not known, or may be the name of a secret as well as a secret.

    Refuted by::

        ContainerProperties: {Environment: [{Name: DB_PASSWORD, Value: correct-horse}]}

    Proved by::

        ContainerProperties: {Environment: [{Name: TABLE, Value: orders}]}

    Source: Batch User Guide, "Specify sensitive data" (not re-read).
    """

    def leaks(variable: Node) -> Truth:
        return holds_credential(variable.at("Name").value, variable.at("Value"))

    doubt: Truth = False
    for container in job.containers:
        leak, found = some(container.at("Environment").items(), leaks)
        if found is True and leak is not None:
            return refuted(veiled(leak.at("Value")), "this looks like a credential")
        doubt = doubt | found
    return proved_if(no(doubt), unshown(job), "this looks like a credential")


@control("batch-environment-follows-image", layer=GUEST_OS, weight=LOW)
def environment_follows_image(environment: ComputeEnvironment) -> Verdict:
    """New machines of the compute environment start from the newest image of AWS's.

    Patching the machines of Batch on EC2 is the customer's job; starting new ones from the
    newest image is how it is done.

    Fix: leave ImageIdOverride out, and set UpdateToLatestImageVersion.

    Undecided when a value is not known.

    Refuted by::

        ComputeResources: {Type: EC2, Ec2Configuration: [{ImageIdOverride: ami-1}]}

    Proved by::

        ComputeResources: {Type: EC2, UpdateToLatestImageVersion: true}

    Not applicable by::

        ComputeResources: {Type: FARGATE}

    Source: Batch User Guide, "Update a compute environment in AWS Batch" (not re-read).
    """
    resources = environment.at("ComputeResources")
    kind = resources.at("Type")
    if kind.equals("FARGATE", "FARGATE_SPOT"):
        return not_applicable(kind, "the machines are AWS's")
    fixed = some(
        resources.at("Ec2Configuration").items(), lambda one: one.at("ImageIdOverride").is_set
    )[1]
    fixed = fixed | resources.at("ImageId").is_set
    latest = resources.at("UpdateToLatestImageVersion")
    return proved_if(latest.is_true & no(fixed), latest, "the image stays as it is")
