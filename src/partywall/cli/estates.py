"""How the verbs that take an estate read it: their options, and the run over what is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from partywall.assess import config as configs
from partywall.assess.check import Check, Options
from partywall.assess.engines import BY_SIZE, Engines
from partywall.assess.report import Report
from partywall.assess.waivers import WaiverRule
from partywall.cli.ledgers import open_records
from partywall.cli.progress import Progress
from partywall.controls.house import compile_rule
from partywall.kernel.errors import ConfigError
from partywall.kernel.span import Span
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.terraform.options import Assignment, TerraformOptions, VariableFile

if TYPE_CHECKING:
    from partywall.assess.vouched import Ledger, Vouched

_kept: list[Check] = []
"""The last runs, so that none is taken apart, object by object, before the process ends."""


VARIABLE: Final = "TF_VAR_"
"""What the names of Terraform's variables begin with in the environment."""


class InOrder(click.Command):
    """A command that notes in which order its options were given: in `meta["order"]`, by name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments left over, as every command has it."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta["order"] = [one.name for one in order]
        return super().parse_args(ctx, args)


class Given(TypedDict):
    """What `reading_options` hand to a command."""

    region: str | None
    account: str | None
    parameters: tuple[str, ...]
    variables: tuple[str, ...]
    var_files: tuple[str, ...]
    config_file: Path | None


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that reads an estate as it is configured; they come as `Given`."""
    pair = "NAME=VALUE"
    for option in (
        click.option(
            "--config", "config_file", type=click.Path(path_type=Path), help="Configuration."
        ),
        click.option(
            "--var-file",
            "var_files",
            multiple=True,
            metavar="FILE",
            help="Values of Terraform variables.",
        ),
        click.option(
            "--var", "variables", multiple=True, metavar=pair, help="A Terraform variable."
        ),
        click.option(
            "--parameter", "parameters", multiple=True, metavar=pair, help="A template parameter."
        ),
        click.option("--account", help="The account to deploy to."),
        click.option("--region", help="The Region to deploy to."),
    ):
        command = option(command)
    return command


def report_on(
    paths: tuple[str, ...], given: Given, today: date, ledger: str | None = None
) -> Report:
    """The report on all that `paths` name, read as the command line and the configuration say.

    The command must be one `InOrder`. Raises click.UsageError for a wrong configuration.
    """
    loaded, options = _as_told(given)
    return run(paths, options, loaded, today, ledger)


@contextmanager
def inputs_of(paths: tuple[str, ...], given: Given) -> Iterator[Inputs]:
    """All that `paths` name, to be read as the command line and the configuration say.

    The line of progress is gone at the end. The command must be one `InOrder`. Raises
    click.UsageError for a wrong configuration.
    """
    _, options = _as_told(given)
    progress = Progress()
    try:
        yield Inputs(paths, options, progress=progress)
    finally:
        progress.done()


def _as_told(given: Given) -> tuple[configs.Loaded, InputOptions]:
    """The configuration, and with what the command line says how inputs are read."""
    try:
        loaded = configs.load(given["config_file"], Path.cwd())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    terraform = terraform_options(loaded, given["variables"], given["var_files"])
    options = input_options(
        loaded,
        parameters=given["parameters"],
        region=given["region"],
        account=given["account"],
        terraform=terraform,
    )
    return loaded, options


def input_options(
    loaded: configs.Loaded,
    *,
    parameters: tuple[str, ...],
    region: str | None,
    account: str | None,
    terraform: TerraformOptions,
) -> InputOptions:
    """What is configured, and what is on the command line, which goes before it.

    Raises click.UsageError for a parameter without a name.
    """
    config = loaded.config
    return InputOptions(
        parameters={**_texts(config), **dict(_named("--parameter", parameters))},
        region=region or config.region or "",
        account=account or config.account or "",
        exclude=tuple(config.exclude),
        terraform=terraform,
    )


