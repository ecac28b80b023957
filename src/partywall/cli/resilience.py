"""`partywall resilience`: what survives the loss of a zone, a Region, a key or another resource."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Unpack

import click

from partywall.assess.estates import incomplete
from partywall.assess.survival import Question, Told, residencies, survival
from partywall.cli import INCOMPLETE
from partywall.cli.dependencies import declared_in, dependencies_option
from partywall.cli.estates import Given, InOrder, inputs_of, reading_options
from partywall.cli.output import write
from partywall.cli.resilience_map import command as resilience_map
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import ConfigError
from partywall.reports import resilience_json, resilience_text
from partywall.resilience import residency as residency_rules
from partywall.resilience.asked import NoSuchThing
from partywall.resilience.residency import Rules

FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


class WithDefault(click.Group):
    """A group whose first word may be left out: then it is `faults`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the command that was left out."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["faults", *args]
        return super().parse_args(ctx, args)


@click.group("resilience", cls=WithDefault, short_help="Say what survives the loss of something.")
def command() -> None:
    """Say what survives the loss of a zone, a Region, a key or another resource.

    As in: partywall resilience PATH --fail az:eu-west-1a, where PATH is what partywall check
    takes. It is short for partywall resilience faults PATH.
    """


command.add_command(resilience_map)


@command.command("faults", cls=InOrder, short_help="Say what stops, is degraded, survives.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--fail",
    multiple=True,
    metavar="THING",
    help="Lose this: az:use1-az2, region:eu-west-1, AWS::KMS::Key/NAME or an address; "
    "repeated, all at once.",
)
@click.option("--pairs", is_flag=True, help="Lose a zone and one thing more, too.")
@dependencies_option
@click.option("--fis", metavar="FILE", help="Write an AWS FIS experiment for --fail; - is stdout.")
@FORMAT
@reading_options
def faults(
    paths: tuple[str, ...],
    fail: tuple[str, ...],
    pairs: bool,
    dependencies: Path | None,
    fis: str | None,
    form: str,
    **reading: Unpack[Given],
) -> None:
    """Say what stops, what is degraded and what survives when something is lost.

    PATH is what partywall check takes. Without --fail it is each zone, Region, key, gateway,
    role and certificate.

    Exit codes: 0 answered, 2 wrong usage, 3 input unreadable or analysis incomplete.
    """
    if fis is not None and not fail:
        raise click.UsageError("--fis needs a fault: name what is lost with --fail")
    question = Question(fail=fail, pairs=pairs, declared=declared_in(dependencies))
    try:
        with inputs_of(paths, reading) as inputs:
            told = survival(inputs.readings(), inputs.remarks, question)
    except NoSuchThing as error:
        raise click.UsageError(str(error)) from error
    if fis is not None:
        _write_experiments(told, fis)
    if fis != "-":
        _put([resilience_json.every(told)] if form == "json" else _text(told, asked=bool(fail)))
    _end(told.diagnostics)


@command.command("residency", cls=InOrder, short_help="Say where data are, and which copies leave.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--classes",
    type=click.Path(path_type=Path),
    help="Which Regions each class of data may be in (residency.toml).",
)
@click.option(
    "--allow", multiple=True, metavar="REGION", help="All data may be in this Region; repeatable."
)
@FORMAT
@reading_options
def where_data_are(
    paths: tuple[str, ...],
    classes: Path | None,
    allow: tuple[str, ...],
    form: str,
    **reading: Unpack[Given],
) -> None:
    """Say where data are kept, and which copies leave the Regions they may be in.

    Exit codes: 0 no copy leaves, 1 one does, 2 wrong usage, 3 input unreadable or analysis
    incomplete.
    """
    from partywall.access.world import Home

    rules = _rules(classes, allow)
    with inputs_of(paths, reading) as inputs:
        home = Home(inputs.options.account, inputs.options.region)
        told, diagnostics = residencies(inputs.readings(), inputs.remarks, rules, home)
    if form == "json":
        _put([resilience_json.residencies(told, diagnostics)])
    else:
        _put(f"{line}\n".encode() for line in resilience_text.residencies(told))
    leaves = any(place.verdict == "leaves" for one in told for place in one.places)
    _end(diagnostics, 1 if leaves else 0)


def _rules(classes: Path | None, allow: tuple[str, ...]) -> Rules:
    """The rules of the file, or one class for everything. Raises click.UsageError."""
    if classes is None and not allow:
        raise click.UsageError("say where data may be: --classes FILE or --allow REGION")
    if classes is None:
        return residency_rules.anywhere_in(allow)
    if allow:
        raise click.UsageError("--allow goes without --classes")
    try:
        return residency_rules.load(classes)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def _write_experiments(told: Told, file: str) -> None:
    """The experiment of the only estate; raises click.UsageError when there are several."""
    if len(told.experiments) != 1:
        raise click.UsageError("--fis takes one estate: name one input")
    experiment: Any = told.experiments[0]
    for absent in experiment.absent:
        click.echo(f"no experiment: {absent}", err=True)
    content = experiment.template
    actions = content["Resources"]["Experiment"]["Properties"]["Actions"]
    if not actions:
        raise click.UsageError("AWS FIS has no action for any of this; nothing was written")
    tags = content["Resources"]["Experiment"]["Properties"]["Tags"]
    spelled = ", ".join(f"{key}={value}" for key, value in tags.items())
    click.echo(f"tag with {spelled}: {', '.join(experiment.tags)}", err=True)
    write([resilience_json.template(content)], None if file == "-" else Path(file))


def _text(told: Told, *, asked: bool) -> Iterable[bytes]:
    return (f"{line}\n".encode() for line in resilience_text.every(told.answers, asked=asked))


def _put(chunks: Iterable[bytes]) -> None:
    write(chunks, None)


def _end(diagnostics: tuple[Diagnostic, ...], code: int = 0) -> None:
    """Say what was not read, and exit."""
    for one in diagnostics:
        if one.level == "error":
            click.echo(f"not analysed: {one}", err=True)
    if incomplete(diagnostics):
        raise click.exceptions.Exit(INCOMPLETE)
    if code:
        raise click.exceptions.Exit(code)
