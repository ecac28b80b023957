"""Replay of requests by the procedure that decides them: whether one shows the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.context import Context, Values
from partywall.access.decide import decide
from partywall.access.formula import Formula, KeyTest, both, opposite, untold
from partywall.access.language.reading import read_policy_text
from partywall.access.language.records import Policy
from partywall.access.layers.identity import IDENTITY
from partywall.access.layers.layer import Attached, allowed_by
from partywall.access.layers.resource import RESOURCE
from partywall.access.requester import Kind, Requester
from partywall.access.rules import Rules
from partywall.access.situation import Request, Situation
from partywall.access.symbolic import axioms
from partywall.access.symbolic.elements import Free, Placed, Problem
from partywall.access.symbolic.places import has_variable
from partywall.access.symbolic.principals import Standing
from partywall.access.symbolic.search import Region
from partywall.access.symbolic.witness import (
    EVERYTHING,
    HOME,
    MOST_CHOICES,
    NOTHING,
    Witness,
    requests_of,
)
from partywall.kernel.arn import parse_arn

VARIABLE: Final = "a policy variable whose value decides"
ORDINARY: Final = ("aws", "", "us-east-1", HOME)
"""What an ARN's fields are when nothing asks for anything else; the second is the service."""


class Judge:
    """What decides a request against one side's policies alone."""

    def __init__(self, policies: Sequence[Policy], by_resource: bool) -> None:
        self.by_resource = by_resource
        self.attached = tuple(
            [Attached(f"policy {index}", Rules(one)) for index, one in enumerate(policies)]
        )

    def permits(self, witness: Witness) -> Formula:
        """When the policies permit the request, by what `access.decide` says of their layer."""
        request = Request(
            witness.requester,
            witness.action,
            witness.resource,
            Context(witness.context),
            witness.resource_account,
        )
        decision = decide(request, self._situation(witness))
        name = RESOURCE if self.by_resource else IDENTITY
        layer = next(one for one in decision.layers if one.name == name)
        allow = layer.allow
        if witness.standing is not None:
            allow = allowed_by(layer.hits, *witness.standing.counts)
        return both(allow, opposite(layer.deny))

    def _situation(self, witness: Witness) -> Situation:
        if not self.by_resource:
            return Situation(identity=self.attached)
        if witness.standing is Standing.BOUNDED:
            return Situation(resource=self.attached, boundary=(_attached(NOTHING),))
        if witness.standing is Standing.SESSION:
            return Situation(resource=self.attached, session=())
        if witness.standing is Standing.ALONE:
            return Situation(resource=self.attached)
        return Situation(resource=self.attached, identity=(_attached(EVERYTHING),))


def _attached(text: str) -> Attached:
    return Attached("beside", Rules(read_policy_text(text)))


class Trial(Struct, frozen=True):
    """What came of trying the requests of a region: one that shows the difference, or why not."""

    witness: Witness | None
    reasons: tuple[str, ...] = ()


def try_region(problem: Problem, region: Region, more: Judge, less: Judge) -> Trial:
    """Replay requests of a region until one shows the difference."""
    reasons: dict[str, None] = {}
    for witness in islice(requests_of(problem, region), MOST_CHOICES):
        against = _contradicted(witness, problem.by_resource)
        if against:
            reasons[f"only requests show it that AWS's documents rule out: {against}"] = None
            continue
        if shows(witness, more, less):
            return Trial(_readable(witness, more, less))
        for judge in (more, less):
            reasons.update(dict.fromkeys(untold(judge.permits(witness))))
    if not reasons:
        reasons.update(dict.fromkeys(_left_free(problem)))
    if not reasons:
        reasons["no request could be made of what the policies leave open"] = None
    return Trial(None, tuple(reasons))


def shows(witness: Witness, more: Judge, less: Judge) -> bool:
    """Whether one side surely permits the request and the other surely does not."""
    return more.permits(witness) is True and less.permits(witness) is False


def _left_free(problem: Problem) -> Iterator[str]:
    """What no request could settle, though every one of them was decided."""
    for element in problem.elements:
        varies = isinstance(element, KeyTest) and element.variables
        if isinstance(element, Placed):
            varies = any(map(has_variable, element.patterns))
        if isinstance(element, Free):
            yield element.why
        elif varies:
            yield VARIABLE


def _contradicted(witness: Witness, by_resource: bool) -> str:
    """What AWS documents that rules the request out, or nothing."""
    found = axioms.contradicted(witness.context)
    if found:
        return found
    one, told = witness.requester, witness.context
    principal = told.get("aws:principalarn")
    if not by_resource:
        return ""
    for key, value in _following(one).items():
        if key in told and told[key] != value and (value is None or told[key] is None):
            return f"{key} follows from the principal"
    if principal is not None and not _is_arn_of(principal.texts[0], one):
        return "aws:PrincipalArn follows from the principal"
    account = told.get("aws:principalaccount")
    if account is not None and account.texts[0] != one.account:
        return "aws:PrincipalAccount is the principal's account"
    return ""


def _following(one: Requester) -> dict[str, Values | None]:
    """Keys that are absent, or present, because of who asks."""
    there = Values(("",))
    found: dict[str, Values | None] = dict.fromkeys(
        ("aws:principalarn", "aws:principalaccount"), there if one.is_identity else None
    )
    found["aws:username"] = there if one.kind is Kind.USER else None
    if not one.is_identity:
        found |= dict.fromkeys(("aws:principalorgid", "aws:principalorgpaths"))
    return found


def _is_arn_of(text: str, one: Requester) -> bool:
    """Whether aws:PrincipalArn of this requester can be this; a session's role may have a path."""
    if one.kind in (Kind.SESSION, Kind.ROLE):
        arn = parse_arn(text)
        return (
            arn is not None
            and arn.account == one.account
            and arn.resource.startswith("role/")
            and arn.name == one.role
        )
    return text == one.arn


def _readable(witness: Witness, more: Judge, less: Judge) -> Witness:
    """The same with ordinary fields in its ARN, as far as that still shows the difference."""
    fields = witness.resource.split(":", 5)
    if len(fields) < 6:
        return witness
    ordinary = [ORDINARY[0], witness.action.partition(":")[0], *ORDINARY[2:]]
    for place, value in enumerate(ordinary, 1):
        if fields[place] in ("", value):
            continue
        changed = [*fields[:place], value, *fields[place + 1 :]]
        other = replace(witness, resource=":".join(changed))
        if shows(other, more, less):
            witness, fields = other, changed
    return witness
