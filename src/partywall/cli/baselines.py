"""What a check is compared with: an earlier report, or a run over the sources as they were."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from partywall.assess import baseline
from partywall.assess.baseline import Key
from partywall.assess.check import Check
from partywall.assess.config import Loaded
from partywall.assess.engines import Engines
from partywall.assess.openings import Openings
from partywall.assess.report import Report
from partywall.cli import INCOMPLETE
from partywall.cli.estates import checked
from partywall.cli.progress import Progress
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.sources.inputs import InputOptions


class Sources(Struct):
    """The sources as they were: the run over them, and what was said of the reading.

    `names` are the names of the inputs as they are called now.
    """

    check: Check
    diagnostics: list[Diagnostic]
    names: dict[str, str]
    given: InputOptions

    def opened(self, now: Check) -> Openings:
        """What is opened and closed since then."""
        from partywall.assess.opening import Side, openings

        was = {self.names[file]: estate for file, estate in self.check.estates.items()}
        home = self.given.account, self.given.region
        progress = Progress()
        progress("comparing who can do what, and what the Internet reaches")
        try:
            return openings(
                Side(was, frozenset(self.check.secrets), *home),
                Side(now.estates, frozenset(now.secrets), *home),
            )
        finally:
            progress.done()


class Before(Struct):
    """What was: verdicts by control, resource and file, and the sources that were judged so, if
    they are at hand."""

    at: str
    verdicts: dict[Key, str]
    sources: Sources | None = None

    def compared(self, check: Check, report: Report) -> None:
        """The report gets what differs, and of sources what that opens and closes."""
        found = baseline.compare(self.at, self.verdicts, report.findings)
        if self.sources is not None:
            report.diagnostics += [
                replace(one, message=f"in the baseline: {one.message}")
                for one in self.sources.diagnostics
                if one.level == "error"
            ]
            found = replace(found, openings=self.sources.opened(check))
        report.comparison = found


def before(
    place: Path,
    paths: tuple[str, ...],
    given: InputOptions,
    loaded: Loaded,
    today: date,
    engines: Engines,
) -> Before:
    """What a baseline tells; sources are read with the options of what is checked.

    Raises click.UsageError where an option names a place among what is checked alone, and leaves
    with 3 when the baseline cannot be read.
    """
    try:
        if not baseline.is_sources(place):
            return Before(str(place), baseline.load(place))
    except SourceError as error:
        click.echo(f"partywall: {error}", err=True)
        raise click.exceptions.Exit(INCOMPLETE) from error
    if given.terraform.hcl:
        what = "--hcl goes with a baseline that is a report: sources are read without it"
        raise click.UsageError(what)
    roots = tuple(_moved_root(one, paths, place) for one in given.terraform.roots)
    options = replace(given, terraform=replace(given.terraform, roots=roots))
    check, report = checked((str(place),), options, loaded, today, engines=engines, keep=True)
    if not report.inputs:
        for one in report.diagnostics:
            click.echo(f"partywall: {one}", err=True)
        raise click.exceptions.Exit(INCOMPLETE)
    names = {one.file: _name_now(one.file, place, paths) for one in report.inputs}
    verdicts = {
        (one.control, one.resource, names[one.file]): baseline.standing(one.verdict, one.reach)
        for one in report.findings
    }
    return Before(str(place), verdicts, Sources(check, report.diagnostics, names, given))


def _name_now(file: str, place: Path, paths: tuple[str, ...]) -> str:
    """What an input of the baseline is called among the paths that are checked."""
    if not place.is_dir():
        return file
    inside = Path(os.path.relpath(file, place))
    return str(Path(paths[0]) / inside if _is_folder(paths) else inside)


def _moved_root(root: str, paths: tuple[str, ...], place: Path) -> str:
    """The same root module in the baseline."""
    inside = Path(os.path.relpath(root, paths[0])) if _is_folder(paths) else None
    if inside is None or not place.is_dir() or ".." in inside.parts:
        what = f"--root {root}: with a baseline of sources, name one folder around it"
        raise click.UsageError(what)
    return str(place / inside)


def _is_folder(paths: tuple[str, ...]) -> bool:
    return len(paths) == 1 and Path(paths[0]).is_dir()
