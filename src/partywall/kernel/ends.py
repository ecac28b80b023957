"""When AWS ends its support of a version: dated facts that the line and the controls share.

People edit `data/ends.toml`, which names for each group of dates its source and the day it was
read; the program reads `ends.msgpack`, which `scripts/compile_ends.py` writes from it, because
loading a TOML parser would cost more than a small check. A test fails when the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

WRITTEN: Final = Path(__file__).parent / "data" / "ends.toml"
COMPILED: Final = WRITTEN.with_suffix(".msgpack")


@cache
def ends(table: str) -> Mapping[str, date]:
    """Version → the day from which AWS supports it no more, as `table` counts support.

    In natural order. A version that is not there is one whose end we do not know, not one
    without an end. Raises KeyError when there is no such table.
    """
    return msgspec.msgpack.decode(_packed()[table], type=dict[str, date])


@cache
def _packed() -> dict[str, bytes]:
    return msgspec.msgpack.decode(COMPILED.read_bytes(), type=dict[str, bytes])


def parse_all() -> dict[str, list[dict[str, Any]]]:
    """The groups of every table: `source`, `read`, `confirmed`, `ends`. Slow; scripts and tests."""
    import tomllib

    return tomllib.loads(WRITTEN.read_text("utf-8"))


def compile_all() -> bytes:
    """The content of `ends.msgpack`: each table's groups united, and packed apart from the others.

    Raises ValueError when two groups of a table date the same version.
    """
    pack = msgspec.msgpack.encode
    return pack({name: pack(_united(name, groups)) for name, groups in parse_all().items()})


def _united(name: str, groups: list[dict[str, Any]]) -> dict[str, date]:
    dates: dict[str, date] = {}
    for group in groups:
        if twice := dates.keys() & group["ends"]:
            raise ValueError(f"{WRITTEN.name}: {name} dates {min(twice)} twice")
        dates |= group["ends"]
    return {version: dates[version] for version in sorted(dates, key=natural)}


def natural(version: str) -> list[tuple[int, str]]:
    """A key to sort by in which numbers count as numbers: `dotnet8` comes before `dotnet10`."""
    parts = re.findall(r"\d+|\D+", version)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
