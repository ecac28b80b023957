"""`partywall reach map` and `partywall resilience map`: what is reached, what survives, drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Unpack

import click

from partywall.assess import config as configs
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, InOrder, input_options, reading_options, terraform_options
from partywall.cli.output import STDOUT, write
from partywall.cli.progress import Progress
from partywall.kernel.errors import ConfigError
from partywall.sources.inputs import Inputs

if TYPE_CHECKING:
    from partywall.assess.atlas import Atlas
    from partywall.resilience.declared import Declared

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
    inputs, progress = _inputs(paths, given)
    try:
        atlas = reach_atlas(inputs.readings(), inputs.remarks, progress)
    finally:
        progress.done()
    _put(atlas, kind, where)


@click.command("map", cls=InOrder, short_help="What survives, drawn.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--fail",
    multiple=True,
    metavar="THING",
    help="Lose this, as in partywall resilience; without it: what any one zone's loss does.",
)
@click.option(
    "--dependencies",
    type=click.Path(path_type=Path),
    help="What applications need, and how many copies (dependencies.toml).",
)
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
    declared = _declared(dependencies)
    inputs, progress = _inputs(paths, given)
    try:
        atlas = resilience_atlas(inputs.readings(), inputs.remarks, fail, declared, progress)
    except NoSuchThing as error:
        raise click.UsageError(str(error)) from error
    finally:
        progress.done()
    _put(atlas, kind, where)


def _declared(file: Path | None) -> Declared:
    """What the file declares, or the one in the working folder. Raises click.UsageError."""
    from partywall.cli.resilience import DECLARED
    from partywall.resilience import declared as declarations

    if file is None and not DECLARED.is_file():
        return declarations.NOTHING
    try:
        return declarations.load(file or DECLARED)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


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


def _inputs(paths: tuple[str, ...], given: Given) -> tuple[Inputs, Progress]:
    try:
        loaded = configs.load(given["config_file"], Path.cwd())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    options = input_options(
        loaded,
        parameters=given["parameters"],
        region=given["region"],
        account=given["account"],
        terraform=terraform_options(loaded, given["variables"], given["var_files"]),
    )
    progress = Progress()
    return Inputs(paths, options, progress=progress), progress


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
