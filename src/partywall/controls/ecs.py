"""Amazon ECS: what containers may do, and what is seen of them."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.node import Node
from partywall.estate.views.ecs import Cluster, Container, Service, TaskDefinition
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.unknown import LEFT_TO_ACCOUNT, Unknown
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    APPLICATION,
    CREDENTIALS,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    LOGGING,
    MONITORING,
    NETWORK_CONFIGURATION,
    PLATFORM,
    RESILIENCE,
)


@control(
    "ecs-task-unprivileged",
    layer=APPLICATION,
    weight=HIGH,
    also_known_as=("ECS.4", "CKV_AWS_334", "ecs_task_definitions_no_privileged_containers"),
)
def task_unprivileged(task: TaskDefinition) -> Verdict:
    """No container of the task runs privileged.

    A privileged container is root on the machine, and so in every container beside it.

    Fix: leave Privileged out; add the one Linux capability that is needed.

    Undecided when the containers are not known.

    Refuted by::

        ContainerDefinitions: [{Name: web, Image: web, Privileged: true}]

    Proved by::

        ContainerDefinitions: [{Name: web, Image: web}]

    Source: Security Hub User Guide, "ECS.4" (not re-read).
    """
    container, found = some(task.containers, lambda one: one.at("Privileged").is_true)
    if found:
        return refuted(_place(container, "Privileged"), "this container is root on its host")
    return proved(*_each(task, "Privileged"), note="no container is privileged")


@control(
    "ecs-task-not-root",
    layer=APPLICATION,
    weight=MEDIUM,
    also_known_as=("ECS.20",),
)
def task_not_root(task: TaskDefinition) -> Verdict:
    """Every container of the task runs as a user that is not root.

    Who breaks into a program that runs as root is half-way out of the container.

    Fix: set User in each container definition.

    Undecided when no user is written: the image decides.

    Refuted by::

        ContainerDefinitions: [{Name: web, Image: web, User: root}]

    Proved by::

        ContainerDefinitions: [{Name: web, Image: web, User: "1000:1000"}]

    Undecided by::

        ContainerDefinitions: [{Name: web, Image: web}]

    Not applicable by::

        RuntimePlatform: {OperatingSystemFamily: WINDOWS_SERVER_2022_CORE}

    Source: ECS Developer Guide, "Amazon ECS task definition parameters" (not re-read).
    """
    if task.on_windows:
        return not_applicable(task.at("RuntimePlatform"), "Windows has no root")
    container, found = some(task.containers, lambda one: one.runs_as_root)
    if found:
        return refuted(_place(container, "User"), "this container runs as root")
    return proved(*_each(task, "User"), note="every container names another user")


@control(
    "ecs-task-read-only-root",
    layer=APPLICATION,
    weight=LOW,
    also_known_as=("ECS.5", "CKV_AWS_336", "ecs_task_definitions_containers_readonly_access"),
)
def task_read_only_root(task: TaskDefinition) -> Verdict:
    """No container of the task can write to its root file system.

    An intruder who can write nothing has to start again after every restart.

    Fix: set ReadonlyRootFilesystem, and mount volumes where the program writes.

    Undecided when the containers are not known.

    Refuted by::

        ContainerDefinitions: [{Name: web, Image: web}]

    Proved by::

        ContainerDefinitions: [{Name: web, Image: web, ReadonlyRootFilesystem: true}]

    Source: Security Hub User Guide, "ECS.5" (not re-read).
    """
    container, all_read_only = every(
        task.containers, lambda one: one.at("ReadonlyRootFilesystem").is_true
    )
    if not all_read_only:
        return refuted(_place(container, "ReadonlyRootFilesystem"), "its root can be written to")
    return proved(*_each(task, "ReadonlyRootFilesystem"))


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
        return refuted(_place(container, "LogConfiguration"), "its output is lost")
    return proved(*_each(task, "LogConfiguration"), note="every container has a log driver")


@control(
    "ecs-task-own-network",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("ECS.17", "ecs_task_definitions_host_networking_mode_users"),
)
def task_has_own_network(task: TaskDefinition) -> Verdict:
    """The task has a network interface and security groups of its own.

    On the host's network a container reaches whatever listens on the host, other tasks'
    credentials too, and security groups cannot tell the tasks apart.

    Fix: set NetworkMode to awsvpc.

    Undecided when the value is not known.

    Refuted by::

        NetworkMode: host

    Proved by::

        NetworkMode: awsvpc

    Source: ECS Developer Guide, "Amazon ECS task networking options for EC2" (not re-read).
    """
    mode = task.at("NetworkMode")
    return proved_if(mode.equals("awsvpc"), mode, "it shares the host's network interface")


@control(
    "ecs-task-own-processes",
    layer=APPLICATION,
    weight=MEDIUM,
    also_known_as=("ECS.3", "CKV_AWS_335", "ecs_task_definitions_host_namespace_not_shared"),
)
def task_has_own_processes(task: TaskDefinition) -> Verdict:
    """The task does not see the processes of its host.

    Who sees other processes sees their arguments and environment, and can stop them.

    Fix: leave PidMode out, or set it to task.

    Undecided when the value is not known.

    Refuted by::

        PidMode: host

    Proved by::

        NetworkMode: awsvpc

    Source: Security Hub User Guide, "ECS.3" (not re-read).
    """
    mode = task.at("PidMode")
    return proved_if(no(mode.equals("host")), mode, "it sees all processes of the host")


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


@control(
    "ecs-service-no-public-address",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("ECS.2", "CKV_AWS_333", "ecs_service_no_assign_public_ip"),
)
def service_has_no_public_address(service: Service) -> Verdict:
    """Tasks of the service get no public address.

    With one, a wrong security group rule is all that stands between the Internet and the task.

    Fix: set AssignPublicIp to DISABLED; reach AWS through VPC endpoints or a NAT gateway.

    Undecided when the value is not known.

    Refuted by::

        NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED, Subnets: [a]}}

    Proved by::

        NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: DISABLED, Subnets: [a]}}

    Source: Security Hub User Guide, "ECS.2" (not re-read).
    """
    address = service.address
    return proved_if(no(address.equals("ENABLED")), address, "tasks get public addresses")


@control(
    "ecs-service-latest-platform",
    layer=PLATFORM,
    weight=LOW,
    also_known_as=("ECS.10", "CKV_AWS_332", "ecs_service_fargate_latest_platform_version"),
)
def service_on_latest_platform(service: Service) -> Verdict:
    """Tasks on Fargate start on its newest platform version.

    AWS patches by new platform versions; a service that names an old one stays on it.

    Fix: leave PlatformVersion out, or set it to LATEST.

    Undecided when the value is not known.

    Refuted by::

        {LaunchType: FARGATE, PlatformVersion: 1.3.0}

    Proved by::

        LaunchType: FARGATE

    Not applicable by::

        LaunchType: EC2

    Source: ECS Developer Guide, "Fargate platform versions for Amazon ECS" (not re-read).
    """
    if no(service.on_fargate):
        return not_applicable(service.at("LaunchType"), "its tasks do not run on Fargate")
    version = service.at("PlatformVersion")
    latest = version.either("LATEST").equals("LATEST", "1.4.0")
    return proved_if(latest, version, "an old platform version is named")


@control("ecs-service-rolls-back", layer=RESILIENCE, weight=LOW)
def service_rolls_back(service: Service) -> Verdict:
    """A deployment that fails is rolled back by itself.

    Without the circuit breaker ECS starts the broken version over and over.

    Fix: set DeploymentCircuitBreaker with Enable and Rollback.

    Undecided when the value is not known.

    Refuted by::

        LaunchType: FARGATE

    Proved by::

        DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: true, Rollback: true}}

    Not applicable by::

        DeploymentController: {Type: CODE_DEPLOY}

    Source: ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures"
    (not re-read).
    """
    controller = service.at("DeploymentController", "Type")
    if controller.equals("CODE_DEPLOY", "EXTERNAL"):
        return not_applicable(controller, "another service deploys")
    breaker = service.at("DeploymentConfiguration", "DeploymentCircuitBreaker")
    on = breaker.at("Enable").is_true & breaker.at("Rollback").is_true
    return proved_if(on, breaker, "a broken version is started over and over")


@control("ecs-service-no-shell", layer=IDENTITY, weight=LOW)
def service_offers_no_shell(service: Service) -> Verdict:
    """Nobody can open a shell in a running task (ECS Exec is off).

    A shell in production is the rights of the task's role, by hand, and past every review.

    Fix: leave EnableExecuteCommand off, and switch it on for the hour in which it is needed.

    Undecided when the value is not known.

    Refuted by::

        EnableExecuteCommand: true

    Proved by::

        LaunchType: FARGATE

    Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (not re-read).
    """
    offered = service.at("EnableExecuteCommand")
    return proved_if(no(offered.is_true), offered, "a shell can be opened in a task")


@control(
    "ecs-cluster-insights",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "ECS.12",
        "CKV_AWS_65",
        "AVD-AWS-0034",
        "ecs_cluster_container_insights_enabled",
    ),
)
def cluster_has_insights(cluster: Cluster) -> Verdict:
    """Container Insights collects the cluster's metrics.

    Otherwise restarts, and memory that runs out, are seen by the users first.

    Fix: set the cluster setting containerInsights to enhanced or enabled.

    Undecided when it is not written: the account has a default.

    Refuted by::

        ClusterSettings: [{Name: containerInsights, Value: disabled}]

    Proved by::

        ClusterSettings: [{Name: containerInsights, Value: enhanced}]

    Undecided by::

        ClusterName: shop

    Source: Security Hub User Guide, "ECS.12" (not re-read).
    """
    insights = cluster.setting("containerInsights").either(LEFT_TO_ACCOUNT)
    return proved_if(insights.equals("enabled", "enhanced"), insights, "no metrics are collected")


@control(
    "ecs-cluster-logs-shells",
    layer=LOGGING,
    weight=LOW,
    also_known_as=("CKV_AWS_223",),
)
def cluster_logs_shells(cluster: Cluster) -> Verdict:
    """What is typed in a shell that ECS Exec opens is logged.

    CloudTrail tells that a shell was opened, not what was done in it.

    Fix: set Configuration.ExecuteCommandConfiguration.Logging to OVERRIDE with a log group or a
    bucket, or leave it at DEFAULT, which uses the task's own log.

    Undecided when the value is not known.

    Refuted by::

        Configuration: {ExecuteCommandConfiguration: {Logging: NONE}}

    Proved by::

        Configuration: {ExecuteCommandConfiguration: {Logging: DEFAULT}}

    Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (not re-read).
    """
    logging = cluster.at("Configuration", "ExecuteCommandConfiguration", "Logging")
    return proved_if(no(logging.equals("NONE")), logging, "shells leave no record")


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
        return refuted(_place(container, "Image"), "this image may be another tomorrow")
    return proved(*_each(task, "Image"), note="every image is fixed")


def _moves(container: Container) -> Truth:
    image = container.at("Image")
    name = image.value
    if isinstance(name, Unknown) and (
        "/" in name.suffix or "@" in name.suffix or name.suffix.endswith(":latest")
    ):
        name = name.suffix  # the registry is not known, the name in it is
    if not isinstance(name, str):
        return False if name is None else image.doubt()
    repository = name.rsplit("/", 1)[-1]
    return "@" not in name and (":" not in repository or repository.endswith(":latest"))


def _place(container: Container | None, key: str) -> Node | None:
    return None if container is None else container.at(key)


def _each(task: TaskDefinition, key: str) -> list[Node]:
    """The property of every container. The definitions as a whole may hold credentials."""
    places = [container.at(key) for container in task.containers]
    return places or [unshown(task.at("ContainerDefinitions"))]
