"""`partywall reach map`: what the Internet reaches, drawn."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.assess.atlas import reach_atlas
from partywall.cli.estates import Given, InOrder, inputs_of, reading_options
from partywall.cli.maps import destination, draw, output_options


@click.command("map", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_options
@reading_options
def command(
    paths: tuple[str, ...], output: str | None, form: str | None, **given: Unpack[Given]
) -> None:
    """Draw the VPCs with gateways, zones and subnets, and what the Internet reaches in them.

    Exit codes: 0 drawn, 2 wrong usage, 3 input unreadable or analysis incomplete.
    """
    kind, where = destination(output, form)
    with inputs_of(paths, given) as inputs:
        atlas = reach_atlas(inputs.readings(), inputs.remarks, inputs.progress)
    draw(atlas, kind, where)
