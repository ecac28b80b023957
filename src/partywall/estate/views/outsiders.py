"""Policies of a resource, as they speak of callers beyond its account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.iam.principal import account_of, referred
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, some
from partywall.kernel.unknown import Unknown

OWN: Final = "aws::accountid"


class Spoken:
    """The policies of one resource: `documents` as they are written, each with whether it applies.

    `unknown` is the first of which nothing is known, or None.
    """

    def __init__(self, places: Iterable[Node], otherwise: View) -> None:
        self.documents = [document(one) for one in places]
        self.otherwise = otherwise
        self.unknown = next((one for one in self.documents if not one.known), None)

    @property
    def shown(self) -> list[Node]:
        """What is evidence of them: the policies, or the resource where there is none."""
        return [*self.documents] or [self.otherwise]

    def statements(self) -> Iterator[Statement]:
        """Those that may allow something."""
        for one in self.documents:
            for statement in one.statements:
                if statement.allows is not False:
                    yield statement

    def to_others(self, actions: tuple[str, ...], own: str) -> Statement | None:
        """A statement that may allow others one of the actions; None if there is surely none."""
        for statement in self.statements():
            if _covers(statement, actions) is not False and _others(statement, own) is not False:
                return statement
        return None


def _covers(statement: Statement, actions: tuple[str, ...]) -> Truth:
    found: Truth = False
    for action in actions:
        found = found | statement.covers(action)
    return found


def _others(statement: Statement, own: str) -> Truth:
    """Whether it may name callers beyond the account `own`, services aside."""
    anyone = statement.anyone
    if anyone is not False:
        return anyone
    who = statement.at("Principal")
    if type(who.value) is Unknown:
        return who.doubt()
    named = who.at("AWS").items() if isinstance(who.value, dict) else who.items()
    return some(named, lambda one: not _is_own(one, own))[1]


def _is_own(principal: Node, own: str) -> bool:
    """Whether a principal is surely of the account that the resource is in."""
    value = principal.value
    if type(value) is Unknown:
        target = referred(principal, value, "")
        own_kind = target is not None and target.type.startswith("AWS::IAM::")
        return own_kind or OWN in (value.attribute.lower(), *map(str.lower, value.framed[1:2]))
    return bool(own) and account_of(principal) == own
