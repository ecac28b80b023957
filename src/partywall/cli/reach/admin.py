"""`partywall reach admin`: every way to administer a machine or cluster."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import asked, estate_options, finish
from partywall.cli.reach.words import administered
from partywall.reach.admin import administration


@click.command("admin", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """List every way to administer a machine or cluster, and whether sessions are recorded."""
    reach = asked(paths, given)
    found = [one for asker in reach.askers for one in administration(asker)]
    finish(reach, form, found, (line for one in found for line in administered(one)))
