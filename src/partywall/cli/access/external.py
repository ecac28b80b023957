"""`partywall access external`: who from outside the account is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from partywall.cli.access.asking import asked, finish, question
from partywall.cli.access.words import (
    AS_FAR,
    INDENT,
    answer_json,
    not_followed_json,
    not_followed_text,
)
from partywall.cli.estates import Given, InOrder

if TYPE_CHECKING:
    from partywall.access.questions.external import Way


@click.command("external", cls=InOrder, short_help="Who from outside is let in, and on what terms?")
@question
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Other accounts, identity providers and services that policies of resources let in.

    Each with the conditions that should bind it and do not: the source for a service that acts
    for others, the external id for another account, audience and subject for a provider. Exit
    codes: 0 answered, 2 wrong usage, 3 input unreadable or incomplete.
    """
    from partywall.access.questions.external import external, not_followed

    found = asked(paths, given)
    result, beyond = external(found.world), not_followed(found.world)
    told: dict[str, Any] = {
        "ways_in": [
            {
                "address": one.address,
                "who": one.who.name,
                "policy": one.policy,
                "statement": one.statement,
                "missing_conditions": list(one.missing),
                "conditions_not_known": list(one.not_known),
                **answer_json(one.answer),
            }
            for one in result
        ],
        "not_followed": not_followed_json(beyond),
    }
    finish(found, form, told, "\n".join([*_text(result, bool(beyond)), *not_followed_text(beyond)]))


def _text(result: tuple[Way, ...], beyond: bool) -> list[str]:
    if not result:
        return [f"Nobody from outside the account is let in{AS_FAR if beyond else ''}."]
    unbound = sum(bool(one.missing) for one in result)
    ways = f"{len(result)} ways in from outside the account"
    unsure = sum(bool(one.not_known) for one in result)
    open_ = f", of {unsure} it is not known" if unsure else ""
    lines = [f"{ways}; {unbound} lack a condition that should bind them{open_}."]
    for one in result:
        lines.append(f"{INDENT}{one.who.name}: {one.action} on {one.resource}")
        lines.append(f"{INDENT * 2}{one.answer.outcome.value}: {one.answer.because}")
        lines += [f"{INDENT * 2}missing: {name}" for name in one.missing]
        lines += [f"{INDENT * 2}may be missing: {name}" for name in one.not_known]
    return lines
