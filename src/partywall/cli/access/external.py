"""`partywall access external`: who from outside the account is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO, Unpack

import click

from partywall.cli.access.asking import asked, certificate_option, finish, prove, question
from partywall.cli.access.words import (
    AS_FAR,
    INDENT,
    answer_json,
    counted,
    not_followed_json,
    not_followed_text,
    replayed,
)
from partywall.cli.estates import Given, InOrder

if TYPE_CHECKING:
    from partywall.access.questions.external import Way
    from partywall.access.world.unfollowed import Unfollowed


@click.command("external", cls=InOrder)
@certificate_option
@question
def command(
    paths: tuple[str, ...], form: str, proofs: TextIO | None, **given: Unpack[Given]
) -> None:
    """Say which other accounts, identity providers and services resources let in.

    Each with the conditions that should bind it and do not: the source for a service that acts
    for others, the external id for another account, audience and subject for a provider. Exit
    codes: 0 answered, 2 wrong usage, 3 input unreadable or incomplete.
    """
    from partywall.access.questions.external import external, not_followed

    found = asked(paths, given)
    result, beyond = external(found.world), not_followed(found.world)
    answers = [one.answer for one in result]
    proved = prove(found, proofs, answers)

    def text() -> list[str]:
        return [*_text(result, bool(beyond)), *not_followed_text(beyond), *replayed(answers)]

    finish(found, form, lambda: _json(result, beyond), text, proved)


def _json(result: tuple[Way, ...], beyond: tuple[Unfollowed, ...]) -> dict[str, Any]:
    return {
        "ways_in": [
            {
                "address": one.address,
                "who": one.who.name,
                "policy": one.policy,
                "statement": one.statement,
                "missing_conditions": list(one.missing),
                "conditions_not_known": list(one.not_known),
                "perhaps_own": one.perhaps_own,
                **answer_json(one.answer),
            }
            for one in result
        ],
        "not_followed": not_followed_json(beyond),
    }


def _text(result: tuple[Way, ...], beyond: bool) -> list[str]:
    if not result:
        return [f"Nobody from outside the account is let in{AS_FAR if beyond else ''}."]
    surely = [one for one in result if not one.perhaps_own]
    unbound = sum(bool(one.missing) for one in surely)
    unsure = sum(bool(one.not_known) for one in surely)
    bound = "without a condition that should bind"
    bound += f", of {unsure} it is not known" if unsure else ""
    ways = counted(len(surely), "way", "ways")
    lines = [f"{ways} in from outside the account; {unbound} {bound}."]
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
        lines += [f"{INDENT * 2}may be missing: {name}" for name in one.not_known]
    return lines
