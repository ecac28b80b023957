"""What shapes have in common: blocks that may not be known, and attribute lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.convert import json, text
from partywall.sources.mapping.engine import UNSET, Piece, Values


def block(value: Any) -> Values | Unknown | None:
    """The only element of a block that is there at most once; None where it is not there."""
    if isinstance(value, Unknown | dict):
        return value
    if not value:
        return None
    only = value[0] if len(value) == 1 else None
    if isinstance(only, Unknown | dict):
        return only
    return Unknown("the block has a form that is not understood", present=True)


def blocks(value: Any) -> list[Values | Unknown]:
    """The elements of a repeated block; one Unknown of any number where the whole is not known."""
    if isinstance(value, Unknown):
        return [Unknown(value.why, value.refs, many=True)]
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, Unknown | dict)]


def itself(address: str) -> Unknown:
    """A reference from a further resource to the one that it was written in."""
    return Unknown("known after apply", (address,), "Ref", present=True)


def pick(values: Values, names: Mapping[str, str]) -> dict[str, object]:
    """The arguments that are set, by the names that CloudFormation has for them."""
    return {
        target: values[source]
        for source, target in names.items()
        if values.get(source) not in UNSET
    }


def attributes(values: Any, keys: Mapping[str, str]) -> list[object]:
    """The Key and Value of each argument that is set, as load balancers write attributes.

    Where the whole block is not known, neither is any of its attributes.
    """
    if isinstance(values, Unknown):
        return [{"Key": key, "Value": Unknown(values.why, values.refs)} for key in keys.values()]
    if values is None:
        return []
    return [
        {"Key": key, "Value": text(values[name])}
        for name, key in keys.items()
        if values.get(name) not in UNSET
    ]


def policy_of_its_own(
    kind: str, values: Values, names: tuple[str, str], address: str
) -> list[Piece]:
    """The inline `policy` as the resource that CloudFormation has for it.

    `names` are its properties for the parent and for the document.
    """
    policy = values.get("policy")
    if policy in UNSET:
        return []
    document = policy if isinstance(policy, Unknown) else json(policy)
    parent, body = names
    return [Piece(type=kind, properties={parent: itself(address), body: document})]
