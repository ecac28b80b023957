"""`partywall reach exposed`: what the Internet reaches."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import asked, estate_options, finish
from partywall.cli.reach.words import exposure


@click.command("exposed", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """List what the Internet reaches: ports and sources, resource by resource."""
    reach = asked(paths, given)
    found = reach.exposed()
    lines = [line for one in found for line in exposure(one)]
    finish(reach, form, found, lines or ["Nothing here is reached by the Internet."])
