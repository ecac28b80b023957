"""Settings written as a list of names and values, as balancers and clusters have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partywall.estate.node import Node
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

TWICE: Final = Unknown("set twice, and not to the same")


def paired(settings: Node, name: str, key: str = "Key", value: str = "Value") -> Node:
    """The value of the setting called `name`: absent when no entry has the name.

    When an entry's name is not known it may be the one, so the value is not known either; nor
    is it when two entries differ.
    """
    return chosen(settings, value, lambda entry: entry.says(key, name))


def chosen(settings: Node, value: str, meant: Callable[[Node], Truth]) -> Node:
    """The value in the entry that is meant: absent when none is, unknown when one may be.

    AWS refuses two entries for one setting, so an entry that may be meant gives way to one that
    surely is; of two that surely are and differ nobody knows which one wins.
    """
    found: Node | None = None
    unsure: Unknown | None = None
    for entry in settings.items():
        answer = meant(entry)
        if answer is True:
            here = entry.at(value)
            if found is not None and found.value != here.value:
                return Node(TWICE, settings.resource, settings.parent, settings.key)
            found = here
        elif answer is not False:
            unsure = Unknown(str(answer.about[0].found))
    if found is not None:
        return found
    return Node(unsure, settings.resource, settings.parent, settings.key)
