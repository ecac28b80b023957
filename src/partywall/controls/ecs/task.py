"""What a task carries and leaves: credentials, images, files and logs."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.ecs.containers import each, place
from partywall.estate.node import Node
from partywall.estate.views.ecs import Container, TaskDefinition
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import APPLICATION, CREDENTIALS, ENCRYPTION_IN_TRANSIT, LOGGING


@control(
    "ecs-task-environment-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=("ECS.8", "AVD-AWS-0036", "ecs_task_definitions_no_environment_secrets"),
)
def task_environment_without_credentials(task: TaskDefinition) -> Verdict:
    """No environment variable of the task's containers is a credential.

    Everyone who may describe the task definition reads them, and old revisions keep them.

    Fix: name the secret in Secrets with its ARN; then change it, for it has been seen.

    Undecided when a value is not known, or may be the name of a secret as well as a secret.

    Refuted by::

        ContainerDefinitions:
          - {Name: web, Image: web, Environment: [{Name: DB_PASSWORD, Value: correct-horse}]}

    Proved by::

        ContainerDefinitions:
          - Name: web
            Image: web
            Environment: [{Name: TABLE, Value: orders}]
            Secrets: [{Name: DB_PASSWORD, ValueFrom: "arn:aws:ssm:eu-west-1:1:parameter/db"}]

    Source: Security Hub User Guide, "ECS.8" (not re-read).
    """

    def leaks(variable: Node) -> Truth:
        return holds_credential(variable.at("Name").value, variable.at("Value"))

    for_all: Truth = False
    for container in task.containers:
        leak, found = some(container.at("Environment").items(), leaks)
        if found is True and leak is not None:
            return refuted(veiled(leak.at("Value")), "this looks like a credential")
        for_all = for_all | found
    written = unshown(task.at("ContainerDefinitions"))
    return proved_if(no(for_all), written, "this looks like a credential")


@control(
    "ecs-task-logs",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("ECS.9", "ecs_task_definitions_logging_enabled"),
)
def task_logs(task: TaskDefinition) -> Verdict:
    """Every container of the task sends its output to a log.

    A container is gone with its output when it stops, which is when one wants to read it.

    Fix: set LogConfiguration.

    Undecided when the containers are not known.

    Refuted by::

        ContainerDefinitions: [{Name: web, Image: web}]

    Proved by::

        ContainerDefinitions: [{Name: web, Image: web, LogConfiguration: {LogDriver: awslogs}}]

    Source: Security Hub User Guide, "ECS.9" (not re-read).
    """

    def logs(container: Container) -> Truth:
        driver = container.at("LogConfiguration", "LogDriver")
        return driver.is_set & no(driver.equals("none"))

    container, all_log = every(task.containers, logs)
    if not all_log:
        return refuted(place(container, "LogConfiguration"), "its output is lost")
    return proved(*each(task, "LogConfiguration"), note="every container has a log driver")


@control(
    "ecs-task-files-encrypted-in-transit",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "ECS.18",
        "CKV_AWS_97",
        "AVD-AWS-0035",
    ),
)
def task_files_encrypted_in_transit(task: TaskDefinition) -> Verdict:
    """EFS volumes of the task are mounted over TLS.

    NFS itself sends every file in the clear.

    Fix: set EFSVolumeConfiguration.TransitEncryption to ENABLED.

    Undecided when the volumes are not known.

    Refuted by::

        Volumes: [{Name: data, EFSVolumeConfiguration: {FilesystemId: fs-1}}]

    Proved by::

        Volumes:
          - {Name: data, EFSVolumeConfiguration: {FilesystemId: fs-1, TransitEncryption: ENABLED}}

    Not applicable by::

        NetworkMode: awsvpc

    Source: ECS Developer Guide, "Use Amazon EFS volumes with Amazon ECS" (not re-read).
    """
    mounts = task.file_systems
    plain, encrypted = every(mounts, lambda one: one.at("TransitEncryption").equals("ENABLED"))
    if encrypted is False:
        return refuted(plain, "files cross the network in the clear")
    if not mounts:
        return not_applicable(task.at("Volumes"), "it mounts no EFS file system")
    return proved_if(encrypted, task.at("Volumes"), "files cross the network in the clear")


@control("ecs-task-image-fixed", layer=APPLICATION, weight=LOW)
def task_images_fixed(task: TaskDefinition) -> Verdict:
    """Every container of the task names its image by digest or version, not as latest.

    With a tag that moves nobody can say which code ran yesterday, nor go back to it.

    Fix: name the image with its digest, or with a tag that never moves.

    Undecided when an image is not known.

    Refuted by::

        ContainerDefinitions: [{Name: web, Image: "shop/web:latest"}]

    Proved by::

        ContainerDefinitions: [{Name: web, Image: "shop/web:2.4.1"}]

    Source: ECS Developer Guide, "Best practices for Amazon ECS container images" (not re-read).
    """
    container, moving = some(task.containers, _moves)
    if moving:
        return refuted(place(container, "Image"), "this image may be another tomorrow")
    return proved(*each(task, "Image"), note="every image is fixed")


def _moves(container: Container) -> Truth:
    image = container.at("Image")
    name = image.value
    if type(name) is Unknown and (
        "/" in name.suffix or "@" in name.suffix or name.suffix.endswith(":latest")
    ):
        name = name.suffix  # the registry is not known, the name in it is
    if not isinstance(name, str):
        return False if name is None else image.doubt()
    repository = name.rsplit("/", 1)[-1]
    return "@" not in name and (":" not in repository or repository.endswith(":latest"))
