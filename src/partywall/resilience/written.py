"""Files in TOML that people write about their estates."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from partywall.kernel.errors import ConfigError

T = TypeVar("T")


def read(path: Path, kind: type[T]) -> T:
    """What a file says. Raises ConfigError naming the file and what is wrong with it."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), kind)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: this is no TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}; see docs/resilience.md") from error
