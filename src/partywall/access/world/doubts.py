"""Whether a decision would stand if the names were known that are chosen later.

A resource without a name yet stands in the request with a stand-in that no pattern names. A
pattern that misses the stand-in may still match the true name; so may a principal that a policy
names be the role whose name is not known. Of all the ways in which that can turn out two are
extreme: whatever would open does apply and nothing that would close, and the other way round. A
denial that stands in the first is one in all, and so is an allowance that stands in the second.
"""

from __future__ import annotations

from functools import lru_cache
from string import ascii_letters, digits
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.decide import query_of
from partywall.access.globs import Step, Steps, TooMany, arn_steps, cells
from partywall.access.language.records import (
    Patterns,
    Policy,
    PrincipalEntry,
    PrincipalSet,
    Statement,
)
from partywall.access.layers.layer import Attached, Policies
from partywall.access.patterns import (
    Solid,
    Tokens,
    Variable,
    Wild,
    arn_fields,
    compile_resource,
    parse_pattern,
)
from partywall.access.rules import Rule, Rules, solid
from partywall.access.situation import Request, Situation
from partywall.access.world.arns import Named

NAME: Final = f"{ascii_letters}{digits}-_.+=,@"
"""What names and ids of resources are made of."""


class Extremes(Struct, frozen=True):
    """The most open and the most closed of the situations that there may be.

    `hangs_on` names the statements that make the difference.
    """

    open: Situation
    closed: Situation
    hangs_on: tuple[str, ...]


def extremes(
    request: Request, situation: Situation, resource: Named, requester: Named
) -> Extremes | None:
    """What hangs on the names that are chosen later; None when nothing does."""
    if not resource.shape and not requester.shape:
        return None
    action = query_of(request, situation).action
    doubtful = {
        id(rule.statement): one
        for attached in situation.policies
        for rule, _ in attached.rules.speaking_of(action)
        if (one := _doubt(rule, resource, requester)) is not None
    }
    if not doubtful:
        return None
    labels = {f"whether {one.statement.label} is about {one.about}" for one in doubtful.values()}
    return Extremes(
        _changed(situation, doubtful, True), _changed(situation, doubtful, False),
        tuple(sorted(labels)),
    )  # fmt: skip


class _Doubt(Struct, frozen=True):
    """A statement that may apply after all, or not: how it would read if it named the names.

    `opens`: whether naming them opens; `closes`: whether it closes. An effect that is not known
    may do either.
    """

    statement: Statement
    named: Statement
    about: str
    opens: bool
    closes: bool


def _doubt(rule: Rule, resource: Named, requester: Named) -> _Doubt | None:
    statement = rule.statement
    named, about, more = statement, "", True
    found = rule.resources
    resources = statement.resources
    missed = found is not None and any(_may_meet(one, resource) for one in found.texts)
    if resource.shape and resources is not None and missed:
        texts = (*resources.texts, resource.text)
        named = replace(named, resources=Patterns(texts, resources.negated))
        about, more = resource.text, not resources.negated
    if requester.shape and statement.principals is not None and _may_name(rule, requester):
        principals = statement.principals
        entries = (*principals.entries, PrincipalEntry("AWS", requester.text))
        named = replace(named, principals=PrincipalSet(entries, principals.negated))
        about, more = requester.text, not principals.negated
    if named is statement:
        return None
    allows, denies = statement.effect != "Deny", statement.effect != "Allow"
    return _Doubt(
        statement, named, about, (allows and more) or (denies and not more),
        (denies and more) or (allows and not more),
    )  # fmt: skip


def _changed(situation: Situation, doubtful: dict[int, _Doubt], opening: bool) -> Situation:
    """The situation in which what opens is so, or what closes."""

    def policies(found: Policies) -> Policies:
        return tuple([_rewritten(one, doubtful, opening) for one in found])

    def levels(found: tuple[Policies, ...] | None) -> tuple[Policies, ...] | None:
        return None if found is None else tuple([policies(one) for one in found])

    return replace(
        situation,
        identity=policies(situation.identity),
        boundary=policies(situation.boundary),
        resource=policies(situation.resource),
        scps=levels(situation.scps),
        rcps=levels(situation.rcps),
    )


def _rewritten(attached: Attached, doubtful: dict[int, _Doubt], opening: bool) -> Attached:
    policy = attached.rules.policy
    changed = False
    statements = []
    for statement in policy.statements:
        doubt = doubtful.get(id(statement))
        if doubt is not None and (doubt.opens if opening else doubt.closes):
            statements.append(doubt.named)
            changed = True
        else:
            statements.append(statement)
    if not changed:
        return attached
    rewritten: Policy = replace(policy, statements=tuple(statements))
    return Attached(attached.name, Rules(rewritten))


def _may_meet(tokens: Tokens, resource: Named) -> bool:
    """Whether a pattern misses the stand-in and may match the true name.

    One that holds the stand-in of another resource is about that one.
    """
    pattern = tuple([Wild.MANY if isinstance(one, Variable) else one for one in tokens])
    if (
        not resource.shape
        or pattern == (Wild.MANY,)
        or compile_resource(pattern).matches(resource.text)
    ):
        return False
    of_another = any(isinstance(one, str) and "<" in one for one in arn_fields(pattern)[-1])
    return not of_another and _meet(pattern, resource.shape)


@lru_cache(maxsize=16384)
def _meet(pattern: Solid, shape: str) -> bool:
    """Whether some text matches both."""
    try:
        return bool(cells([arn_steps(pattern), _steps(shape)], within=(0, 1)))
    except TooMany:
        return True


def _steps(shape: str) -> Steps:
    """The steps of a shape: what is chosen later is a name, and a star that ends it anything.

    Paths of IAM may have slashes in them, so there any character may stand for a star.
    """
    found = arn_steps(solid(parse_pattern(shape)))
    if ":iam:" in shape:
        return found
    goes_on = shape.endswith("/*") or (shape.endswith(":*") and shape.count(":") > 5)
    last = len(found) - 1 if goes_on else len(found)
    return tuple(
        [
            Step(NAME, step.repeats) if not step.chars and place < last else step
            for place, step in enumerate(found)
        ]
    )


def _may_name(rule: Rule, requester: Named) -> bool:
    principals = rule.statement.principals
    if principals is None:
        return False
    return any(
        entry.kind == "AWS"
        and isinstance(entry.name, str)
        and entry.name not in ("*", requester.text)
        and _fits_shape(entry.name, requester.shape)
        for entry in principals.entries
    )


def _fits_shape(name: str, shape: str) -> bool:
    """Whether a principal may be the requester of this shape, or its account."""
    fields = shape.split(":", 5)
    account = fields[4] if len(fields) == 6 else "*"
    if account == "*" and (name.isdigit() or name.endswith(":root")):
        return True
    pattern = compile_resource(solid(parse_pattern(shape)))
    return pattern.matches(name) is not False
