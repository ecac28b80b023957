"""`partywall access external`: who from outside the account is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from partywall.cli.access.asking import asked, finish, question
from partywall.cli.access.words import INDENT, answer_json, counted
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
    from partywall.access.questions.external import external

    found = asked(paths, given)
    result = external(found.world)
    told: dict[str, Any] = {
        "ways_in": [
            {
                "address": one.address,
                "who": one.who.name,
                "policy": one.policy,
                "statement": one.statement,
                "missing_conditions": list(one.missing),
                "perhaps_own": one.perhaps_own,
                **answer_json(one.answer),
            }
            for one in result
        ]
    }
    finish(found, form, told, "\n".join(_text(result)))


def _text(result: tuple[Way, ...]) -> list[str]:
    if not result:
        return ["Nobody from outside the account is let in."]
    surely = [one for one in result if not one.perhaps_own]
    unbound = sum(bool(one.missing) for one in surely)
    ways = counted(len(surely), "way", "ways")
    lines = [f"{ways} in from outside the account; {unbound} without a condition that should bind."]
    perhaps = len(result) - len(surely)
    if perhaps:
        lines.append(
            f"{counted(perhaps, 'more is', 'more are')} for accounts of which one may be your own:"
            " tell it with --account."
        )
    for one in result:
        own = " (perhaps your own account)" if one.perhaps_own else ""
        lines.append(f"{INDENT}{one.who.name}{own}: {one.action} on {one.resource}")
        lines.append(f"{INDENT * 2}{one.answer.outcome.value}: {one.answer.because}")
        lines += [f"{INDENT * 2}missing: {name}" for name in one.missing]
    return lines