def run(
    paths: tuple[str, ...],
    given: InputOptions,
    loaded: configs.Loaded,
    today: date,
    ledger: str | None = None,
    *,
    engines: Engines = BY_SIZE,
    maps: bool = False,
) -> Report:
    """The report on all that `paths` name, with the ledger at `ledger` or the configured one.

    `engines` go before those configured.
    """
    vouching = opened(ledger, loaded)
    return checked(paths, given, loaded, today, vouching, engines=engines, maps=maps)[1]


def checked(
    paths: tuple[str, ...],
    given: InputOptions,
    loaded: configs.Loaded,
    today: date,
    ledger: Ledger | None = None,
    *,
    engines: Engines = BY_SIZE,
    maps: bool = False,
    keep: bool = False,
) -> tuple[Check, Report]:
    """A run over all that `paths` name, and its report; `keep` its estates."""
    progress = Progress()
    inputs = Inputs(paths, given, progress=progress)
    options = Options(
        as_of=today,
        waivers=tuple(
            WaiverRule(one.control, one.resource, one.reason, one.until, Span(loaded.file))
            for one in loaded.config.waive
        ),
        house_rules=tuple(compile_rule(rule) for rule in loaded.config.rule),
        account=given.account,
        ledger=ledger,
        engines=engines.over(loaded.config.engines),
        break_glass=tuple(loaded.config.access.break_glass),
        maps=maps,
        keep=keep,
    )
    check = Check(options, progress)
    _kept[:] = [*_kept[-1:], check]
    try:
        return check, check.run(inputs.readings(), inputs.remarks)
    finally:
        progress.done()


def vouched() -> Vouched | None:
    """What the ledger of the last run vouches for; None without a ledger."""
    return _kept[-1].vouched if _kept else None


def opened(option: str | None, loaded: configs.Loaded) -> Ledger | None:
    """The ledger that the command line names, or else the configuration; None without."""
    found = open_records(option, loaded)
    if found is None:
        return None
    from partywall.assess.vouched import Ledger

    programs = tuple(loaded.config.ledger.programs)
    return Ledger(found.at, found.records, found.places, found.problems, programs)


def ledger_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names a ledger; it comes as `ledger`."""
    option = click.option(
        "--ledger", metavar="FOLDER|FILE|URL", help="What has been shown, by whom, until when."
    )
    return option(command)


def _texts(config: configs.Config) -> dict[str, str]:
    """The configured parameters as CloudFormation takes them: `true`, `3`, `text`."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in config.parameters.items()
    }


def _named(option: str, given: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for text in given:
        name, found, value = text.partition("=")
        if not found or not name:
            raise click.UsageError(f"{option} {name}: write NAME=VALUE")
        yield name, value


def terraform_options(
    loaded: configs.Loaded,
    variables: tuple[str, ...],
    var_files: tuple[str, ...],
    *,
    roots: tuple[str, ...] = (),
    hcl: str = "",
) -> TerraformOptions:
    """What is configured, then what is on the command line, which goes before it.

    The command must be one `InOrder`. Raises click.UsageError for a variable without a name.
    """
    config = loaded.config.terraform
    beside = Path(loaded.file).parent
    given: list[Assignment | VariableFile] = [
        VariableFile(str(beside / one)) for one in config.var_files
    ]
    given += [Assignment(name, value) for name, value in config.vars.items()]
    single = (Assignment(*one) for one in _named("--var", variables))
    files = (VariableFile(one) for one in var_files)
    for name in click.get_current_context().meta["order"]:
        if name == "variables":
            given.append(next(single))
        elif name == "var_files":
            given.append(next(files))
    return TerraformOptions(
        given=tuple(given),
        environment={
            name.removeprefix(VARIABLE): value
            for name, value in sorted(os.environ.items())
            if name.startswith(VARIABLE)
        },
        workspace=config.workspace or os.environ.get("TF_WORKSPACE") or "default",
        roots=roots,
        hcl=hcl,
    )
