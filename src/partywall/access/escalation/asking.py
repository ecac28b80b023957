"""Requests of one identity, decided with all that binds it; and the search for a place to act.

What the session would tell (MFA, the address it comes from, its tags) is not known, so it stays in
the answer as a condition. The Region is for the requester to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from partywall.access.catalogue import arn_shapes, find
from partywall.access.conditions import resolve
from partywall.access.context import Context, Found, Values
from partywall.access.decide import decide
from partywall.access.escalation.paths import Need
from partywall.access.escalation.world import Identity, World
from partywall.access.formula import Formula, KeyTest, Untold, both, leaves, untold
from partywall.access.globs import TooMany, arn_steps, cells
from partywall.access.layers.layer import Policies
from partywall.access.patterns import parse_pattern
from partywall.access.requester import parse_requester
from partywall.access.rules import Query, Rules, solid
from partywall.access.situation import Request, Situation
from partywall.access.world.arns import Named
from partywall.access.world.hedging import hedged
from partywall.kernel.unknown import Unknown

OF_SESSION: Final = Unknown("it depends on the session")
REGION: Final = "aws:requestedregion"
GLOBAL: Final = {"iam": "us-east-1", "organizations": "us-east-1"}
"""Services with one endpoint, and the Region it counts as. (A role is passed in the Region of the
service that it is passed to.)"""
FRESH: Final = "any-other"
"""The name of something that no policy names."""
ANYBODY: Final = parse_requester("*")
TANGLED: Final = Untold("the resource patterns meet in too many ways to be told apart")
Keys = Mapping[str, Found]
NO_KEYS: Final[Keys] = {}


class Asker:
    """Decides requests of identities, and remembers which statements reach which targets."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._reached: dict[tuple[int, str, int], frozenset[str]] = {}
        self._kept: list[object] = []

    def allowed(
        self,
        actor: Identity,
        action: str,
        resource: str,
        keys: Keys = NO_KEYS,
        policies: Policies = (),
        owner: str = "",
    ) -> Formula:
        """When the identity may do it; `policies` are the resource's own."""
        service = action.partition(":")[0]
        known: dict[str, Found] = {**dict(actor.keys), **keys}
        if service in GLOBAL and action != "iam:PassRole":
            known[REGION] = Values((GLOBAL[service],))
        found = self._decided(actor, action, resource, known, policies, owner)
        for region in _regions(found):
            chosen = {**known, REGION: Values((region,))}
            again = self._decided(actor, action, resource, chosen, policies, owner)
            if again is not False:
                return again
        return found

    def _decided(
        self,
        actor: Identity,
        action: str,
        resource: str,
        keys: Keys,
        policies: Policies,
        owner: str,
    ) -> Formula:
        context = Context(keys, OF_SESSION)
        request = Request(actor.requester, action, resource, context, owner or actor.account)
        situation = self._around(actor, policies)
        shapes = self.world.shapes
        if actor.arn not in shapes and resource not in shapes:
            return decide(request, situation).allow_if
        return hedged(
            request,
            situation,
            Named(resource, shapes.get(resource, "")),
            Named(actor.arn, shapes.get(actor.arn, "")),
            lambda known: decide(request, known).allow_if,
        )

    def _around(self, actor: Identity, policies: Policies = ()) -> Situation:
        return Situation(
            identity=actor.identity,
            boundary=actor.boundary,
            resource=policies,
            scps=actor.scps,
            rcps=self.world.rcps,
        )

    def tells_apart(self, actor: Identity, action: str) -> bool:
        """Whether any statement about the action, in lower case, that binds the identity names
        resources; if none does, what holds for one holds for all that no service rule treats apart.
        """
        return any(
            rule.statement.resources is not None and rule.statement.resources.texts != ("*",)
            for attached in self._around(actor).policies
            for rule, _ in attached.rules.speaking_of(action)
        )

    def reached(self, actor: Identity, action: str, targets: Sequence[str]) -> frozenset[str]:
        """The targets that some policy of the identity may allow it to do the action on.

        More than it may in the end, and never less, but for policies whose text is not known:
        they count as saying nothing here. `targets` must be the same object each time.
        """
        found: frozenset[str] = frozenset()
        for attached in actor.identity:
            found |= self._reached_by(attached.rules, action.lower(), targets)
        return found

    def _reached_by(self, rules: Rules, action: str, targets: Sequence[str]) -> frozenset[str]:
        key = (id(rules), action, id(targets))
        found = self._reached.get(key)
        if found is None:
            found = frozenset(_reached_by(rules, action, targets))
            self._reached[key] = found
            self._kept += (rules, targets)
        return found

    def somewhere(
        self, actor: Identity, pattern: str, actions: Sequence[str], keys: Keys = NO_KEYS
    ) -> Formula:
        """When there is a resource of the pattern on which the identity may do all the actions."""
        fresh = pattern.replace("*", FRESH) if pattern != "*" else pattern
        best = self._all(actor, fresh, actions, keys)
        if best is True or not self.may(actor, actions):
            return best
        try:
            for place in self.places(actor, pattern, actions):
                found = self._all(actor, place, actions, keys)
                if found is True:
                    return True
                best = _better(best, found)
        except TooMany:
            return _better(best, TANGLED)
        return best

    def may(self, actor: Identity, actions: Iterable[str]) -> bool:
        """Whether some statement of the identity allows each of the actions on anything."""
        return all(
            any(speaks(attached.rules, action.lower()) for attached in actor.identity)
            for action in actions
        )

    def _all(self, actor: Identity, place: str, actions: Sequence[str], keys: Keys) -> Formula:
        return together(self.allowed(actor, action, place, keys) for action in actions)

    def places(
        self, actor: Identity, pattern: str, actions: Sequence[str], apart: Iterable[str] = ()
    ) -> Iterator[str]:
        """One resource of each kind that the statements about the actions tell apart.

        Each that is named in `apart` is a kind of its own. Raises TooMany.
        """
        if pattern == "*":
            return
        context = Context({}, OF_SESSION)
        layers = [actor.identity, actor.boundary, *(actor.scps or ())]
        texts = dict.fromkeys(
            solid(value)
            for policies in layers
            for attached in policies
            for action in actions
            for rule, _ in attached.rules.speaking_of(action.lower())
            for tokens in (rule.resources.texts if rule.resources else ())
            if isinstance(value := resolve(tokens, context), tuple)
        )
        asked = arn_steps(solid(parse_pattern(pattern)))
        texts.update(dict.fromkeys(solid(parse_pattern(one)) for one in apart))
        found = cells([asked, *map(arn_steps, texts)], within=(0,))
        yield from sorted(found.values(), key=lambda text: (len(text), text))


