"""How maps are written: their options, where they go, and what is said beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from partywall.cli import INCOMPLETE
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


def destination(output: str | None, form: str | None) -> tuple[str, Path | None]:
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


def draw(atlas: Atlas, kind: str, where: Path | None) -> None:
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
