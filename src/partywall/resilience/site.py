"""One resource while its needs are worked out: where it is, and what its references lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from partywall.estate.node import Node
from partywall.estate.resource import Resource
from partywall.estate.view import View
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown
from partywall.resilience.graph import ELSEWHERE, Need, every, some_of
from partywall.resilience.ground import Ground, Part, Parts, User
from partywall.resilience.lifelines import (
    KEYS,
    LIFELINES,
    OF_A_REGION,
    PROFILES,
    ROLES,
    Lifeline,
    at,
)

_IMAGE: Final = re.compile(r"\d{12}\.dkr\.ecr\.[^/]+/([^:@]+)")

AWS_KEY: Final = "alias/aws/"


class Site:
    """A resource in its estate, and the model that its needs go into."""

    __slots__ = ("model", "resource", "view")

    def __init__(self, resource: Resource, model: Ground) -> None:
        self.resource = resource
        self.model = model
        self.view = View.of(resource, model.estate)

    @property
    def address(self) -> str:
        """The address, which names it in the graph."""
        return self.resource.address

    def at(self, *path: str) -> Iterator[Node]:
        """The places that dotted paths lead to."""
        for one in path:
            yield from at(self.view, tuple(one.split(".")))

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The resources that it refers to anywhere."""
        return self.named_in(self.resource.properties)

    def named_in(self, part: object) -> tuple[str, ...]:
        """The resources that a part of its properties refers to."""
        found: dict[str, None] = {}
        for _, value in _inside({"": part}):
            if type(value) is Unknown:
                known = self.model.estate.by_address
                found.update((one, None) for one in value.refs if one in known)
            elif isinstance(value, str):
                link = self.model.estate.link(value)
                found.update((one.address, None) for one in link.targets)
        found.pop(self.address, None)
        return tuple(found)

    @property
    def names_subnets(self) -> bool:
        """Whether a property about subnets is set anywhere, or may be below what is not known."""
        for key, value in _inside(self.resource.properties):
            name = key.lower()
            if "subnet" in name or (type(value) is Unknown and name.startswith("vpc")):
                return True
        return False

    # -- places

    def region_needs(self) -> Iterator[Need]:
        """The Region that it is deployed to; any Region, in doubt, when that is not known."""
        region, places = self.resource.region, self.model.places
        if isinstance(region, str) and region:
            yield every([places.region(region)], "it lies in the Region")
        elif places.regions:
            yield every(places.regions, "it lies in a Region", "the Region it is deployed to")

    @property
    def region(self) -> str:
        """The Region's thing, "" when it is not known."""
        region = self.resource.region
        return self.model.places.region(region) if isinstance(region, str) and region else ""

    def any_zone(self, doubt: str, *, subnets: bool = True) -> Need:
        """In doubt, every zone that it may lie in; and every subnet, for what lies in subnets."""
        places = self.model.places
        places.unnamed(self.region.removeprefix("region:"))
        of = [
            *places.zones_in(self.region),
            *(self.model.subnets_in(self.region) if subnets else ()),
        ]
        return every(of, "it lies in a zone", doubt)

    def zones_named(self, *path: str) -> Parts:
        """The zones that properties name: the first of them that is set."""
        for one in path:
            found = list(self.at(one))
            flat = [item for node in found for item in node.items()]
            if flat:
                return self._zones(flat)
        return Parts(named=False)

    def _zones(self, nodes: list[Node]) -> Parts:
        places = self.model.places
        things: dict[str, None] = {}
        doubt = ""
        for node in nodes:
            if isinstance(node.value, str) and node.value:
                things.setdefault(places.zone(node.value))
            else:
                doubt = doubt or f"{_spelled(node)}: {node.value}"
        return Parts(tuple(Part(one, (one,)) for one in things), doubt)

    def zones_of_subnets(self, nodes: Iterable[Node]) -> Parts:
        """The zones of the subnets that the nodes name; those of one zone are one part."""
        by_zone: dict[str, list[str]] = {}
        unplaced: list[str] = []
        doubt, named = "", False
        for node in nodes:
            named = True
            subnet = self._subnet(node)
            if not subnet:
                doubt = doubt or f"{_spelled(node)}: {node.value}"
                continue
            zone = self.model.zone_of_subnet.get(subnet, "")
            (by_zone.setdefault(zone, []) if zone else unplaced).append(subnet)
        parts = [Part(zone, tuple(dict.fromkeys(ones))) for zone, ones in by_zone.items()]
        parts += [Part("", (one,)) for one in dict.fromkeys(unplaced)]
        return Parts(tuple(parts), doubt, named)

    def _subnet(self, node: Node) -> str:
        """The subnet that a node surely names: an address, or the id of one outside; else ""."""
        link = self.model.estate.link(node.value, "AWS::EC2::Subnet")
        if link.sure:
            return link.targets[0].address
        if isinstance(node.value, str) and node.value and not link.targets:
            self._outside_subnet(node.value)
            return node.value
        return ""

    def _outside_subnet(self, id: str) -> None:
        """A subnet that the input does not have lies in some zone."""
        if id not in self.model.graph:
            doubt = f"the zone of {id}, which is not in the input"
            self.model.graph.add(id, *self.region_needs(), self.any_zone(doubt))

    def zones_of_group(self, name: str, kind: str, key: str) -> Parts:
        """The zones of the subnets in a group of subnets."""
        node = next(self.at(name), None)
        if node is None:
            return Parts((), f"{name} is not set: the default VPC's subnets", named=False)
        link = self.model.estate.link(node.value, kind)
        if not link.sure:
            return Parts((), f"{name}: {node.value}")
        group = Site(link.targets[0], self.model)
        return group.zones_of_subnets(group.at(key))

    # -- what refers to it

    def one_of(self, users: Iterable[User], why: str, doubt: str) -> Iterator[Need]:
        """One of what refers to it is enough: of all there may be, and in doubt of the sure ones.

        `doubt` is what would have to be known where none is sure.
        """
        found = list(users)
        everyone = [one.address for one in found]
        sure = [one.address for one in found if one.sure]
        seen = self.model.unseen is None
        if everyone and seen:
            yield some_of(1, everyone, why)
        if not sure:
            yield every([*everyone, ELSEWHERE], why, doubt)
        elif len(sure) < len(everyone) or not seen:
            yield some_of(1, sure, why, doubt)

    # -- lifelines

    def lifelines(self) -> Iterator[Need]:
        """What it needs to go on, by the table of its type."""
        for line in LIFELINES.get(self.resource.type, ()):
            if line.effect != "launch":
                yield from self.references(line)

    def launch_needs(self) -> Iterator[Need]:
        """What it needs to start something new, by the table of its type."""
        for line in self._launch_lines():
            yield from self.references(line)

    def running_needs(self) -> Iterator[Need]:
        """In doubt, what that which was started needs, by what it was started from."""
        for line in self._launch_lines():
            for node in at(self.view, line.path):
                for kind in line.kinds:
                    for one in self.model.estate.link(node.value, kind).targets:
                        yield from Site(one, self.model)._needs_of_started()

    def _needs_of_started(self) -> Iterator[Need]:
        for line in LIFELINES.get(self.resource.type, ()):
            for need in self.references(line) if line.running else ():
                yield every(need.of, need.why, need.doubt or line.running)

    def _launch_lines(self) -> Iterator[Lifeline]:
        return (one for one in LIFELINES.get(self.resource.type, ()) if one.effect == "launch")

    def references(self, line: Lifeline) -> Iterator[Need]:
        """The needs that one row of the table comes to."""
        for node in at(self.view, line.path):
            yield from self.reference(node, line.kinds, line.doubt)

    def reference(self, node: Node, kinds: tuple[str, ...], doubt: str = "") -> Iterator[Need]:
        """What a node names must work, if it is one of these types or lies outside."""
        value, path = node.value, _spelled(node)
        if value in (None, "") or _is_aws_key(value):
            return
        image = _IMAGE.match(value) if isinstance(value, str) else None
        value = image[1] if image is not None else value
        perhaps: list[str] = []
        within = self._within(value)
        if within is not None and within.type in kinds:
            yield every([within.address], path, doubt)
            return
        for kind in kinds:
            link = self.model.estate.link(value, kind)
            if link.sure:
                yield every([link.targets[0].address], path, doubt)
                return
            perhaps += [one.address for one in link.targets]
        if type(value) is Unknown:
            perhaps += [one for one in value.refs if one in self.model.estate.by_address]
            beyond = self.region if OF_A_REGION.issuperset(kinds) and self.region else ELSEWHERE
            why = f"{path}: {value}"
            yield every([*dict.fromkeys(perhaps), beyond], path, why)
        elif perhaps:
            which = [*dict.fromkeys(perhaps), ELSEWHERE]
            yield every(which, path, f"{path}: which of them it is")
        elif isinstance(value, str):
            yield self._outside(node, value, kinds, doubt)

    def _within(self, value: object) -> Resource | None:
        """The function whose ARN a URI holds, or the key whose id an ARN ends with.

        Source: API Gateway Developer Guide, "Integration.uri" (not re-read).
        """
        if type(value) is not Unknown or len(value.refs) != 1 or not value.framed:
            return None
        before, _, _ = value.framed
        if before.endswith((":key/", "/functions/")):
            return self.model.by_address.get(value.refs[0])
        return None

    def _outside(self, node: Node, text: str, kinds: tuple[str, ...], doubt: str) -> Need:
        """A name of something that is not in the input: a thing, where the text says which."""
        path = _spelled(node)
        named = kinds in (KEYS, ROLES, PROFILES) or parse_arn(text) is not None
        named = named or OF_A_REGION.issuperset(kinds)
        if named and not self._is_hidden(node):
            return every([self.model.outside(text, self.region)], path, doubt)
        return every([ELSEWHERE], path, doubt or f"where what {path} names lies")

    def _is_hidden(self, node: Node) -> bool:
        """Whether the value must not be printed."""
        hidden, path = self.resource.hidden, node.path
        return bool(hidden) and any(path[: n + 1] in hidden for n in range(len(path)))


def _inside(properties: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Every value below, under the last name that leads to it."""
    stack: list[tuple[str, object]] = list(properties.items())
    while stack:
        key, value = stack.pop()
        if value is not None:
            yield key, value
        if isinstance(value, dict):
            stack.extend(value.items())
        elif isinstance(value, list):
            stack.extend((key, item) for item in value)


def _is_aws_key(value: object) -> bool:
    """Whether a text names a key that AWS manages, which nobody can delete or disable."""
    text = value.prefix + value.suffix if type(value) is Unknown else value
    return isinstance(text, str) and (text.startswith(AWS_KEY) or f":{AWS_KEY}" in text)


def _spelled(node: Node) -> str:
    """The path as people write it, without positions in lists."""
    return ".".join(one for one in node.path if isinstance(one, str))
