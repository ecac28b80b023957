"""The configuration: `partywall.toml`, or `[tool.partywall]` in `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from partywall.assess.engines import BY_SIZE, Engines
from partywall.controls.control import Weight
from partywall.controls.house import HouseRule, compile_rule
from partywall.controls.registry import controls_for
from partywall.kernel.errors import ConfigError

FAIL_ON: Final = (*(weight.word for weight in Weight), "never")


class WaiveTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[waive]]`: which control on which resource (`*` allowed), why, and the last day."""

    control: str
    resource: str
    reason: str
    until: date


class TerraformTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[terraform]`: values for the variables of root modules (files, seen from the folder of
    the configuration, then single values), and the workspace."""

    var_files: list[str] = field(default_factory=list)
    vars: dict[str, Any] = field(default_factory=dict)
    workspace: str | None = None


class LedgerTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[ledger]`: where the ledger is (a folder or a file, seen from the folder of the
    configuration, or a URL), where checks are recorded when it is a folder, and the programs by
    which AWS's half may be inherited; any that attests to controls when none is named."""

    at: str = ""
    runs: str = ""
    programs: list[str] = field(default_factory=list)


class AccessTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[access]`: globs of the roles and users that break the glass, by address, name or ARN."""

    break_glass: list[str] = field(default_factory=list)


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """Every key that the configuration knows, with its default.

    `fail_on`: the least weight of a refutation that makes the exit code 1, or `never`.
    `strict`: undecided counts as well. `region` and `account`: where it is deployed.
    `parameters`: values for template parameters. `terraform`: what its sources need.
    `ledger`: what has been shown, by whom, until when. `engines`: which engines over the whole
    estate are asked, by its size where left out. `access`: who is an administrator in
    emergencies. `exclude`: globs of paths left out of
    folders. `waive`: accepted refutations. `rule`: house rules.
    """

    fail_on: str = "low"
    strict: bool = False
    region: str | None = None
    account: str | None = None
    parameters: dict[str, str | bool | int | float] = field(default_factory=dict)
    terraform: TerraformTable = TerraformTable()
    ledger: LedgerTable = LedgerTable()
    engines: Engines = BY_SIZE
    access: AccessTable = AccessTable()
    exclude: list[str] = field(default_factory=list)
    waive: list[WaiveTable] = field(default_factory=list)
    rule: list[HouseRule] = field(default_factory=list)


class Loaded(Struct, frozen=True):
    """The configuration in force, and the file it is from (empty: defaults only)."""

    config: Config
    file: str = ""


def load(explicit: Path | None, start: Path) -> Loaded:
    """The configuration of `explicit`, or of the nearest file at or above `start`.

    Raises ConfigError naming the file, the key and what is wrong with it.
    """
    path = explicit or _nearest(start)
    if path is None:
        return Loaded(Config())
    try:
        config = msgspec.convert(_table(path, _parsed(path)), Config)
        _check(config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_in_words(error)}; see docs/configuration.md") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}; see docs/configuration.md") from error
    return Loaded(config, str(path))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"this is no TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError("nested too deeply") from error


def _table(path: Path, data: dict[str, Any]) -> object:
    """The part of the file that is ours."""
    if path.name != "pyproject.toml":
        return data
    tools = data.get("tool")
    return tools.get("partywall", {}) if isinstance(tools, dict) else {}


def _in_words(error: msgspec.ValidationError) -> str:
    """`waive[2].until`: Expected `date`, got `int`."""
    what, _, place = str(error).partition(" - at `$")
    return f"{place.strip('.`')}: {what}" if place else what


def _check(config: Config) -> None:
    if config.fail_on not in FAIL_ON:
        raise ConfigError(f"fail_on = {config.fail_on!r}: one of {', '.join(FAIL_ON)}")
    for waiver in config.waive:
        if not waiver.reason.strip():
            raise ConfigError(f"the waiver of {waiver.control} on {waiver.resource} has no reason")
    ids: set[str] = set()
    for rule in config.rule:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", rule.id):
            raise ConfigError(f"rule {rule.id!r}: an id is made of letters, digits and hyphens")
        compile_rule(rule)
        if rule.id in ids or any(one.id == rule.id for one in controls_for(rule.type)):
            raise ConfigError(f"rule {rule.id}: there is another control of this id")
        ids.add(rule.id)


def _nearest(start: Path) -> Path | None:
    for folder in (start.resolve(), *start.resolve().parents):
        own, project = folder / "partywall.toml", folder / "pyproject.toml"
        if own.is_file():
            return own
        if project.is_file() and _mentions_us(project):
            return project
    return None


def _mentions_us(project: Path) -> bool:
    """Whether a pyproject.toml has a table of ours; a broken one is somebody else's trouble."""
    try:
        text = project.read_bytes()
        return b"partywall" in text and "partywall" in tomllib.loads(text.decode()).get("tool", {})
    except (OSError, ValueError, TypeError, RecursionError):
        return False
