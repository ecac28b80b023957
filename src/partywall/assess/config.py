"""The configuration: `partywall.toml`, or `[tool.partywall]` in `pyproject.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from partywall.controls.control import Weight
from partywall.controls.house import HouseRule, compile_rule
from partywall.kernel.errors import ConfigError

FAIL_ON: Final = (*(weight.word for weight in Weight), "never")


class WaiveTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[waive]]`: which control on which resource (`*` allowed), why, and the last day."""

    control: str
    resource: str
    reason: str
    until: date


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """Every key that the configuration knows, with its default.

    `fail_on`: the least weight of a refutation that makes the exit code 1, or `never`.
    `strict`: undecided counts as well. `region`: where templates are deployed. `parameters`:
    values for template parameters. `exclude`: globs of paths left out of folders. `waive`:
    accepted refutations. `rule`: house rules.
    """

    fail_on: str = "low"
    strict: bool = False
    region: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
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
        data: Any = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: this is no TOML: {error}") from error
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("partywall", {})
    try:
        config = msgspec.convert(data, Config)
        _check(config)
    except (msgspec.ValidationError, ConfigError) as error:
        raise ConfigError(f"{path}: {error}; see docs/configuration.md") from error
    return Loaded(config, str(path))


def _check(config: Config) -> None:
    if config.fail_on not in FAIL_ON:
        raise ConfigError(f"fail_on = {config.fail_on!r}: one of {', '.join(FAIL_ON)}")
    for waiver in config.waive:
        if not waiver.reason.strip():
            raise ConfigError(f"the waiver of {waiver.control} on {waiver.resource} has no reason")
    for rule in config.rule:
        compile_rule(rule)


def _nearest(start: Path) -> Path | None:
    for folder in (start.resolve(), *start.resolve().parents):
        own = folder / "partywall.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.partywall" in project.read_bytes():
            return project
    return None
