"""`partywall access public`: what everybody can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from partywall.cli.access.asking import asked, finish, question
from partywall.cli.access.words import INDENT, answer_json, counted
from partywall.cli.estates import Given, InOrder

if TYPE_CHECKING:
    from partywall.access.questions.public import Opening


@click.command("public", cls=InOrder, short_help="What can everybody do?")
@question
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """What callers without credentials, and principals of any account, can do.

    Every resource with a policy or an ACL is asked. Exit codes: 0 answered, 2 wrong usage, 3
    input unreadable or incomplete.
    """
    from partywall.access.questions.public import public

    found = asked(paths, given)
    result = public(found.world)
    told: dict[str, Any] = {
        "openings": [
            {
                "address": one.address,
                "who": one.who.name,
                "access_level": one.level,
                "actions": list(one.actions),
                **answer_json(one.answer),
            }
            for one in result
        ]
    }
    finish(found, form, told, "\n".join(_text(result)))


def _text(result: tuple[Opening, ...]) -> list[str]:
    if not result:
        return ["Nothing is open to everybody."]
    surely = {one.address for one in result if one.answer.outcome.value == "ALLOW"}
    maybe = {one.address for one in result} - surely
    open_to = counted(len(surely), "resource is", "resources are")
    lines = [f"{open_to} open to everybody, {len(maybe)} may be."]
    for one in result:
        level = one.level.lower()
        lines.append(
            f"{INDENT}{one.answer.outcome.value}: {one.who.name}: {level}: {', '.join(one.actions)}"
        )
        lines.append(f"{INDENT * 2}{one.resource} ({one.address}): {one.answer.because}")
    return lines
