"""The base of typed views: a resource, seen through names that a control can be read by."""

from __future__ import annotations

from typing import Any, ClassVar, Final, TypeVar

from partywall.estate.estate import Estate
from partywall.estate.node import Node, Nodes, bare_node
from partywall.estate.resource import Guard, Properties, Resource
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.values import below

Asked = str | int | Path
"""A path as it is looked up: by its only key when it has but one, which is found faster."""

_PATHS: Final[dict[Asked, Path]] = {}
"""Each path that a view was asked for, once: evidence keeps them, by the hundred thousand."""

V = TypeVar("V", bound="View")


class View(Node):
    """A resource of one of `types`, at the root of its properties.

    `world` are the assumptions about undecided conditions under which it is seen; companions
    are seen under the same. In tests, `Bucket(BucketName="b")` makes the resource as well.
    """

    __slots__ = ("__dict__", "_asked", "estate", "world")

    types: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **properties: object) -> None:
        resource = Resource(type=self.types[0], address="Example", properties=dict(properties))
        super().__init__(resource.properties, resource)
        self.estate = Estate((resource,))
        self.world: Guard = ()
        self._asked: dict[Asked, Node] = {}

    @property
    def is_there(self) -> bool:
        """Whether there is what it shows; a role without inline policies has none to judge."""
        return True

    @classmethod
    def of(
        cls: type[V],
        resource: Resource,
        estate: Estate,
        properties: Properties | None = None,
        world: Guard = (),
        sure: Truth = True,
    ) -> V:
        """The view of a resource in its estate."""
        view = cls.__new__(cls)
        view.value = resource.properties if properties is None else properties
        view.resource = resource
        view.parent = None
        view.key = ""
        view.sure = sure
        view.estate = estate
        view.world = world
        view._asked = {}
        return view

    def at(self, key: str | int, *more: str | int) -> Node:
        """The node below; what nobody could have seen is unknown when it is not there.

        The same node each time, since the controls of a type ask about the same few places.
        """
        asked = (key, *more) if more else key
        node = self._asked.get(asked)
        if node is not None:
            return node
        resource = self.resource
        properties: Any = self.value
        value = properties.get(key)
        if value is None:
            if resource.partial is not None:
                value = resource.partial
            elif resource.covers is not None and key not in resource.covers:
                value = Unknown(f"{key} is not read from {resource.source_type}")
        if more and value is not None:
            value = below(value, more)
        path = _PATHS.get(asked)
        if path is None:
            path = _PATHS[asked] = (key, *more)
        node = self._asked[asked] = bare_node(Node)
        node.value, node.resource = value, resource
        node.parent, node.key, node.sure = self, path, True
        return node

    def forget(self) -> None:
        """Let go of all that was worked out, which refers back to this view.

        The collector rests while a plan is checked, so circles would stay until the end.
        """
        self._asked.clear()
        self.__dict__.clear()

    def companions(self, kind: type[V]) -> Nodes[V]:
        """The companions of a kind, as views; each as sure as its link to this resource."""
        estate, world = self.estate, self.world
        return Nodes(
            [
                kind.of(one.resource, estate, one.properties, world, one.sure)
                for name in kind.types
                for one in estate.companions(self.resource, name, world)
            ]
        )

    def follow(self, node: Node, kind: type[V]) -> V | None:
        """The view of the one resource that a node surely refers to, or None."""
        for name in kind.types:
            target = self.estate.target(node.value, name)
            if target is not None:
                return kind.of(target, self.estate)
        return None
