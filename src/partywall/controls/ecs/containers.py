"""Where a verdict on a task points: into the definitions of its containers."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.views.ecs import Container, TaskDefinition
from partywall.estate.views.secrets import unshown


def place(container: Container | None, key: str) -> Node | None:
    """The property of a container that was found, or None."""
    return None if container is None else container.at(key)


def each(task: TaskDefinition, key: str) -> list[Node]:
    """The property of every container. The definitions as a whole may hold credentials."""
    places = [container.at(key) for container in task.containers]
    return places or [unshown(task.at("ContainerDefinitions"))]
