"""What policies may allow, before anything is decided: which actions, and whom a role trusts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from partywall.access.context import Context, Values
from partywall.access.decide import decide
from partywall.access.escalation.asking import (
    OF_SESSION,
    speaks,
)
from partywall.access.escalation.paths import actions
from partywall.access.escalation.world import Identity
from partywall.access.formula import Formula
from partywall.access.language.records import Statement
from partywall.access.requester import parse_requester
from partywall.access.rules import Rules
from partywall.access.situation import Request, Situation
from partywall.kernel.arn import parse_arn


def allowed_actions(rules: Rules) -> Iterator[str]:
    """The actions of the ways of which some statement may allow something."""
    services = {service for rule in rules.rules for service in _services(rule.statement)}
    for service, names in _by_service().items():
        if service in services or "*" in services:
            yield from [name for name in names if speaks(rules, name)]


def _services(statement: Statement) -> Iterator[str]:
    """The service prefixes that an Allow is about; `*` for any."""
    if statement.effect == "Deny":
        return
    for one in statement.actions.texts:
        known = isinstance(one, str) and not statement.actions.negated
        yield str(one).partition(":")[0].lower() if known else "*"


@lru_cache(maxsize=1)
def _by_service() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for action in sorted(actions()):
        found.setdefault(action.partition(":")[0], []).append(action)
    return found


def trusted_by(role: Identity) -> frozenset[str]:
    """Whom a trust policy may let in: ARNs, account ids, services; `*` for whom it does not say."""
    found: set[str] = set()
    for attached in role.trust:
        if attached.rules.flaw is not None:
            return frozenset({"*"})
        for rule in attached.rules.rules:
            found |= _named(rule.statement)
    return frozenset(found)


def _named(statement: Statement) -> set[str]:
    principals = statement.principals
    if statement.effect == "Deny" or principals is None:
        return set()
    if principals.negated or statement.flaws:
        return {"*"}
    found = set()
    for entry in principals.entries:
        if not isinstance(entry.name, str):
            return {"*"}
        name = entry.name
        arn = parse_arn(name)
        if arn is not None and arn.resource == "root":
            found.add(arn.account)
        elif arn is not None and arn.service == "sts":
            found.add(session_of(arn.account, f"{arn.resource}/".split("/")[1]))
        else:
            found.add(name)
    return found


def session_of(account: str, role: str) -> str:
    """How a trust policy that names sessions of a role is remembered."""
    return f"session of {account}/{role}"


def role_of_session(name: str) -> str:
    """The role of sessions that are remembered so; "" for anything else."""
    return name.partition("/")[2] if name.startswith("session of ") else ""


def assumes(role: Identity, service: str) -> Formula:
    """When a service may assume the role on behalf of the role's account."""
    keys = {"aws:sourceaccount": Values((role.account,))}
    request = Request(
        parse_requester(service, "Service"), "sts:AssumeRole", role.arn,
        Context(keys, OF_SESSION), role.account,
    )  # fmt: skip
    return decide(request, Situation(resource=role.trust)).allow_if
