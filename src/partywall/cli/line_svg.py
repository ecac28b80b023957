"""`partywall line --svg`: the picture of a type's line, of service classes, or of a workload."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partywall.cli import INCOMPLETE
from partywall.cli.line_pages import configured
from partywall.cli.output import STDOUT, write
from partywall.line.lines import line_of

if TYPE_CHECKING:
    from partywall.cli.estates import Given

Properties = dict[str, object]


def draw_type(name: str, given: Properties, day: date, file: str) -> None:
    """Draw the line of a type with these properties."""
    from partywall.reports.layers_svg import line_picture

    line = line_of(name, given, as_of=day)
    _put(lambda: line_picture(name, f"with {configured(given)}", line), file)


def draw_classes(kinds: tuple[str, ...], file: str) -> None:
    """Draw service classes, or all of them; raises click.UsageError for one that there is not."""
    from partywall.reports.layers_svg import classes_picture
    from partywall.reports.stack.column import class_ids

    unknown = [one for one in kinds if one not in class_ids()]
    if unknown:
        raise click.UsageError(f"there is no class {unknown[0]!r}; one of {', '.join(class_ids())}")
    _put(lambda: classes_picture(tuple(dict.fromkeys(kinds)) or class_ids()), file)


def draw_workload(paths: tuple[str, ...], by: str, given: Given, day: date, file: str) -> None:
    """Draw the line of all that the paths name, also when not all of it could be read.

    Raises click.exceptions.Exit with INCOMPLETE then, when the picture is there.
    """
    from partywall.cli.estates import report_on
    from partywall.reports.layers_svg import workload_picture

    report = report_on(paths, given, day)
    _put(lambda: workload_picture(report, "service" if by == "service" else "class"), file)
    for one in report.diagnostics:
        if one.level == "error":
            click.echo(f"not analysed: {one}", err=True)
    if report.incomplete:
        raise click.exceptions.Exit(INCOMPLETE)


def is_path(word: str) -> bool:
    """Whether a word that is no type is meant as a path."""
    return word == STDOUT or "." in word or Path(word).name != word or Path(word).exists()


def _put(picture: Callable[[], bytes], file: str) -> None:
    where = None if file == STDOUT else Path(file)
    if where is not None and not where.parent.is_dir():
        raise click.UsageError(f"--svg {file}: there is no folder {where.parent}")
    write([picture()], where)
