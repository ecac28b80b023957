"""`partywall reach map` and `partywall resilience map`: what is reached, what survives, drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Unpack

import click

from partywall.cli import INCOMPLETE
from partywall.cli.dependencies import declared_in, dependencies_option
from partywall.cli.estates import Given, InOrder, inputs_of, reading_options
from partywall.cli.output import STDOUT, write

if TYPE_CHECKING:
    from partywall.assess.atlas import Atlas

FORMS: Final = {".svg": "svg", ".html": "html", ".htm": "html"}
"""What a file's ending says it is to be."""


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is written where."""
    function = click.option(
        "--output", "output", metavar="FILE", help="FILE.svg or FILE.html; - is stdout."
    )(function)
    return click.option(
        "--format", "form", type=click.Choice(["svg", "html"]), help="svg unless FILE says html."
    )(function)


@click.command("map", cls=InOrder, short_help="What the Internet reaches, drawn.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_options
@reading_options
def reach_map(
    paths: tuple[str, ...], output: str | None, form: str | None, **given: Unpack[Given]
) -> None:
    """Draw the VPCs with gateways, zones and subnets, and what the Internet reaches in them.

    Exit codes: 0 drawn, 2 wrong usage, 3 input unreadable or analysis incomplete.
    """
    from partywall.assess.atlas import reach_atlas

    kind, where = _destination(output, form)
    with inputs_of(paths, given) as inputs:
        atlas = reach_atlas(inputs.readings(), inputs.remarks, inputs.progress)
    _put(atlas, kind, where)


@click.command("map", cls=InOrder, short_help="What survives, drawn.")
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
def resilience_map(
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

    kind, where = _destination(output, form)
    declared = declared_in(dependencies)
    try:
        with inputs_of(paths, given) as inputs:
            readings, remarks = inputs.readings(), inputs.remarks
            atlas = resilience_atlas(readings, remarks, fail, declared, inputs.progress)
    except NoSuchThing as error:
        raise click.UsageError(str(error)) from error
    _put(atlas, kind, where)


def _destination(output: str | None, form: str | None) -> tuple[str, Path | None]:
    """What is written where. Raises click.UsageError for what cannot be meant."""
    if output is None or output == STDOUT:
        return form or "svg", None
    file = Path(output)
    kind = form or FORMS.get(file.suffix.lower())
    if kind is None:
        raise click.UsageError(f"--output {output}: end it in .svg or .html, or say --format")
    if file.is_dir() or not file.parent.is_dir():
        what = "it is a folder" if file.is_dir() else f"there is no folder {file.parent}"
        raise click.UsageError(f"--output {output}: {what}")
    return kind, file


def _put(atlas: Atlas, kind: str, where: Path | None) -> None:
    """Write the maps, and say what was not read; there is none when nothing was."""
    if kind == "svg":
        from partywall.reports.map_svg import picture as drawn
    else:
        from partywall.reports.map_html import page as drawn
    for one in atlas.diagnostics:
        if one.level != "info":
            click.echo(str(one), err=True)
    if not atlas.maps:
        raise click.exceptions.Exit(INCOMPLETE)
    write([drawn(atlas.maps)], where)
    if atlas.incomplete:
        raise click.exceptions.Exit(INCOMPLETE)
