"""Which ledger a command uses, and how it is opened: a database, or a folder of TOML files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec import Struct, field

from partywall.assess import config as configs
from partywall.cli import INCOMPLETE
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import ConfigError, SourceError
from partywall.kernel.span import Span
from partywall.ledger.errors import LedgerError, RecordRefused
from partywall.ledger.records import Record

if TYPE_CHECKING:
    from partywall.ledger.store import Ledger

INSTALL: Final = "pip install 'partywall[ledger]'"
BY_EDITOR: Final = "change its files, or name a file and import the folder into it"
DEFAULT: Final = "partywall-ledger.db"
"""The file of the ledger where none is named: beside the configuration, else in this folder."""


class Unusable(click.ClickException):
    """The ledger cannot be read or written, so nothing can be said or kept."""

    exit_code = INCOMPLETE


class Opened(Struct, frozen=True):
    """The records of a ledger; `at` may be shown. `places` are by the id of the record."""

    at: str
    records: tuple[Record, ...]
    places: Mapping[str, Span] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


def ledger_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which ledger: they come as `ledger` and `config_file`."""
    for option in (
        click.option(
            "--config", "config_file", type=click.Path(path_type=Path), help="Configuration."
        ),
        click.option("--ledger", metavar="FILE|URL", help="Where the ledger is."),
    ):
        command = option(command)
    return command


def clock_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of commands that record: whether the clock may be behind the last entry."""
    option = click.option(
        "--allow-clock-skew",
        "any_clock",
        is_flag=True,
        help="Record although the clock is behind the last entry.",
    )
    return option(command)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names the day which is asked about; it comes as `as_of`."""
    option = click.option(
        "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
    )
    return option(command)


def day(as_of: datetime | None) -> date:
    """The day that was named, or today in UTC."""
    return as_of.date() if as_of else datetime.now(UTC).date()


def configured(config_file: Path | None) -> configs.Loaded:
    """The configuration in force; raises click.UsageError for a wrong one."""
    try:
        return configs.load(config_file, Path.cwd())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def address(option: str | None, loaded: configs.Loaded) -> str:
    """Where the ledger is: as the command line says, else the configuration, else the default
    file if it has been made; or empty.

    A configured path is seen from the folder of the configuration.
    """
    named = option or _beside(loaded, loaded.config.ledger.at)
    if named:
        return named
    return default(loaded) if is_there(default(loaded)) else ""


def default(loaded: configs.Loaded) -> str:
    """The file in which a ledger is made when none is named."""
    return _beside(loaded, DEFAULT)


def runs_address(option: str | None, loaded: configs.Loaded) -> str:
    """Where checks are recorded: in the ledger itself, or, for a folder, as configured beside."""
    at = address(option, loaded)
    runs = loaded.config.ledger.runs
    return _beside(loaded, runs) if runs and (not at or is_folder(at)) else at


def _beside(loaded: configs.Loaded, at: str) -> str:
    """A configured address as seen from here; a URL and nothing stay as they are."""
    return at if not at or "://" in at else str(Path(loaded.file).parent / at)


def base(loaded: configs.Loaded) -> Path:
    """The folder that paths in records by hand are seen from: the configuration's, or this one."""
    return Path(loaded.file).parent if loaded.file else Path.cwd()


def is_folder(at: str) -> bool:
    """Whether the ledger is kept as TOML under version control, and not in a database."""
    return "://" not in at and (Path(at).is_dir() or at.endswith(".toml"))


def is_there(at: str) -> bool:
    """Whether the file of a ledger has been made; of a server's nobody knows before asking."""
    return "://" in at or Path(at).exists()


def open_ledger(
    option: str | None, loaded: configs.Loaded, *, create: bool = False, runs: bool = False
) -> Ledger:
    """The ledger in a database, the default one when none is named; with `create` one is made
    where none is.

    With `runs` it is the one that checks are recorded in, which may be beside a folder.
    Raises click.UsageError when a folder is named, Unusable when it does not open.
    """
    at = runs_address(option, loaded) if runs else address(option, loaded)
    at = at or default(loaded)
    if is_folder(at):
        hint = "configure a file to keep it in: runs = … below [ledger]" if runs else BY_EDITOR
        raise click.UsageError(f"{at} is a folder, which keeps no history; {hint}")
    with told():
        return _store()(at, create=create)


def _store() -> type[Ledger]:
    try:
        from partywall.ledger.store import Ledger
    except ModuleNotFoundError as error:
        raise LedgerError(f"a ledger in a database needs {error.name}; {INSTALL}") from error
    return Ledger


def open_records(option: str | None, loaded: configs.Loaded) -> Opened | None:
    """All records of the ledger in use, wherever it is kept; None when none is named.

    Raises Unusable when it cannot be read.
    """
    at = address(option, loaded)
    if not at:
        return None
    with told():
        if is_folder(at):
            from partywall.ledger.folder import read

            found = read(Path(at))
            return Opened(at, found.counted, found.places, found.problems)
        from partywall.ledger.kept import compared

        ledger = _store()(at)
        records = ledger.records()
        changed, problems = compared(records, base(loaded))
        return Opened(ledger.place.name, (*records, *changed), problems=tuple(problems))


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong with a ledger ends the command, with a word and the right exit code."""
    try:
        yield
    except RecordRefused as error:
        raise click.UsageError(str(error)) from error
    except (LedgerError, SourceError) as error:
        raise Unusable(str(error)) from error
