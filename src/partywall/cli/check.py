"""`partywall check`: plans and templates in; the line, and what is proved, out."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partywall.assess import config as configs
from partywall.assess.engines import Engines
from partywall.assess.report import Report
from partywall.cli import INCOMPLETE
from partywall.cli.estates import (
    InOrder,
    checked,
    input_options,
    ledger_option,
    opened,
    terraform_options,
)
from partywall.cli.ledgers import clock_option, open_ledger, told
from partywall.cli.output import CannotWrite, plan_outputs, wants_color, write
from partywall.controls.control import Weight
from partywall.kernel.errors import ConfigError
from partywall.reports import FORMATS, render
from partywall.reports.escaping import visible
from partywall.reports.openings import in_short

if TYPE_CHECKING:
    from partywall.ledger.store import Ledger


@click.command("check", cls=InOrder, short_help="Whose job it is, and what is proved.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Repeatable.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a format to a file; repeatable.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Compare with an earlier JSON report, or with the sources as they were.",
)
@click.option(
    "--fail-on",
    type=click.Choice(configs.FAIL_ON),
    help="Least weight of a refutation that makes the exit code 1.",
)
@click.option("--strict/--no-strict", default=None, help="Undecided makes the exit code 1, too.")
@click.option("--region", help="The Region to deploy to.")
@click.option("--account", help="The account to deploy to.")
@click.option(
    "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A template parameter."
)
@click.option(
    "--var", "variables", multiple=True, metavar="NAME=VALUE", help="A Terraform variable."
)
@click.option(
    "--var-file", "var_files", multiple=True, metavar="FILE", help="Values of Terraform variables."
)
@click.option("--hcl", metavar="DIR", help="The folder that the plan was made from.")
@click.option("--root", "roots", multiple=True, metavar="DIR", help="A root module; repeatable.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Configuration.")
@click.option("--record", is_flag=True, help="Keep this run in the ledger.")
@ledger_option
@clock_option
@click.option(
    "--reach/--no-reach",
    default=None,
    help="Ask what the Internet reaches, or not; else by the size.",
)
@click.option(
    "--escalation/--no-escalation",
    default=None,
    help="Ask who can become an administrator, or not; else by the size.",
)
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
    variables: tuple[str, ...],
    var_files: tuple[str, ...],
    hcl: str | None,
    roots: tuple[str, ...],
    as_of: datetime | None,
    config_file: Path | None,
    record: bool,
    ledger: str | None,
    any_clock: bool,
    reach: bool | None,
    escalation: bool | None,
    coverage: bool,
) -> None:
    """Say whose job each layer of each resource is, and prove or refute what is yours.

    PATH is a folder of Terraform sources, a plan (terraform show -json), a CloudFormation
    template, a folder of any of them, a CDK cdk.out, what the AWS CLI printed of an account, or
    - for standard input.

    Exit codes: 0 nothing refuted, 1 something refuted (or undecided, with --strict), 2 wrong
    usage, 3 input unreadable or analysis incomplete.
    """
    if hcl is not None and (len(paths) != 1 or Path(paths[0]).is_dir()):
        raise click.UsageError("--hcl is the folder of one plan: name that plan, and no more")
    plan = plan_outputs(formats, outputs, FORMATS)
    try:
        loaded = configs.load(config_file, Path.cwd())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    given = input_options(
        loaded,
        parameters=parameters,
        region=region,
        account=account,
        terraform=terraform_options(loaded, variables, var_files, roots=roots, hcl=hcl or ""),
    )
    today = as_of.date() if as_of else datetime.now(UTC).date()
    drawn = any(name == "html" for name, _ in plan)
    engines = Engines(reach=reach, escalation=escalation)
    before = None
    if baseline is not None:
        from partywall.cli import baselines

        before = baselines.before(baseline, paths, given, loaded, today, engines)
    recorder = open_ledger(ledger, loaded, create=True, runs=True) if record else None
    check, report = checked(
        paths,
        given,
        loaded,
        today,
        opened(ledger, loaded),
        engines=engines,
        maps=drawn,
        keep=before is not None and before.sources is not None,
    )
    if before is not None:
        before.compared(check, report)
    if not coverage:
        report.coverage = []
    _write(report, plan)
    if recorder is not None:
        _record(recorder, report, any_clock)
    config = loaded.config
    code = exit_code(report, fail_on or config.fail_on, _either(strict, config.strict))
    raise click.exceptions.Exit(code)


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


def _record(ledger: Ledger, report: Report, any_clock: bool) -> None:
    """Keep the run, and say on stderr under which number."""
    from partywall.assess.recording import packed

    with told():
        entry = ledger.record(packed(report), any_clock=any_clock)
    click.echo(f"partywall: recorded as run {entry.number} in {ledger.place.name}", err=True)


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
    if report.comparison is not None and report.comparison.openings is not None:
        judged += f"; {visible(in_short(report.comparison.openings))}"
    many = report.tally.resources != 1
    return f"partywall: {report.tally.resources} resource{'s' * many}: {judged}{incomplete}"


def _either(chosen: bool | None, configured: bool) -> bool:
    return configured if chosen is None else chosen
