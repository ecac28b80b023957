"""What an answer over an estate can show for itself: a replay of every yes, and certificates.

Both go through the line of `decide` that a request makes up with its policies, read anew from its
JSON, so that nothing of the estate takes part but what the line says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Final

from partywall.access.certificates import Uncertified, certify
from partywall.access.checker import verify
from partywall.access.checker.language import Rejected
from partywall.access.decision import Decision, Outcome
from partywall.access.possible import examples
from partywall.access.questions.outsiders import EVERYBODY, outsiders
from partywall.access.questions.who import absent
from partywall.access.requests import BadLine, Json, answer
from partywall.access.resources import is_pattern
from partywall.access.spelling import spelled
from partywall.access.world.answers import Answer, Case
from partywall.access.world.targets import Target
from partywall.access.world.world import World
from partywall.access.written import Unwritten, plain, principal, written

VERSION: Final = 1
MOST_EXAMPLES: Final = 16
"""Values of the keys that are tried."""
NOT_SHOWN: Final = (
    "that the input has every user and role of the account, and all that binds them",
    "that no service control policy, resource control policy, session policy or endpoint's policy"
    " binds the requests but those that they name",
    "what services and identity providers can do whom no policy names, where everybody is let in",
)
"""What the certificate of a list rests on besides."""


def replay(yes: Answer) -> str:
    """Nothing when each request of a yes is decided so again; else why that is not shown."""
    for case in yes.cases:
        try:
            found = answer(_line(case, case.request.resource), unknown=True)
        except (Unwritten, BadLine) as error:
            return str(error)
        if found["decision"] != Outcome.ALLOW.value:
            return f"decided again it is {found['decision']}"
    return "" if yes.cases else "it was not decided by one request"


def example(found: Answer) -> Json | None:
    """A request that is allowed, of those that an answer lets through under conditions.

    It is decided so with the values of the keys that the conditions name: each other key is not
    known still. None where no such values are found, or the answer is no such.
    """
    if found.outcome is not Outcome.CONDITIONAL or len(found.cases) != 1:
        return None
    (case,) = found.cases
    for resource, decision in case.found:
        for values in islice(examples(decision.allow_if), MOST_EXAMPLES):
            try:
                line = written(case.request, case.situation, resource)
            except Unwritten:
                return None
            chosen = {spelled(key): plain(one) for key, one in sorted(values.items())}
            context = line.get("context", {})
            rest = {key: one for key, one in context.items() if key not in values}
            line["context"] = {**rest, **chosen}
            if answer(json.dumps(line).encode(), unknown=True)["decision"] == "ALLOW":
                return {"resource": resource, "context": chosen}
    return None


def certificates(found: Answer) -> list[Json]:
    """A certificate of every decision that the answer consists of.

    Raises Uncertified for what is not known, or cannot be proved from the line alone.
    """
    if found.outcome is Outcome.UNKNOWN:
        raise Uncertified(found.because)
    return [one for case in found.cases for one in _certificates(case)]


def _certificates(case: Case) -> list[Json]:
    """One for all resources of the request, or one for each decision that occurs among them."""
    if len(case.found) == 1:
        try:
            return [_certificate(case, case.request.resource, case.found[0][1])]
        except Uncertified:
            if not is_pattern(case.request):
                raise
    return [_certificate(case, *one) for one in case.found]


def _certificate(case: Case, resource: str, decision: Decision) -> Json:
    try:
        found = certify(_line(case, resource), unknown=True)
    except (Unwritten, BadLine) as error:
        raise Uncertified(str(error)) from None
    if found["decision"] != decision.outcome.value:
        raise Uncertified(f"from its line alone the decision is {found['decision']}")
    return found


def _line(case: Case, resource: str) -> bytes:
    return json.dumps(written(case.request, case.situation, resource)).encode()


def listing(world: World, action: str, target: Target) -> Json:
    """The certificate of who can do an action on a resource, those who cannot included.

    It has a decision for every principal that the input has, for everybody whom the policy of the
    resource names, for a caller without credentials, and for one of an account that nobody names.
    Raises Uncertified where the policy of the resource itself is not known.
    """
    if target.unseen:
        raise Uncertified(f"not known: {target.unseen}")
    decisions: list[Json] = []
    unproved: list[Json] = []
    for one in everybody(world, action, target):
        try:
            decisions += certificates(one)
        except Uncertified as error:
            unproved.append({"principal": _name(one), "because": str(error)})
    found = {
        "certificate": "list",
        "version": VERSION,
        "action": action,
        "resource": target.text,
        "decisions": decisions,
        "unproved": unproved,
        "not_shown": list(NOT_SHOWN),
    }
    try:
        verify(found)
    except Rejected as error:
        raise Uncertified(f"the checker does not accept it: {error}") from None
    return found


def _name(found: Answer) -> object:
    try:
        return principal(found.requester)
    except Unwritten:
        return found.requester.arn


def everybody(world: World, action: str, target: Target) -> Iterator[Answer]:
    """The answer of everybody there is: of the account, named by the resource, and of nobody."""
    guards = world.guards(target)
    own = [*(one.requester for one in world.principals.values()), *world.roots]
    for requester in (*own, *absent(world, guards, action)):
        yield world.ask(requester, action, target)
    for who in dict.fromkeys((*outsiders(guards, action, world.home.account), *EVERYBODY)):
        yield world.ask(who.requester, action, target, who.context)
