"""The line's data as it lies in `data/`: classes, option rules, and families by service.

People edit the TOML files; the program reads `lines.msgpack`, which `scripts/compile_lines.py`
writes from them, because parsing TOML would cost more than drawing every line of a small
estate. A test fails when the two differ.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

DATA: Final = Path(__file__).parent / "data"
COMPILED: Final = DATA / "lines.msgpack"
COMMON: Final = ("classes", "rules")
"""The files that belong to no service."""

APART: Final = ("model", "duties", "premises", "scope")
"""The files that draw no line, each read by a module of its own: `statements` reads the model."""

Facts = dict[str, Any]
"""A TOML file as read: tables, lists, texts, numbers, booleans and dates."""


def parse_all() -> dict[str, Facts]:
    """Every TOML file of lines, by name without suffix. Slow; for scripts and tests."""
    import tomllib

    files = sorted(DATA.glob("*.toml"))
    return {
        file.stem: tomllib.loads(file.read_text("utf-8"))
        for file in files
        if file.stem not in APART
    }


def compile_all() -> bytes:
    """The content of `lines.msgpack`: each file's tables packed apart, so each is read alone."""
    pack = msgspec.msgpack.encode
    return pack({name: pack(facts) for name, facts in parse_all().items()})


@lru_cache(maxsize=1)
def _packed() -> dict[str, bytes]:
    return msgspec.msgpack.decode(COMPILED.read_bytes(), type=dict[str, bytes])


@lru_cache(maxsize=512)
def facts(name: str) -> Facts:
    """The tables of one file; empty when there is no such file."""
    packed = _packed().get(name)
    return msgspec.msgpack.decode(packed) if packed is not None else {}


def services() -> tuple[str, ...]:
    """The services that have a file, in alphabetical order."""
    return tuple(name for name in _packed() if name not in COMMON)


def service_of(type_name: str) -> str:
    """The file a type belongs to: `s3` for AWS::S3::Bucket, `custom` when it is not AWS's own.

    Types under `Partywall::` are AWS's own facts for which CloudFormation has no type.
    """
    parts = type_name.split("::")
    return parts[1].lower() if len(parts) == 3 and parts[0] in ("AWS", "Partywall") else "custom"
