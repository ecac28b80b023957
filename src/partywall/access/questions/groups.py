"""Actions that the same statements speak of, taken together: one decision stands for all.

There are twenty thousand actions and few statements. Two actions of one service that are covered
by the same statements, and that both are about resources or both are not, are decided alike,
unless a rule of the service treats one of them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from partywall.access.catalogue import Action, actions, services
from partywall.access.language.records import Statement
from partywall.access.layers.layer import Attached
from partywall.access.rules import Rule, Rules
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
    rules = tuple(dict.fromkeys([attached.rules for attached in policies]))
    for service in sorted(set(named)):
        speaking = tuple([one for one in rules if one.may_speak_of(service)])
        yield from _groups(speaking, service, whole)


@lru_cache(maxsize=4096)
def _groups(policies: tuple[Rules, ...], service: str, whole: bool) -> tuple[Group, ...]:
    """The groups of one service; principals share them where the same policies speak of it."""
    found: dict[tuple[str, Signature], list[str]] = {}
    spoken: dict[Signature, tuple[Rule, ...]] = {}
    said = [_said(one, service) for one in policies]
    for place, (name, action) in enumerate(_actions(service)):
        rules = tuple([rule for one in said for rule in one[place]])
        if rules or (whole and action.resource_types):
            signature = _signature(name.lower(), service, action, rules)
            found.setdefault((action.access_level, signature), []).append(name)
            spoken[signature] = rules
    return tuple([
        Group(
            service, level, tuple(sorted(names)), bool(signature[0]), spoken[signature], signature
        )
        for (level, signature), names in sorted(found.items(), key=lambda one: (one[0][0], one[1]))
    ])  # fmt: skip


@lru_cache(maxsize=512)
def _actions(service: str) -> tuple[tuple[str, Action], ...]:
    """The actions of a service with their full names."""
    return tuple([(f"{service}:{one.name}", one) for one in actions(service).values()])


@lru_cache(maxsize=65536)
def _said(policy: Rules, service: str) -> tuple[tuple[Rule, ...], ...]:
    """The statements of one policy that speak of each action of a service, in their order."""
    rules = [rule for rule in policy.rules if rule.actions.may_cover(service)]
    same: dict[tuple[Rule, ...], tuple[Rule, ...]] = {}
    found = []
    for name, _ in _actions(service):
        action = name.lower()
        spoken = tuple([rule for rule in rules if rule.actions.cover(action) is not False])
        found.append(same.setdefault(spoken, spoken))
    return tuple(found)


def _signature(name: str, service: str, action: Action, rules: tuple[Rule, ...]) -> Signature:
    own = name if service in APART or name in SYSTEMS else ""
    return (bool(action.resource_types), own, tuple(map(id, rules)))


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
