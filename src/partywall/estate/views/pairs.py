"""Settings written as a list of names and values, as balancers and clusters have them."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown


def paired(settings: Node, name: str, key: str = "Key", value: str = "Value") -> Node:
    """The value of the setting called `name`: absent when no entry has the name.

    When an entry's name is not known it may be the one, so the value is not known either.
    """
    unsure: Unknown | None = None
    for entry in settings.items():
        label = entry.at(key)
        named: Truth = label.equals(name)
        if named is True:
            return entry.at(value)
        if named is not False and isinstance(label.value, Unknown):
            unsure = Unknown(label.value.why, label.value.refs)
    return Node(unsure, settings.resource, settings.parent, settings.key)
