"""`partywall check`: plans and templates in; the line, and what is proved, out."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import click

from partywall.assess import baseline as baselines
from partywall.assess import config as configs
from partywall.assess.check import Check, Options
from partywall.assess.report import Report
from partywall.assess.waivers import WaiverRule
from partywall.cli import INCOMPLETE
from partywall.cli.output import CannotWrite, plan_outputs, wants_color, write
from partywall.cli.progress import Progress
from partywall.controls.control import Weight
from partywall.controls.house import compile_rule
from partywall.kernel.errors import ConfigError, SourceError
from partywall.kernel.span import Span
from partywall.reports import FORMATS, render
from partywall.reports.escaping import visible
from partywall.sources.inputs import InputOptions, Inputs

_kept: list[Check] = []
"""The last run, so that it is not taken apart, object by object, before the process ends."""


@click.command("check", short_help="Whose job it is, and what is proved.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Repeatable.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a format to a file; repeatable.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="Compare with a JSON report.")
@click.option(
    "--fail-on",
    type=click.Choice(configs.FAIL_ON),
    help="Least weight of a refutation that makes the exit code 1.",
)
@click.option("--strict/--no-strict", default=None, help="Undecided makes the exit code 1, too.")
@click.option("--region", help="The Region templates are deployed to.")
@click.option("--account", help="The account templates are deployed to.")
@click.option(
    "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A template parameter."
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Configuration.")
@click.option("--coverage", is_flag=True, help="Add what of the input was understood, by type.")
def command(
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    baseline: Path | None,
    fail_on: str | None,
    strict: bool | None,
    region: str | None,
    account: str | None,
    parameters: tuple[str, ...],
    as_of: datetime | None,
    config_file: Path | None,
    coverage: bool,
) -> None:
    """Check Terraform plans (terraform show -json) and CloudFormation templates.

    PATH is a plan, a template (JSON or YAML), a folder of them, a CDK cdk.out, or - for
    standard input.

    Exit codes: 0 nothing refuted, 1 something refuted (or undecided, with --strict), 2 wrong
    usage, 3 input unreadable or analysis incomplete.
    """
    plan = plan_outputs(formats, outputs, FORMATS)
    try:
        loaded = configs.load(config_file, Path.cwd())
        before = baselines.load(baseline) if baseline else None
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    except SourceError as error:
        click.echo(f"partywall: {error}", err=True)
        raise click.exceptions.Exit(INCOMPLETE) from error
    config = loaded.config
    given = InputOptions(
        parameters={**_texts(config), **_named(parameters)},
        region=region or config.region or "",
        account=account or config.account or "",
        exclude=tuple(config.exclude),
    )
    today = as_of.date() if as_of else datetime.now(UTC).date()
    report = _run(paths, given, loaded, today)
    if before is not None:
        report.comparison = baselines.compare(str(baseline), before, report.findings)
    if not coverage:
        report.coverage = []
    _write(report, plan)
    code = exit_code(report, fail_on or config.fail_on, _either(strict, config.strict))
    raise click.exceptions.Exit(code)


def _run(
    paths: tuple[str, ...], given: InputOptions, loaded: configs.Loaded, today: date
) -> Report:
    progress = Progress()
    inputs = Inputs(paths, given, progress=progress)
    options = Options(
        as_of=today,
        waivers=tuple(
            WaiverRule(one.control, one.resource, one.reason, one.until, Span(loaded.file))
            for one in loaded.config.waive
        ),
        house_rules=tuple(compile_rule(rule) for rule in loaded.config.rule),
    )
    check = Check(options, progress)
    _kept[:] = [check]
    try:
        return check.run(inputs.readings(), inputs.remarks)
    finally:
        progress.done()


def _texts(config: configs.Config) -> dict[str, str]:
    """The configured parameters as CloudFormation takes them: `true`, `3`, `text`."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in config.parameters.items()
    }


def _named(parameters: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for text in parameters:
        name, found, value = text.partition("=")
        if not found or not name:
            raise click.UsageError(f"--parameter {text}: write NAME=VALUE")
        values[name] = value
    return values


def _write(report: Report, plan: list[tuple[str, Path | None]]) -> None:
    """Write every output that can be written; raises for the first one that cannot."""
    width = shutil.get_terminal_size((100, 24)).columns
    failed = None
    for name, file in plan:
        try:
            write(render(name, report, color=wants_color(file), width=width), file)
        except CannotWrite as error:
            failed = failed or error
    if ("text", None) not in plan:
        click.echo(_in_one_line(report), err=True)
    if failed is not None:
        raise failed


def exit_code(report: Report, fail_on: str, strict: bool) -> int:
    """0 nothing refuted, 1 something refuted (or undecided, when strict), 3 incomplete.

    With a baseline only what is new since then counts.
    """
    if report.incomplete:
        return INCOMPLETE
    if fail_on == "never":
        return 0
    heavy = {weight.word for weight in Weight if weight >= Weight[fail_on.upper()]}
    refuted = (one for one in report.findings if one.weight in heavy and one.counts)
    undecided = "undecided" in report.tally.verdicts
    if report.comparison is not None:
        new = {(one.control, one.resource, one.file) for one in report.comparison.new}
        refuted = (one for one in refuted if (one.control, one.resource, one.file) in new)
        undecided = bool(report.comparison.became_undecided)
    return 1 if any(True for _ in refuted) or (strict and undecided) else 0


def _in_one_line(report: Report) -> str:
    verdicts = report.tally.verdicts
    parts = [
        f"{verdicts[name]} {name}"
        for name in ("refuted", "undecided", "proved", "waived")
        if name in verdicts
    ]
    errors = [str(one) for one in report.diagnostics if one.level == "error"]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    incomplete = f"; incomplete: {visible(errors[0])}{more}" if errors else ""
    judged = ", ".join(parts) or "nothing judged"
    many = report.tally.resources != 1
    return f"partywall: {report.tally.resources} resource{'s' * many}: {judged}{incomplete}"


def _either(chosen: bool | None, configured: bool) -> bool:
    return configured if chosen is None else chosen
