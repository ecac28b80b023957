"""A request for a pattern of resources: is the decision the same for all that match it?

Every pattern that the policies hold cuts the resources in two, those that match it and the rest;
within the pattern of the request that leaves finitely many cells, and all resources of a cell
are decided alike. So one resource of each cell is decided, a shortest one, and it is the witness
of its decision.

What a resource is, is taken from its shape alone: any ARN of six fields that matches, of the
resource's account (of the requester's, where the request names none), of AWS, or without an
account, as S3's are. The literal `*` is what actions without a resource are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.catalogue import find
from partywall.access.conditions import resolve
from partywall.access.decide import decide, query_of
from partywall.access.decision import Decision
from partywall.access.globs import Step, Steps, TooMany, arn_steps, cells, text_steps
from partywall.access.layers.layer import Attached
from partywall.access.patterns import Solid, Wild, parse_pattern
from partywall.access.rules import Query, Rule, solid
from partywall.access.situation import Request, Situation
from partywall.kernel.unknown import Unknown

SHAPES: Final = (
    "arn:*:kms:*:*:key/*", "arn:*:iam::aws:policy/*", "arn:*:iam::*:role/aws-reserved/*"
)  # fmt: skip
"""Resources that service rules treat apart."""

ANY_ACCOUNT: Final = tuple([Step("0123456789")] * 12)
OWNED: Final = 0b1110
"""The patterns in `decide_all` that say whose a resource can be: no field, the owner, or AWS."""


NOT_KNOWN: Final = "a resource pattern of a policy is not known, or holds a variable that is not"


class Spread(Struct, frozen=True):
    """The decisions that occur among the resources of a pattern, each with a witness.

    `unsure` says why they may not be all, or is empty.
    """

    found: tuple[tuple[str, Decision], ...]
    unsure: str = ""

    @property
    def same(self) -> bool:
        """Whether all resources that match are decided alike."""
        return not self.unsure and len(self.found) == 1


def is_pattern(request: Request) -> bool:
    """Whether the request is for a pattern; `*` is none for an action without resources."""
    resource = request.resource
    if resource == "*":
        action = find(request.action)
        return action is None or bool(action.resource_types)
    return "*" in resource or "?" in resource


def decide_all(request: Request, situation: Situation) -> Spread:
    """Every decision that occurs among the resources that match, in a fixed order."""
    query = query_of(request, situation)
    owner = request.owner or request.requester.account
    accounts = [(), text_steps((owner,)) if owner else ANY_ACCOUNT, text_steps(("aws",))]
    patterns = [*map(_steps, SHAPES)]
    for tokens in _patterns(situation, query):
        if tokens is None:
            return Spread(
                (), "a resource pattern of a policy is not known, or holds a variable that is not"
            )
        patterns.append(arn_steps(tokens))
    asked = [_steps(request.resource), *map(_owned_by, accounts), *dict.fromkeys(patterns)]
    try:
        found = cells(asked, within=(0,))
    except TooMany:
        return Spread((), "the patterns meet in too many ways to be told apart")
    witnesses = [text for cell, text in found.items() if cell & OWNED]
    if request.resource == "*" and find(request.action) is None:
        witnesses.append("*")
    if not witnesses:
        return Spread((), f"no ARN of a resource of {owner or 'an account'} matches the pattern")
    return Spread(tuple(_decisions(request, situation, witnesses)))


def _decisions(
    request: Request, situation: Situation, witnesses: Iterable[str]
) -> Iterator[tuple[str, Decision]]:
    """One decision of each kind with its shortest witness."""
    seen = set()
    for witness in sorted(witnesses, key=lambda text: (len(text), text)):
        decision = decide(replace(request, resource=witness), situation)
        kind = (decision.outcome, decision.allow_if)
        if kind not in seen:
            seen.add(kind)
            yield witness, decision


def _plain(text: str) -> Solid:
    return solid(parse_pattern(text))


def _steps(text: str) -> Steps:
    return arn_steps(_plain(text))


def _owned_by(account: Steps) -> Steps:
    """The ARNs of resources in such accounts."""
    return (*_steps("arn:*:*:*:"), *account, *text_steps((":", Wild.MANY)))


def _patterns(situation: Situation, query: Query) -> Iterator[Solid | None]:
    """The resource patterns of the statements that speak of the action; None for an unknown."""
    for rule in _speaking(situation, query):
        resources = rule.resources
        if resources is None:
            continue
        if resources.unknown:
            yield None
        for pattern in resources.texts:
            value = resolve(pattern, query.context)
            if isinstance(value, Unknown):
                yield None
            elif value is not None:
                yield value


def _speaking(situation: Situation, query: Query) -> Iterator[Rule]:
    for attached in _policies(situation):
        for rule, _ in attached.rules.speaking_of(query.action):
            yield rule


def _policies(situation: Situation) -> Iterator[Attached]:
    yield from (*situation.identity, *situation.boundary, *(situation.session or ()))
    yield from (*situation.resource, *(situation.endpoint or ()))
    for levels in (situation.scps, situation.rcps):
        for level in levels or ():
            yield from level
