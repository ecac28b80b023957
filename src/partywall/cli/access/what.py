"""`partywall access what`: all that a principal can do."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Unpack

import click

from partywall.cli.access.asking import asked, finish, question, wrong
from partywall.cli.access.words import INDENT
from partywall.cli.estates import Given, InOrder
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.questions.what import What

MOST = 3
"""Actions that a line names before it counts the rest."""


@click.command("what", cls=InOrder)
@click.argument("principal")
@question
def command(principal: str, paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Say what PRINCIPAL can do by its own policies, by service and access level.

    Every resource is taken to be of this account and to leave the decision to it; what a
    resource grants by its own policy is a question about the resource (who). Exit codes: 0
    answered, 2 wrong usage or no such principal, 3 input unreadable or incomplete.
    """
    from partywall.access.questions.what import what

    found = asked(paths, given)
    try:
        requester = found.world.requester(principal)
    except QuestionError as error:
        raise wrong(error) from error
    result = what(found.world, requester)
    finish(found, form, lambda: _json(result), lambda: _text(result))


def _json(result: What) -> dict[str, Any]:
    return {
        "principal": result.requester.arn,
        "policies_not_read": list(result.unread),
        "rests_on": list(result.rests_on),
        "reaches": [
            {
                "service": one.service,
                "access_level": one.level,
                "resource": one.resource,
                "decision": one.outcome.value,
                "because": one.because,
                "actions": list(one.actions),
            }
            for one in result.reaches
        ],
    }


def _text(result: What) -> list[str]:
    names = {name for one in result.reaches for name in one.actions}
    services = {one.service for one in result.reaches}
    lines = [
        f"{result.requester.arn} can, or may, do {len(names)} actions of {len(services)} services."
    ]
    lines += [f"{INDENT}not known: {one}; it may allow more, or deny" for one in result.unread]
    for service, reaches in groupby(result.reaches, key=attrgetter("service")):
        lines.append(service)
        for one in reaches:
            listed = ", ".join(name.partition(":")[2] for name in one.actions[:MOST])
            more = f" and {len(one.actions) - MOST} more" if len(one.actions) > MOST else ""
            lines.append(
                f"{INDENT}{one.level}: {listed}{more} on {one.resource}: {one.outcome.value}"
            )
            if one.outcome.value != "ALLOW":
                lines.append(f"{INDENT * 2}{one.because}")
    return lines + [f"{INDENT}assumed: {one}" for one in result.rests_on]
