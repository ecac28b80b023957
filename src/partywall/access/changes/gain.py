"""Whether one request, or one pattern of resources, is allowed in a world and was not in another.

Both decisions are formulas over what the request does not tell. What the one allows and the other
does not is a formula as well; if it can hold, values of the keys are chosen for which it does, and
the request with these values is decided in both worlds before it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.context import Context, Found, Values
from partywall.access.decide import decide
from partywall.access.decision import DENIALS, Decision, Outcome
from partywall.access.formula import Formula, both, opposite, untold
from partywall.access.possible import examples, settle
from partywall.access.requester import Kind
from partywall.access.resources import is_beyond, is_pattern, told_apart
from partywall.access.situation import Request, Situation
from partywall.access.spelling import spelled
from partywall.access.symbolic import axioms
from partywall.access.world.answers import Answer
from partywall.kernel.unknown import Unknown

MOST_TRIED: Final = 64
"""Contexts that are tried for one formula."""
NO_REQUEST: Final = "no request could be made of the conditions"


class Asked(Struct, frozen=True):
    """A question in one world: the answer, and what it was decided from."""

    answer: Answer
    request: Request
    situation: Situation


class Shown(Struct, frozen=True):
    """A request that the one world allows and the other does not, as both decided it.

    `allowed_if` is when the pattern it stands for is newly allowed; `partly` says that this is so
    for some of the resources only. `denied` is None where the other world has no such principal
    or resource.
    """

    request: Request
    allowed_if: Formula
    allowed: Decision
    denied: Decision | None
    partly: bool = False


class Gained(Struct, frozen=True):
    """What one question newly allows; `unsure` says why there may be more."""

    shown: tuple[Shown, ...] = ()
    unsure: tuple[str, ...] = ()


NOTHING: Final = Gained()


def gained(now: Asked, then: Asked | None) -> Gained:
    """What `now` allows and `then` does not; without `then` everything it allows."""
    if now.answer.is_denied:
        return NOTHING
    if then is not None and then.answer.outcome is Outcome.ALLOW:
        return NOTHING
    reasons = {*now.answer.reasons, *(then.answer.reasons if then is not None else ())}
    if reasons:
        return Gained((), tuple(sorted(reasons)))
    resources, unsure = [now.request.resource], ""
    if is_pattern(now.request):
        both_ways = [now, *([then] if then is not None else [])]
        resources, unsure = told_apart([(one.request, one.situation) for one in both_ways])
    return _among(resources, now, then) if not unsure else Gained((), (unsure,))


def _among(resources: list[str], now: Asked, then: Asked | None) -> Gained:
    found: dict[Formula, Shown] = {}
    reasons: dict[str, None] = {}
    closed = False
    for resource in resources:
        left = _left(resource, now, then)
        if left is False:
            closed = True
        elif is_beyond(untold(left), resource) and len(resources) > 1:
            continue  # as `decide_all` leaves it out; said among what is assumed
        elif left not in found:
            shown, why = _shown(resource, left, now, then)
            if shown is not None:
                found[left] = shown
            reasons.update(dict.fromkeys(why))
    partly = closed or len(found) > 1
    return Gained(
        tuple([replace(one, partly=partly) for one in found.values()]), tuple(sorted(reasons))
    )


def _left(resource: str, now: Asked, then: Asked | None) -> Formula:
    """When the request is allowed in the one world and not in the other."""
    new = decide(replace(now.request, resource=resource), now.situation).allow_if
    if new is False or then is None:
        return new
    old = decide(replace(then.request, resource=resource), then.situation).allow_if
    return settle(both(new, opposite(old)))


def _shown(
    resource: str, left: Formula, now: Asked, then: Asked | None
) -> tuple[Shown | None, tuple[str, ...]]:
    """A request with values of its keys for which both worlds decide so, or why there is none."""
    ruled_out: dict[str, None] = {}
    for values in islice([{}] if left is True else examples(left), MOST_TRIED):
        request = _completed(now.request, resource, values)
        against = _contradicted(request)
        if against:
            ruled_out[f"only requests show it that AWS's documents rule out: {against}"] = None
            continue
        allowed, denied = decide(request, now.situation), None
        if then is not None:
            denied = decide(_completed(then.request, resource, values), then.situation)
        if allowed.outcome is Outcome.ALLOW and (denied is None or denied.outcome in DENIALS):
            return Shown(request, left, allowed, denied), ()
    return None, tuple(untold(left)) or tuple(ruled_out) or (NO_REQUEST,)


def _completed(request: Request, resource: str, values: Mapping[str, Found]) -> Request:
    """The request for the resource, with these values for what it leaves open, the rest absent."""
    found = dict(values)
    for key in request.context:
        value = request.context.get(key)
        if key not in found or not isinstance(value, Unknown):
            found[key] = value
    return replace(request, resource=resource, context=Context(found))


def _contradicted(request: Request) -> str:
    """What AWS documents that rules such a request out, or nothing."""
    context, told = request.context, dict[str, Values | None]()
    signed = request.requester.kind is not Kind.ANONYMOUS
    for key in context:
        value = context.get(key)
        if isinstance(value, Values):
            told[key] = value
        elif value is None:
            told[key] = None
            if key in axioms.ALWAYS or (signed and key in axioms.ALWAYS_SIGNED):
                return f"every request has {spelled(key)}"
    return axioms.contradicted(told)
