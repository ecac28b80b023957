"""A remark about a policy: how bad, what, where, and what to write instead."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from partywall.kernel.unknown import Path

Level = Literal["error", "warning"]
PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Remark(Struct, frozen=True, omit_defaults=True):
    """An `error` is refused by AWS or does not mean what it says; a `warning` is worth a look.

    `path` is a JSON path, as in `$.Statement[0].Action[1]`.
    """

    level: Level
    code: str
    path: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"{self.path}: {self.level}: {self.message}{hint} [{self.code}]"


def error(code: str, path: Path, message: str, suggestion: str = "") -> Remark:
    """Something that AWS refuses, or that cannot do what it seems to."""
    return Remark("error", code, json_path(path), message, suggestion)


def warning(code: str, path: Path, message: str, suggestion: str = "") -> Remark:
    """Something that AWS takes and that is likely not meant."""
    return Remark("warning", code, json_path(path), message, suggestion)


def json_path(path: Path) -> str:
    """The place as a JSON path."""
    return "$" + "".join(map(_step, path))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if PLAIN_KEY.fullmatch(step) else f"[{json.dumps(step)}]"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to one that is not, whatever its case; empty if none is close."""
    spelled = {one.lower(): one for one in known}
    close = difflib.get_close_matches(word.lower(), spelled, 1, 0.6)
    return spelled[close[0]] if close else ""
