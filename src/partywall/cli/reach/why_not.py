"""`partywall reach why-not FROM TO`: what stands in the way."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.assess.reach import Flow
from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import (
    answer_to,
    asked,
    ends,
    estate_options,
    finish,
    header_options,
)
from partywall.cli.reach.words import why


@click.command("why-not", cls=InOrder)
@click.argument("words", nargs=-1, metavar="FROM TO PATH...")
@header_options
@estate_options
def command(
    words: tuple[str, ...], protocol: str | None, port: int | None, form: str,
    **given: Unpack[Given],
) -> None:  # fmt: skip
    """Say what would have to change for packets to get from FROM to TO: each smallest set."""
    source, to, paths = ends(words)
    reach = asked(paths, given)
    answer = answer_to(reach, Flow(source, to, protocol, port))
    told = {
        "one_way": answer.one_way,
        "two_way": answer.two_way,
        "blocking": answer.blocking,
        "reply_blocking": answer.reply_blocking,
        "unknown": answer.unknown,
    }
    finish(reach, form, told, why(answer))
