"""Who in an estate is an administrator, and who can become one: escalation asked by resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.access.escalation.chains import Chain
from partywall.access.escalation.reading import Reader
from partywall.access.escalation.rising import Rise, Rising
from partywall.access.formula import Formula, Untold
from partywall.access.world import Home, World
from partywall.access.world.arns import arn_of
from partywall.access.world.principals import ROLE, USER
from partywall.estate.estate import Estate, entailed
from partywall.estate.resource import Guard, Resource
from partywall.kernel.lazy import cached_property
from partywall.kernel.unknown import Unknown

TWICE: Final = Untold("the input describes it twice")
MOST_STEPS: Final = 20_000
"""A second's worth; among wildcards the steps grow with the square of the roles."""


CHANGING: Final = ("AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack")
BY_NAME: Final = ("Ref", "RoleName", "UserName", "name", "id")
"""Attributes of a role or user that are its name."""


def _told_to_others(estate: Estate) -> Iterator[tuple[str, str]]:
    """What changes things that nobody here sees, and the role or user whose name it is given.

    An ARN is given to whatever acts with a role; a name is what policies are attached by.
    """
    names = {
        one.properties.get(key): one.address
        for kind, key in ((ROLE, "RoleName"), (USER, "UserName"))
        for one in estate.by_type.get(kind, ())
        if isinstance(one.properties.get(key), str)
    }
    for kind, ones in estate.by_type.items():
        for one in ones if kind in CHANGING or kind.startswith("Custom::") else ():
            for value in _values(one.properties):
                if isinstance(value, str) and value in names:
                    yield one.address, names[value]
                elif type(value) is Unknown and value.attribute in BY_NAME:
                    yield from ((one.address, ref) for ref in value.refs)


def _values(value: object) -> Iterator[object]:
    """Whatever is written in a value, however deep."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _values(one)
    else:
        yield value


class Ladder:
    """The roles and users of one estate, and the ways between them."""

    def __init__(self, estate: Estate, home: Home) -> None:
        self.estates = World([estate], home)

    @cached_property
    def _rising(self) -> Rising:
        handed = {
            address: f"{by} is told its name, and may attach policies to it"
            for documents in self.estates.estates
            for by, address in _told_to_others(documents.estate)
        }
        return Rising(Reader(self.estates).world(goals=False), MOST_STEPS, handed)

    def administrator(self, resource: Resource) -> Formula:
        """When a role or user is an administrator of its account."""
        if resource.address not in self._rising.graph.nodes:
            return TWICE
        return self._rising.administrator(resource.address)

    def rise(self, resource: Resource) -> Rise:
        """When a role or user that is none becomes one; by what is surely there with it."""
        if resource.address not in self._rising.graph.nodes:
            return Rise(TWICE)
        found = self._rising.rise(resource.address)
        unsure = next(self._unsure(found.chain, resource.guard), "") if found.chain else ""
        if found.when is not True or not unsure:
            return found
        return Rise(Untold(f"whether {unsure} is there is not known: {found.how}"), found.chain)

    def _unsure(self, chain: Chain, world: Guard) -> Iterator[str]:
        """What the chain needs and what may not be there."""
        for step in chain.steps:
            for name in (step.target.arn, step.through):
                resource = self._guarded.get(name)
                if resource is not None and entailed(resource.guard, world) is not True:
                    yield resource.address

    @cached_property
    def _guarded(self) -> dict[str, Resource]:
        """What is made under a condition, by address and ARN."""
        found: dict[str, Resource] = {}
        for documents in self.estates.estates:
            for one in documents.estate.resources:
                named = arn_of(one, documents.home) if one.guard else None
                if one.guard:
                    found[one.address] = one
                if named is not None:
                    found[named.text] = one
        return found
