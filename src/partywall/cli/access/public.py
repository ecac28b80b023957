"""`partywall access public`: what everybody can do."""

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
    from partywall.access.questions.public import Opening
    from partywall.access.world.unfollowed import Unfollowed


@click.command("public", cls=InOrder)
@certificate_option
@question
def command(
    paths: tuple[str, ...], form: str, proofs: TextIO | None, **given: Unpack[Given]
) -> None:
    """Say what callers without credentials, and principals of any account, can do.

    Every resource with a policy or an ACL is asked. Exit codes: 0 answered, 2 wrong usage, 3
    input unreadable or incomplete.
    """
    from partywall.access.questions.public import not_followed, public

    found = asked(paths, given)
    result, beyond = public(found.world), not_followed(found.world)
    answers = [one.answer for one in result]
    proved = prove(found, proofs, answers)

    def text() -> list[str]:
        return [*_text(result, bool(beyond)), *not_followed_text(beyond), *replayed(answers)]

    finish(found, form, lambda: _json(result, beyond), text, proved)


def _json(result: tuple[Opening, ...], beyond: tuple[Unfollowed, ...]) -> dict[str, Any]:
    return {
        "openings": [
            {
                "address": one.address,
                "who": one.who.name,
                "access_level": one.level,
                "actions": list(one.actions),
                **answer_json(one.answer),
            }
            for one in result
        ],
        "not_followed": not_followed_json(beyond),
    }


def _text(result: tuple[Opening, ...], beyond: bool) -> list[str]:
    if not result:
        return [f"Nothing is open to everybody{AS_FAR if beyond else ''}."]
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
