"""`partywall resilience map`: what survives, drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from partywall.cli.dependencies import declared_in, dependencies_option
from partywall.cli.estates import Given, InOrder, inputs_of, reading_options
from partywall.cli.maps import destination, draw, output_options


@click.command("map", cls=InOrder, short_help="Draw what survives.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--fail",
    multiple=True,
    metavar="THING",
    help="Lose this, as in partywall resilience; without it: what any one zone's loss does.",
)
@dependencies_option
@output_options
@reading_options
def command(
    paths: tuple[str, ...],
    fail: tuple[str, ...],
    dependencies: Path | None,
    output: str | None,
    form: str | None,
    **given: Unpack[Given],
) -> None:
    """Draw the Regions and zones, and what stops, is degraded or survives in them.

    Exit codes: 0 drawn, 2 wrong usage, 3 input unreadable or analysis incomplete.
    """
    from partywall.assess.atlas import resilience_atlas
    from partywall.resilience.asked import NoSuchThing

    kind, where = destination(output, form)
    declared = declared_in(dependencies)
    try:
        with inputs_of(paths, given) as inputs:
            readings, remarks = inputs.readings(), inputs.remarks
            atlas = resilience_atlas(readings, remarks, fail, declared, inputs.progress)
    except NoSuchThing as error:
        raise click.UsageError(str(error)) from error
    draw(atlas, kind, where)
