"""Actions that the same statements speak of, taken together: one decision stands for all.

There are twenty thousand actions and few statements. Two actions of one service that are covered
by the same statements, and that both are about resources or both are not, are decided alike,
unless a rule of the service treats one of them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.access.catalogue import Action, actions, services
from partywall.access.language.records import Statement
from partywall.access.layers.layer import Attached
from partywall.access.rules import Rule
from partywall.access.services.elsewhere import SYSTEMS

APART: Final = ("iam", "kms", "sts")
"""Services with rules for single actions: each of their actions is a group of its own kind."""

Signature = tuple[object, ...]


class Group(Struct, frozen=True):
    """Actions of one service and one access level that are decided alike.

    `rules` are the statements that speak of them, by the place of their policy.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    has_resources: bool
    rules: tuple[Rule, ...]
    signature: Signature

    @property
    def sample(self) -> str:
        """One of them."""
        return self.actions[0]


def groups(
    policies: Sequence[Attached], named: Iterable[str], whole: bool = False
) -> Iterator[Group]:
    """The actions of the named services that some statement speaks of, in groups.

    `whole`: a policy may say more than is known, so those on resources that none speaks of, too.
    """
    for service in sorted(set(named)):
        found: dict[tuple[str, Signature], list[str]] = {}
        spoken: dict[Signature, tuple[Rule, ...]] = {}
        for action in actions(service).values():
            signature, rules = _signature(policies, service, action)
            if rules or (whole and action.resource_types):
                name = f"{service}:{action.name}"
                found.setdefault((action.access_level, signature), []).append(name)
                spoken[signature] = rules
        for (level, signature), names in sorted(found.items(), key=lambda one: (one[0][0], one[1])):
            yield Group(
                service, level, tuple(sorted(names)), bool(signature[0]), spoken[signature],
                signature,
            )  # fmt: skip


def _signature(
    policies: Sequence[Attached], service: str, action: Action
) -> tuple[Signature, tuple[Rule, ...]]:
    name = f"{service}:{action.name}".lower()
    rules = tuple([rule for attached in policies for rule, _ in attached.rules.speaking_of(name)])
    own = name if service in APART or name in SYSTEMS else ""
    signature: Signature = (bool(action.resource_types), own, tuple(map(id, rules)))
    return signature, rules


def services_of(policies: Iterable[Attached]) -> frozenset[str]:
    """The services whose actions the Allow statements may speak of."""
    found: set[str] = set()
    for attached in policies:
        for rule in attached.rules.rules:
            if rule.statement.effect == "Deny":
                continue
            found |= services_named(rule.statement)
    return frozenset(found)


def services_named(statement: Statement) -> frozenset[str]:
    """The services of whose actions a statement may speak."""
    named = statement.actions
    found = {
        text.partition(":")[0].lower() if isinstance(text, str) else "*" for text in named.texts
    }
    if named.negated or any("*" in one for one in found):
        return services()
    return frozenset(found)
