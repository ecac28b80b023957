"""What keeps a container from the rest of its machine."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.ecs.containers import each, place
from partywall.estate.views.ecs import TaskDefinition
from partywall.kernel.truth import every, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import APPLICATION, NETWORK_CONFIGURATION


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
        return refuted(place(container, "Privileged"), "this container is root on its host")
    return proved(*each(task, "Privileged"), note="no container is privileged")


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
        return refuted(place(container, "User"), "this container runs as root")
    return proved(*each(task, "User"), note="every container names another user")


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
        return refuted(place(container, "ReadonlyRootFilesystem"), "its root can be written to")
    return proved(*each(task, "ReadonlyRootFilesystem"))


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