def speaks(rules: Rules, action: str) -> bool:
    """Whether a statement of the policy may allow an action in lower case on anything."""
    return any(rule.statement.effect != "Deny" for rule, _ in rules.speaking_of(action))


def _reached_by(rules: Rules, action: str, targets: Sequence[str]) -> Iterator[str]:
    speaking = [
        rule for rule, _ in rules.speaking_of(action) if rule.statement.effect != "Deny"
    ]  # fmt: skip
    elements = [rule.resources for rule in speaking]
    if any(one is None or (one.everything and not one.negated) for one in elements):
        yield from targets
        return
    context = Context({}, OF_SESSION)
    for target in targets if elements else ():
        query = Query(ANYBODY, action, target, context)
        if any(one is not None and one.match(query) is not False for one in elements):
            yield target


def _regions(formula: Formula) -> list[str]:
    """The Regions that a formula names, as far as they are plain."""
    return list(
        dict.fromkeys(
            value
            for leaf in leaves(formula)
            if isinstance(leaf, KeyTest) and leaf.key == REGION
            for value in leaf.values
            if re.fullmatch("[a-z0-9-]+", value)
        )
    )


def together(formulas: Iterable[Formula]) -> Formula:
    """All of them, each about a request of its own.

    A key may hold something else in another request, so two that exclude each other are no denial.
    """
    parts: list[Formula] = []
    for one in formulas:
        if one is False:
            return False
        parts.append(one)
    found = both(*parts)
    return Untold("requests under conditions that exclude each other") if found is False else found


def _better(one: Formula, other: Formula) -> Formula:
    """The formula that promises more: open by keys, then not told, then no."""
    return other if rank(other) < rank(one) else one


def rank(formula: Formula) -> int:
    """0 for yes, 1 for a condition, 2 for what is not told, 3 for no."""
    if isinstance(formula, bool):
        return 0 if formula else 3
    return 2 if untold(formula) else 1


def patterns_of(need: Need, actor: Identity) -> list[str]:
    """The ARN patterns of what a need is on; `*` for an action without resources."""
    if need.on.startswith("arn:"):
        return [need.on.format(partition=actor.requester.partition)]
    action = find(need.action)
    assert action is not None, need.action
    types = [one.name for one in action.resource_types if one.required]
    shapes = arn_shapes(need.action.partition(":")[0])
    wanted = [need.on] if need.on else types
    return [_pattern(shapes[one.lower()].arn, actor) for one in wanted] or ["*"]


def _pattern(template: str, actor: Identity) -> str:
    known = template.replace("${Partition}", actor.requester.partition)
    known = known.replace("${Account}", actor.account)
    return re.sub(r"\*+", "*", re.sub(r"\$\{[^}]*\}", "*", known))
