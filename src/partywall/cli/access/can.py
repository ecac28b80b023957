"""`partywall access can`: whether a principal can do something to a resource."""

from __future__ import annotations

from typing import TextIO, Unpack

import click

from partywall.cli.access.asking import (
    asked,
    certificate_option,
    checked_action,
    finish,
    prove,
    question,
    wrong,
)
from partywall.cli.access.words import answer_json, every_layer, proof, replayed, sentence, shown
from partywall.cli.estates import Given, InOrder
from partywall.kernel.errors import QuestionError

EPILOG = (
    "A principal is an ARN, an address, a name, a service's name, or '*' for anybody without"
    " credentials; a resource is an ARN (a pattern of ARNs, too), an address or a name. Exit codes:"
    " 0 answered, 2 wrong usage or a question about what is not there, 3 input unreadable or"
    " incomplete."
)


@click.command("can", cls=InOrder, epilog=EPILOG)
@click.argument("principal")
@click.argument("action")
@click.argument("resource")
@certificate_option
@question
def command(
    principal: str, action: str, resource: str, paths: tuple[str, ...], form: str,
    proofs: TextIO | None, **given: Unpack[Given],
) -> None:  # fmt: skip
    """Say whether PRINCIPAL can do ACTION on RESOURCE, as far as the input tells.

    The answer comes with the statements that decided. What the input does not tell makes it
    conditional or not known, never no.
    """
    answer_question(principal, action, resource, paths, form, given, False, proofs)


def answer_question(
    principal: str, action: str, resource: str, paths: tuple[str, ...], form: str, given: Given,
    whole: bool, proofs: TextIO | None,
) -> None:  # fmt: skip
    """Ask, and write the answer; `whole` for every layer, `proofs` for certificates."""
    action = checked_action(action)
    found = asked(paths, given)
    try:
        requester = found.world.requester(principal)
        answer = found.world.ask(requester, action, found.world.target(resource, action))
    except QuestionError as error:
        raise wrong(error) from error
    proved = prove(found, proofs, [answer])

    def text() -> list[str]:
        told = every_layer(answer) if whole else proof(answer)
        return [sentence(answer), *replayed([answer]), *shown(answer), *told]

    finish(found, form, lambda: answer_json(answer), text, proved)
