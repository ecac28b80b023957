"""Whether a decision would stand if the names were known that are chosen later.

A resource without a name yet stands in the request with a stand-in that no pattern names. A
pattern that misses the stand-in may still match the true name: then a denial may turn out an
allowance, or the other way round, by what the statement does. An allowance that could only grow
stands, and so does a denial that could only grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from partywall.access.decide import query_of
from partywall.access.globs import Steps, TooMany, arn_steps, cells
from partywall.access.layers.layer import Attached
from partywall.access.patterns import Solid, Tokens, Variable, Wild, compile_resource, parse_pattern
from partywall.access.rules import Rule, solid
from partywall.access.situation import Request, Situation
from partywall.access.world.arns import Named


class Doubts:
    """The statements that may apply after all: those that would open, those that would close."""

    def __init__(self) -> None:
        self.opening: list[str] = []
        self.closing: list[str] = []

    def add(self, rule: Rule, more: bool, what: str) -> None:
        """A statement that may apply (`more`), or may not apply after all."""
        effect = rule.statement.effect
        why = f"whether {rule.statement.label} of a policy {what}"
        if effect != "Deny":
            (self.opening if more else self.closing).append(why)
        if effect != "Allow":
            (self.closing if more else self.opening).append(why)


def doubts_of(request: Request, situation: Situation, resource: Named, requester: Named) -> Doubts:
    """What hangs on the names that are chosen later."""
    found = Doubts()
    if not resource.shape and not requester.shape:
        return found
    query = query_of(request, situation)
    for attached in policies_around(situation):
        for rule, _ in attached.rules.speaking_of(query.action):
            if resource.shape and rule.resources is not None:
                hidden = any(_may_meet(one, resource) for one in rule.resources.texts)
                if hidden:
                    found.add(rule, not rule.resources.negated, f"names {resource.text}")
            if requester.shape and _may_name(rule, requester):
                principals = rule.statement.principals
                negated = principals is not None and principals.negated
                found.add(rule, not negated, f"names {requester.text}")
    return found


def policies_around(situation: Situation) -> Iterator[Attached]:
    """Every policy of every layer."""
    yield from (*situation.identity, *situation.boundary, *(situation.session or ()))
    yield from (*situation.resource, *(situation.endpoint or ()))
    for levels in (situation.scps, situation.rcps):
        for level in levels or ():
            yield from level


def _may_meet(tokens: Tokens, resource: Named) -> bool:
    """Whether a pattern misses the stand-in and may match the true name."""
    pattern = tuple([Wild.MANY if isinstance(one, Variable) else one for one in tokens])
    if pattern == (Wild.MANY,) or compile_resource(pattern).matches(resource.text):
        return False
    return _meet(pattern, resource.shape)


@lru_cache(maxsize=16384)
def _meet(pattern: Solid, shape: str) -> bool:
    """Whether some text matches both."""
    try:
        return bool(cells([arn_steps(pattern), _steps(shape)], within=(0, 1)))
    except TooMany:
        return True


def _steps(shape: str) -> Steps:
    return arn_steps(solid(parse_pattern(shape)))


def _may_name(rule: Rule, requester: Named) -> bool:
    principals = rule.statement.principals
    if principals is None:
        return False
    for entry in principals.entries:
        if entry.kind != "AWS" or not isinstance(entry.name, str) or entry.name == "*":
            continue
        if entry.name != requester.text and _fits_shape(entry.name, requester.shape):
            return True
    return False


def _fits_shape(name: str, shape: str) -> bool:
    """Whether a principal may be the requester of this shape, or its account."""
    fields = shape.split(":", 5)
    account = fields[4] if len(fields) == 6 else "*"
    if account == "*" and (name.isdigit() or name.endswith(":root")):
        return True
    pattern = compile_resource(solid(parse_pattern(shape)))
    return pattern.matches(name) is not False


def reasons(doubts: Iterable[str]) -> tuple[str, ...]:
    """Each doubt once, in a fixed order."""
    return tuple(sorted(set(doubts)))
