"""A request for a pattern of resources: is the decision the same for all that match it?

Every pattern that the policies hold cuts the resources in two, those that match it and the rest;
within the pattern of the request that leaves finitely many cells, and all resources of a cell
are decided alike. So one resource of each cell is decided, a shortest one, and it is the witness
of its decision. A pattern cuts twice, once for each reading of a `*` at the end of a field.

What a resource is, is taken from its shape alone: any ARN of six fields that matches, of the
resource's account (of the requester's, where the request names none), of AWS, or without an
account, as S3's are. The literal `*` is what actions without a resource are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.catalogue import find
from partywall.access.conditions import resolve
from partywall.access.decide import decide, query_of
from partywall.access.decision import Decision, Outcome
from partywall.access.formula import Formula, leaves
from partywall.access.globs import (
    Step,
    Steps,
    TooMany,
    arn_steps,
    cells,
    literal_head,
    text_steps,
)
from partywall.access.patterns import Solid, Wild, parse_pattern
from partywall.access.rules import BEYOND, Query, Rule, solid
from partywall.access.situation import Request, Situation
from partywall.kernel.unknown import Unknown

SHAPES: Final = (
    "arn:*:kms:*:*:key/*", "arn:*:kms:*:*:alias/aws/*", "arn:*:iam::aws:policy/*",
    "arn:*:iam::*:role/aws-reserved/*",
)  # fmt: skip
"""Resources that service rules treat apart."""

NO_MORE_COLONS: Final = (
    *arn_steps(("arn:", Wild.MANY, ":", Wild.MANY, ":", Wild.MANY, ":", Wild.MANY, ":")),
    *text_steps((Wild.MANY,), inside=True),
)
BEYOND_ASSUMED: Final = "no * that ends a field reaches a resource whose name has colons of its own"
ANY_ACCOUNT: Final = tuple([Step("0123456789")] * 12)

Element = tuple[Solid, ...]
"""The resource patterns of one statement."""

TOO_MANY: Final = "the patterns meet in too many ways to be told apart"
MOST_WEIGHT: Final = 5_000
"""Decisions, and tests of keys in those that are conditional: a second or two."""
NOT_KNOWN: Final = "a resource pattern of a policy is not known, or holds a variable that is not"


class Spread(Struct, frozen=True):
    """The decisions that occur among the resources of a pattern, each with a witness.

    `unsure` says why they may not be all, or is empty.
    """

    found: tuple[tuple[str, Decision], ...]
    unsure: str = ""

    @property
    def same(self) -> bool | None:
        """Whether all resources that match are decided alike; None when that is not known."""
        settled = [one for _, one in self.found if one.outcome is not Outcome.UNKNOWN]
        if len(settled) > 1:
            return False
        return True if settled and len(settled) == len(self.found) and not self.unsure else None


def is_pattern(request: Request) -> bool:
    """Whether the request is for a pattern; `*` is none for an action without resources."""
    resource = request.resource
    if resource == "*":
        action = find(request.action)
        return action is None or bool(action.resource_types)
    return "*" in resource or "?" in resource


def decide_all(request: Request, situation: Situation) -> Spread:
    """Every decision that occurs among the resources that match, in a fixed order."""
    texts, unsure = told_apart([(request, situation)])
    return Spread((), unsure) if unsure else _decisions(request, situation, texts)


def told_apart(asked: Sequence[tuple[Request, Situation]]) -> tuple[list[str], str]:
    """A shortest resource of every kind that the policies around any of the requests tell apart.

    The requests are for one pattern and one owner. The second is why there may be more kinds, or
    empty.
    """
    request = asked[0][0]
    owner = request.owner or request.requester.account
    elements: list[Element] = []
    for one, situation in asked:
        for patterns in _elements(situation, query_of(one, situation)):
            if patterns is None:
                return [], NOT_KNOWN
            elements.append(patterns)
    kinds = _kinds(request.resource, owner, tuple(elements))
    if kinds is None:
        return [], TOO_MANY
    texts = list(kinds)
    if request.resource == "*" and find(request.action) is None:
        texts.append("*")
    if not texts:
        return [], f"no ARN of a resource of {owner or 'an account'} matches the pattern"
    return sorted(texts, key=lambda one: (len(one), one)), ""


@lru_cache(maxsize=4096)
def _kinds(resource: str, owner: str, said: tuple[Element, ...]) -> tuple[str, ...] | None:
    """A shortest resource for each way in which the elements can match; None if too many.

    An element matches when one of its patterns does. Patterns whose beginnings differ from that
    of the request never match with it. Requests that differ in who asks, or in what stands beside
    the policies, tell the same resources apart.
    """
    accounts = [(), text_steps((owner,)) if owner else ANY_ACCOUNT, text_steps(("aws",))]
    asked = [_steps(resource), *map(_owned_by, accounts)]
    elements = [[_steps(shape)] for shape in SHAPES] + [[NO_MORE_COLONS]]
    for solids in said:
        elements += [[*map(arn_steps, solids)], [*map(text_steps, solids)]]
    wanted = literal_head(asked[0])
    patterns = dict.fromkeys(asked)
    for element in elements:
        patterns |= dict.fromkeys([one for one in element if _meet(wanted, literal_head(one))])
    places = {steps: 1 << index for index, steps in enumerate(patterns)}
    masks = {sum({places[one] for one in element if one in places}) for element in elements}
    try:
        found = cells(list(patterns), within=(0,))
    except TooMany:
        return None
    owned = sum(places[one] for one in asked[1:])
    kinds: dict[tuple[bool, ...], str] = {}
    for cell, text in found.items():
        if cell & owned:
            kinds.setdefault(tuple([bool(cell & mask) for mask in masks]), text)
    return tuple(kinds.values())


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _decisions(request: Request, situation: Situation, texts: Iterable[str]) -> Spread:
    """One decision of each kind with its shortest witness.

    A resource that is unknown only because a `*` may go on beyond the colon, into a name that has
    colons of its own, is left out where there are others, and the decisions say so.
    """
    found: dict[tuple[Outcome, Formula], tuple[str, Decision]] = {}
    left_out: list[tuple[str, Decision]] = []
    weight = 0
    for text in texts:
        decision = decide(replace(request, resource=text), situation)
        if is_beyond(decision.unmodelled, text):
            left_out.append((text, decision))
        else:
            found.setdefault((decision.outcome, decision.allow_if), (text, decision))
        weight += 1 + sum(1 for _ in leaves(decision.allow_if))
        if weight > MOST_WEIGHT:
            return Spread(tuple(found.values()), TOO_MANY)
    if not left_out or not found:
        return Spread(tuple(found.values()) or tuple(left_out[:1]))
    return Spread(
        tuple([
            (text, replace(one, assumed=(*one.assumed, BEYOND_ASSUMED)))
            for text, one in found.values()
        ])
    )  # fmt: skip


def is_beyond(unmodelled: tuple[str, ...], text: str) -> bool:
    """Whether all that is not known is if a `*` goes on into a name with colons of its own."""
    return unmodelled == (BEYOND.why,) and text.count(":") > 5


def _plain(text: str) -> Solid:
    return solid(parse_pattern(text))


@lru_cache(maxsize=4096)
def _steps(text: str) -> Steps:
    return arn_steps(_plain(text))


@lru_cache(maxsize=64)
def _owned_by(account: Steps) -> Steps:
    """The ARNs of resources in such accounts."""
    return (*_steps("arn:*:*:*:"), *account, *text_steps((":", Wild.MANY)))


def _elements(situation: Situation, query: Query) -> Iterator[Element | None]:
    """The resource patterns of each statement that speaks of the action; None for unknown ones."""
    for rule in _speaking(situation, query):
        resources = rule.resources
        if resources is None:
            continue
        values = [resolve(pattern, query.context) for pattern in resources.texts]
        if resources.unknown or any(isinstance(one, Unknown) for one in values):
            yield None
        yield tuple([one for one in values if isinstance(one, tuple)])


def _speaking(situation: Situation, query: Query) -> Iterator[Rule]:
    for attached in situation.policies:
        for rule, _ in attached.rules.speaking_of(query.action):
            yield rule
