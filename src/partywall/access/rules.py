"""A policy ready to be asked: which statements speak of an action, and when each applies.

Compiling costs as much as some hundred decisions, so it is done once for each text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from msgspec import Struct

from partywall.access.conditions import compile_condition, resolve
from partywall.access.context import Context
from partywall.access.formula import Fits, Formula, Untold, both, either, opposite
from partywall.access.language.reading import read_policy_text
from partywall.access.language.records import Patterns, Policy, Statement, Text
from partywall.access.naming import Naming, names
from partywall.access.patterns import (
    Glob,
    Solid,
    Tokens,
    Variable,
    Wild,
    compile_glob,
    compile_resource,
    parse_pattern,
    variables_of,
)
from partywall.access.requester import Requester
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import lowered

REMEMBERED: Final = 1024
"""Actions whose statements a policy keeps at hand."""


BEYOND: Final = Untold("whether a * that ends a field of a Resource goes on beyond the colon")


class Query(Struct, frozen=True):
    """One request as statements see it; the action in lower case."""

    requester: Requester
    action: str
    resource: str
    context: Context
    bounded: bool = False


class Rule:
    """One statement, compiled."""

    __slots__ = ("_conditions", "actions", "flaw", "resources", "statement")

    def __init__(self, statement: Statement, has_variables: bool) -> None:
        self.statement = statement
        self.actions = Actions(statement.actions)
        self._conditions = [compile_condition(one, has_variables) for one in statement.conditions]
        resources = statement.resources
        self.resources = None if resources is None else Resources(resources, has_variables)
        self.flaw = Untold(f"{statement.label}: {statement.flaws[0]}") if statement.flaws else None

    def names(self, query: Query) -> Naming:
        """How the statement names the requester; no Principal element names nobody."""
        principals = self.statement.principals
        if principals is None:
            return ()
        denies = self.statement.effect != "Allow"
        return names(principals, query.requester, query.bounded, denies)

    def applies(self, query: Query) -> Formula:
        """When the statement applies to the resource in this context; principals are apart."""
        found: Formula = True
        if self.resources is not None:
            found = self.resources.match(query)
            if found is False:
                return False
        for meets in self._conditions:
            met = meets(query.context)
            if met is False:
                return False
            if met is not True:
                found = both(found, met)
        return found if self.flaw is None else both(found, self.flaw)


class Actions:
    """The patterns of Action or NotAction, compiled: plain names together, others by service.

    Policies of AWS's name two thousand, and a question may go over all actions that there are.
    """

    __slots__ = ("_services", "by_service", "names", "negated", "unknown")

    def __init__(self, patterns: Patterns) -> None:
        self.negated = patterns.negated
        self.unknown = [lowered(one) for one in patterns.texts if not isinstance(one, str)]
        self.names: set[str] = set()
        self.by_service: dict[str, list[Glob]] = {}
        self._services: set[str] = set()
        for one in patterns.texts:
            if isinstance(one, str):
                self._add(one.lower())

    def _add(self, text: str) -> None:
        if not any(sign in text for sign in "*?$"):
            self.names.add(text)
            self._services.add(text.partition(":")[0])
            return
        service = text.partition(":")[0]
        service = "" if "*" in service or "?" in service or "$" in service else service
        pattern = compile_glob(solid(parse_pattern(text)))
        self.by_service.setdefault(service, []).append(pattern)

    def may_cover(self, service: str) -> bool:
        """Whether the element may cover some action of a service; False is sure."""
        if self.negated or self.unknown or service in self._services:
            return True
        return service in self.by_service or "" in self.by_service

    def cover(self, action: str) -> Formula:
        """Whether the element covers an action in lower case."""
        found = action in self.names or self._matched(action)
        listed: Formula = found
        if not found:
            for one in self.unknown:
                listed = either(listed, possibly(one, action, "an action"))
        return opposite(listed) if self.negated else listed

    def _matched(self, action: str) -> bool:
        of = self.by_service
        return bool(of) and any(
            pattern.matches(action)
            for service in ("", action.partition(":")[0])
            for pattern in of.get(service, ())
        )


class Resources:
    """The patterns of Resource or NotResource, compiled."""

    __slots__ = ("everything", "fixed", "moving", "negated", "texts", "unknown")

    def __init__(self, patterns: Patterns, has_variables: bool) -> None:
        self.negated = patterns.negated
        self.unknown = [one for one in patterns.texts if not isinstance(one, str)]
        parsed = [
            (one, parse_pattern(one, True, has_variables))
            for one in patterns.texts
            if isinstance(one, str)
        ]
        self.texts = [tokens for _, tokens in parsed]
        self.everything = any(tokens == (Wild.MANY,) for _, tokens in parsed)
        self.fixed = [compile_resource(solid(one)) for _, one in parsed if not variables_of(one)]
        self.moving = [(text, one) for text, one in parsed if variables_of(one)]

    def match(self, query: Query) -> Formula:
        """Whether the element covers the resource."""
        found = self._listed(query)
        return opposite(found) if self.negated else found

    def _listed(self, query: Query) -> Formula:
        if self.everything:
            return True
        resource = query.resource
        found: Formula = False
        for pattern in self.fixed:
            answer = pattern.matches(resource)
            if answer:
                return True
            if answer is None:
                found = BEYOND
        for text, tokens in self.moving:
            found = either(found, self._moving(text, tokens, query))
        for one in self.unknown:
            found = either(found, possibly(one, resource, "a resource"))
        return found

    def _moving(self, text: str, tokens: Tokens, query: Query) -> Formula:
        value = resolve(tokens, query.context)
        if value is None:
            lost = Untold(f"NotResource with a variable that cannot be resolved: {text}")
            return lost if self.negated else False
        if isinstance(value, Unknown):
            widest = tuple([Wild.MANY if isinstance(one, Variable) else one for one in tokens])
            return (
                Fits(text, query.resource)
                if compile_glob(widest).matches(query.resource)
                else False
            )
        answer = compile_resource(value).matches(query.resource)
        return BEYOND if answer is None else answer


def solid(tokens: Tokens) -> Solid:
    """Tokens that hold no variable."""
    return tuple([one for one in tokens if not isinstance(one, Variable)])


def possibly(pattern: Text, text: str, what: str) -> Formula:
    """Whether a pattern that is not known matches `text`, by all that is known of it."""
    assert isinstance(pattern, Unknown)
    if pattern.among:
        answers = {
            isinstance(one, str) and compile_glob(solid(parse_pattern(one))).matches(text)
            for one in pattern.among
        }
        if len(answers) == 1:
            return answers.pop()
    head = pattern.prefix.partition("*")[0].partition("?")[0]
    tail = pattern.suffix.rpartition("*")[2].rpartition("?")[2]
    if "$" not in pattern.prefix + pattern.suffix and not (
        text.startswith(head) and text.endswith(tail)
    ):
        return False
    return Untold(f"{what} is not known: {pattern}")


class Rules:
    """A policy, compiled: the statements that speak of an action are found once.

    `text` is its JSON, where what is not known is an object with the reason under `unknown`; it
    is empty for a policy that stands in no input.
    """

    __slots__ = ("_by_action", "flaw", "policy", "rules", "text")

    def __init__(self, policy: Policy, text: str = "") -> None:
        self.policy = policy
        self.text = text
        self.rules = [Rule(one, policy.has_variables) for one in policy.statements]
        self.flaw = Untold(policy.flaws[0]) if policy.flaws else None
        self._by_action: dict[str, list[tuple[Rule, Formula]]] = {}

    def may_speak_of(self, service: str) -> bool:
        """Whether some statement may cover an action of the service; False is sure."""
        return any(rule.actions.may_cover(service) for rule in self.rules)

    def speaking_of(self, action: str) -> list[tuple[Rule, Formula]]:
        """The statements that cover an action in lower case, each with when it does."""
        found = self._by_action.get(action)
        if found is None:
            pairs = [(rule, rule.actions.cover(action)) for rule in self.rules]
            found = [pair for pair in pairs if pair[1] is not False]
            if len(self._by_action) >= REMEMBERED:
                self._by_action.clear()
            self._by_action[action] = found
        return found


@lru_cache(maxsize=16384)
def rules_of(text: str) -> Rules:
    """The policy that a JSON text spells, compiled once for all who attach it."""
    return Rules(read_policy_text(text), text)
