"""What policies say of an action, in a form in which two worlds can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from partywall.access.language.records import Statement
from partywall.access.layers.layer import Attached, Policies
from partywall.access.requester import Requester
from partywall.access.rules import Rule, Rules
from partywall.access.world.arns import Named
from partywall.access.world.targets import Target
from partywall.access.world.world import World
from partywall.kernel.unknown import Unknown

Layers = tuple[tuple[str, Policies], ...]
Said = frozenset[tuple[str, bool, Statement]]

OF_AWS: Final = "the text of the AWS managed policy"
"""How the reason begins for a policy of AWS of which only the name is known."""


def layers_of(world: World, requester: Requester) -> Layers:
    """The policies that bind a principal wherever it goes."""
    own = world.situation(requester, Target(Named("*")), ())
    scps = [(f"scp {index}", level) for index, level in enumerate(own.scps or ())]
    return (("identity", own.identity), ("boundary", own.boundary), *scps)


def guards_of(world: World, target: Target | None) -> Layers:
    """The policies that bind a resource."""
    guards = world.guards(target) if target is not None else ()
    rcps = [(f"rcp {index}", level) for index, level in enumerate(world.rcps or ())]
    return (("resource", guards), *rcps)


def policies_of(*layers: Layers) -> list[Attached]:
    """Every policy of all of them."""
    return [one for some in layers for _, policies in some for one in policies]


def said(layers: Layers, action: str) -> Said:
    """The statements that speak of an action, wherever in their policies they stand."""
    return frozenset(
        [
            (layer, attached.rules.policy.has_variables, _placeless(rule))
            for layer, policies in layers
            for attached in policies
            for rule, _ in attached.rules.speaking_of(action.lower())
        ]
    )


def in_one_alone(layers: Layers, before: Layers) -> tuple[Rules, ...]:
    """The policies that only one of the two has; what all others say is the same in both.

    Most principals have the same policies in both, of AWS's or shared, and one that changed.
    """
    own, old = (
        {(layer, attached.rules) for layer, policies in some for attached in policies}
        for some in (layers, before)
    )
    return tuple([rules for _, rules in own ^ old])


def everything_said(layers: Layers) -> Said:
    """All statements."""
    return frozenset(
        [
            (layer, attached.rules.policy.has_variables, _placeless(rule))
            for layer, policies in layers
            for attached in policies
            for rule in attached.rules.rules
        ]
    )


@lru_cache(maxsize=65536)
def _placeless(rule: Rule) -> Statement:
    """A statement without what changes no decision: its place and its Sid."""
    return replace(rule.statement, index=0, sid="")


def unread(layers: Layers) -> frozenset[tuple[str, str]]:
    """The policies that may say more than is known: the layer, and the reason by name."""
    return frozenset(
        [
            (layer, attached.rules.flaw.why)
            for layer, policies in layers
            for attached in policies
            if attached.rules.flaw is not None
        ]
    )


def left_open(layers: Layers) -> Iterator[str]:
    """By name, the statements that have parts which the input does not tell."""
    for _, policies in layers:
        for attached in policies:
            for rule in attached.rules.rules:
                if rule.flaw is not None or _is_open(rule.statement):
                    yield f"{attached.name}/{rule.statement.label} is not known in full"


def _is_open(statement: Statement) -> bool:
    texts: list[object] = [statement.effect, *statement.actions.texts]
    texts += statement.resources.texts if statement.resources is not None else ()
    texts += _names(statement)
    texts += [value for one in statement.conditions for value in one.values]
    return any(type(one) is Unknown for one in texts)


def _names(statement: Statement) -> Iterable[object]:
    principals = statement.principals
    return [one.name for one in principals.entries] if principals is not None else ()
