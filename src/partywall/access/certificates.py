"""The certificate of a decision: all that it rests on, so that another program can verify it.

It holds the request with every policy that took part (and the SHA-256 of each), for each
statement whether it applies, or else which element keeps it from that, what each layer comes to,
and the outcome. The checker (`access/checker`) shares no code with what decides; a certificate
that it does not accept is not written.

What is not known cannot be certified: for UNKNOWN there is no certificate, nor for a pattern of
resources of which some are treated apart, nor where conditions that exclude each other settle the
outcome. A policy, or a part of one, that is not known and that no outcome hangs on stands in it as
such.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from partywall.access.checker import verify
from partywall.access.checker.language import Rejected, digest
from partywall.access.conditions import compile_condition
from partywall.access.decide import decide, query_of
from partywall.access.decision import Decision, Outcome, tree
from partywall.access.formula import Formula, both, either
from partywall.access.layers.layer import Attached, resolved
from partywall.access.requests import Line, read_request
from partywall.access.resources import decide_all, is_pattern
from partywall.access.rules import Query, Rule
from partywall.access.situation import Request, Situation

VERSION: Final = 1
OWNED: Final = ("resource_policy", "rcps", "vpc_endpoint_policies")
"""The fields whose policies name principals."""


class Uncertified(Exception):
    """There is no certificate of the decision, and why."""


def certify(text: bytes, unknown: bool = False) -> dict[str, Any]:
    """The certificate of the decision of one line. Raises BadLine, or Uncertified."""
    request, situation = read_request(text, unknown)
    decision = decide(request, situation)
    if is_pattern(request):
        request, decision = _alike(request, situation)
    if decision.outcome is Outcome.UNKNOWN:
        raise Uncertified(f"the decision is UNKNOWN: {decision.because}")
    found = _certificate(json.loads(text), unknown, query_of(request, situation), situation)
    found |= _outcome(decision)
    try:
        verify(found)
    except Rejected as error:
        raise Uncertified(f"the checker does not accept it: {error}") from None
    return found


def _alike(request: Request, situation: Situation) -> tuple[Request, Decision]:
    """A request for one resource of a pattern, and its decision, which is that of all.

    Raises Uncertified when there are several.
    """
    spread = decide_all(request, situation)
    if spread.unsure or len(spread.found) != 1:
        why = spread.unsure or "its resources are not decided alike"
        raise Uncertified(f"a certificate is about one decision, and this is a pattern: {why}")
    ((witness, decision),) = spread.found
    return replace(request, resource=witness), decision


def _certificate(
    line: dict[str, Any], unknown: bool, query: Query, situation: Situation
) -> dict[str, Any]:
    request = {
        key: line[key] for key in Line.__struct_fields__ if line.get(key) is not None
    }  # fmt: skip
    attached = list(_attached(situation))
    documents = _documents(request)
    for one in attached:
        if one.rules.policy.flaws and "unknown" not in documents[one.name]:
            raise Uncertified(f"{one.name}: {one.rules.policy.flaws[0]}")
    return {
        "certificate": "decision",
        "version": VERSION,
        "request": request,
        "request_sha256": digest(request),
        "missing_keys": "unknown" if unknown else "absent",
        "policies": [
            {"place": one.name, "sha256": digest(documents[one.name])} for one in attached
        ],
        "statements": [
            _claim(one.name, rule, one.rules.policy.has_variables, query)
            for one in attached
            for rule in one.rules.rules
        ],
    }


def _outcome(decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = {
        "layers": [
            {"layer": one.name, "allows": _told(one.allow), "denies": _told(one.deny)}
            for one in decision.layers
        ],
        "decision": decision.outcome.value,
    }
    if decision.outcome is Outcome.CONDITIONAL:
        found["allow_if"] = tree(decision.allow_if)
    return found


def _told(formula: Formula) -> Any:
    return formula if isinstance(formula, bool) else "open"


def _attached(situation: Situation) -> Iterator[Attached]:
    """Every policy, in the order of certificates."""
    yield from (*situation.identity, *situation.boundary, *(situation.session or ()))
    yield from (*(situation.endpoint or ()), *situation.resource)
    for levels in (situation.scps, situation.rcps):
        for level in levels or ():
            yield from level


def _documents(request: dict[str, Any]) -> dict[str, Any]:
    """Every policy by its place."""
    found: dict[str, Any] = {}

    def add(place: str, one: Any) -> None:
        if isinstance(one, list):
            for index, part in enumerate(one):
                add(f"{place}[{index}]", part)
        else:
            found[place] = json.loads(one) if isinstance(one, str) else one

    for field in (*OWNED, "identity_policies", "group_policies", "permissions_boundary",
                  "session_policies", "scps"):  # fmt: skip
        if field in request:
            add(field, request[field])
    return found


def _claim(place: str, rule: Rule, variables: bool, query: Query) -> dict[str, Any]:
    """What is said of one statement. Raises Uncertified for one that is not understood."""
    statement = rule.statement
    if statement.flaws:
        raise Uncertified(f"{place}: {statement.label}: {statement.flaws[0]}")
    found: dict[str, Any] = {
        "place": place, "index": statement.index, "sid": statement.sid, "effect": statement.effect
    }  # fmt: skip
    ways = _ways(rule, query) if place.startswith(OWNED) else {}
    parts: list[tuple[str, Formula]] = [("action", rule.actions.cover(query.action))]
    if place.startswith(OWNED):
        parts.append(("principal", either(*ways.values())))
    if rule.resources is not None:
        parts.append(("resource", rule.resources.match(query)))
    for one in statement.conditions:
        met = compile_condition(one, variables)(query.context)
        parts.append((f"{one.operator} {one.key}", met))
    failing = [name for name, part in parts if part is False]
    found["applies"] = _told(both(*[part for _, part in parts]))
    if failing:
        found["fails"] = failing[0]
    elif place.startswith(OWNED):
        found["names"] = sorted(ways)
    return found


def _ways(rule: Rule, query: Query) -> dict[str, Formula]:
    """How a statement names the requester, and when."""
    found: dict[str, Formula] = {}
    for how, named in rule.names(query):
        found[how.value] = either(found.get(how.value, False), resolved(named, query))
    return found
