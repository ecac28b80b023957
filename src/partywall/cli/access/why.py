"""`partywall access why`: what each layer says to a request."""

from __future__ import annotations

from typing import TextIO, Unpack

import click

from partywall.cli.access.asking import certificate_option, question
from partywall.cli.access.can import EPILOG, answer_question
from partywall.cli.estates import Given, InOrder


@click.command("why", cls=InOrder, epilog=EPILOG)
@click.argument("principal")
@click.argument("action")
@click.argument("resource")
@certificate_option
@question
def command(
    principal: str, action: str, resource: str, paths: tuple[str, ...], form: str,
    proofs: TextIO | None, **given: Unpack[Given],
) -> None:  # fmt: skip
    """Say what each layer of policies does to ACTION of PRINCIPAL on RESOURCE.

    All layers are asked, so all that block are named, not only the first.
    """
    answer_question(principal, action, resource, paths, form, given, True, proofs)
