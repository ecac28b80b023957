"""`partywall reach who TO`: what reaches a resource."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.assess.reach import Flow
from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import answer_to, asked, estate_options, finish, header_options
from partywall.cli.reach.words import page


@click.command("who", cls=InOrder)
@click.argument("words", nargs=-1, metavar="TO PATH...")
@header_options
@estate_options
def command(
    words: tuple[str, ...], protocol: str | None, port: int | None, form: str,
    **given: Unpack[Given],
) -> None:  # fmt: skip
    """List what reaches TO, or may: of the Internet and every resource with an interface."""
    if len(words) < 2:
        raise click.UsageError("name TO and a PATH to read")
    reach = asked(words[1:], given)
    answers = []
    for name in ("internet", *reach.owners()):
        if name != words[0]:
            answer = answer_to(reach, Flow(name, words[0], protocol, port))
            if answer.one_way != "no":
                answers.append(answer)
    told = answers[0] if len(answers) == 1 else answers
    finish(reach, form, told, (line for one in answers for line in page(one)))
