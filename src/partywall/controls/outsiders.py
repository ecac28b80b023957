"""What the policies of a resource leave to other accounts, and to services that act for others.

Most policies speak of neither. Only where a statement does are all of them decided together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.controls.questions import Caller, Questions
from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.outsiders import Spoken
from partywall.estate.views.policy_document import POSITIVE, Condition, Statement
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted, undecided

SOURCES: Final = (
    "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
    "aws:sourceowner",
)  # fmt: skip
"""Keys that say for whom a service acts.

Source: IAM User Guide, "The confused deputy problem" (not re-read).
"""

OF_ORGANIZATION: Final = ("aws:principalorgid", "aws:principalorgpaths")


def kept_at_home(
    at: View,
    spoken: Spoken,
    ask: Questions,
    actions: tuple[str, ...],
    can: str,
    *,
    absent: tuple[str, ...] = (),
    whole: bool = False,
) -> Verdict:
    """Refuted when another account may do one of the actions; `can` are the words for that."""
    if spoken.unknown is not None:
        return undecided(spoken.unknown.doubt())
    statement = spoken.to_others(actions, ask.account)
    if statement is None:
        return proved(*spoken.shown, note="no statement leaves it to another account")
    found = ask.lets_in_others(at, *actions, absent=absent, whole=whole)
    if found.so:
        return refuted(statement, f"{found.how} {can}")
    return proved(*spoken.shown, note="other accounts are kept out")


def source_is_fixed(
    at: View, spoken: Spoken, ask: Questions, usual: tuple[str, ...], more: tuple[str, ...] = ()
) -> Verdict:
    """Refuted when a service is let in on behalf of anybody.

    `usual` are actions to ask about where a statement names none without a wildcard; `more` are
    further keys that bind a service.
    """
    if spoken.unknown is not None:
        return undecided(spoken.unknown.doubt())
    answer: Truth = False
    named = list(_services(spoken))
    for statement, service in named:
        found = _for_anybody(at, statement, service, ask, usual, more)
        if found is True:
            return refuted(service, f"{service.value} may be asked by a stranger")
        answer = answer | found
    if not named:
        return not_applicable(at, "no service is let in")
    return refuted(at, "a service may be asked by a stranger") if answer else proved(*spoken.shown)


def _services(spoken: Spoken) -> Iterator[tuple[Statement, Node]]:
    for statement in spoken.statements():
        for service in statement.at("Principal", "Service").items():
            yield statement, service


def _for_anybody(
    at: View,
    statement: Statement,
    service: Node,
    ask: Questions,
    usual: tuple[str, ...],
    more: tuple[str, ...],
) -> Truth:
    """Whether the service is let in when the request does not say for whom it acts.

    Of the actions behind a wildcard only the usual ones are asked about. That these are denied
    says something of the others only where the statement itself demands a source.
    """
    if not isinstance(service.value, str):
        return service.doubt()
    keys = (*SOURCES, *more)
    written = [one for one in statement.actions or () if "*" not in one and "?" not in one]
    others = [one for one in usual if one not in written and statement.covers(one) is not False]
    caller = Caller(service.value, "Service", dict.fromkeys(keys))
    asked = (*written, *others)
    found = ask.may_let_in(at, caller, *asked) if asked else False
    whole = len(written) == len(statement.actions or ("*",)) and statement.lacks("NotAction")
    if found is not False or whole:
        return found
    demanded = some(statement.conditions, lambda one: _demands(one, keys))[1]
    return no(demanded) & statement.doubt("which of its actions are let through is not worked out")


def _demands(condition: Condition, keys: tuple[str, ...]) -> Truth:
    """Whether only requests pass that have one of the keys."""
    if not condition.told:
        return condition.doubt()
    operator = condition.operator.removeprefix("foranyvalue:")
    return condition.name in keys and operator in POSITIVE
