"""Which files a pattern matches: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any folders.

Source: Terraform documentation, "fileset Function", read 2026-11-23.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.types import STRING, set_type, unknown_as
from partywall.sources.terraform_hcl.values import Failure

MOST_VISITED: Final = 100_000
"""A folder with more files and folders than this is not searched."""

_LEFT: Final = unknown_as(
    Unknown("a link, or the pattern, leads outside the checked folder", present=True),
    set_type(STRING),
)
_TOO_MANY: Final = unknown_as(
    Unknown(f"there are more than {MOST_VISITED:,} files", present=True), set_type(STRING)
)

Placed = Callable[[str], Path | None]


class _LeftError(Exception):
    """The search would leave the checked folder."""


class _TooManyError(Exception):
    """The search visits too much."""


def matches(folder: Path, pattern: str, placed: Placed) -> list[str] | Unknown:
    """The files whose paths match, relative to the folder, in no order.

    `placed` says where a path leads, or that it is outside. Raises Failure for a pattern that
    is none.
    """
    whole = posixpath.normpath(posixpath.join(str(folder), pattern.lstrip("/")))
    start, parts = _split(whole)
    expression = re.compile("".join(_translated(parts)) or "$.")
    if placed(start) is None:
        return _LEFT
    try:
        names = [one for one in _walk(start, placed) if expression.fullmatch(one)]
    except _LeftError:
        return _LEFT
    except _TooManyError:
        return _TOO_MANY
    return [posixpath.relpath(posixpath.join(start, one), str(folder)) for one in names]


def _split(whole: str) -> tuple[str, list[str]]:
    """The folder that a pattern surely begins with, and its other parts."""
    parts = whole.split("/")
    plain = 0
    while plain < len(parts) - 1 and not re.search(r"[*?\[{\\]", parts[plain]):
        plain += 1
    return "/".join(parts[:plain]) or "/", parts[plain:]


def _walk(start: str, placed: Placed) -> Iterator[str]:
    """The paths of all files under a folder, relative to it; links to folders are not followed."""
    stack, seen = [""], 0
    while stack:
        inner = stack.pop()
        try:
            entries = sorted(os.scandir(posixpath.join(start, inner)), key=lambda one: one.name)
        except OSError:
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_VISITED:
                raise _TooManyError
            path = posixpath.join(inner, entry.name)
            if entry.is_dir(follow_symlinks=False):
                stack.append(path)
            elif _is_file(entry, placed):
                yield path


def _is_file(entry: os.DirEntry[str], placed: Placed) -> bool:
    if not entry.is_symlink():
        return entry.is_file()
    target = placed(entry.path)
    if target is None:
        raise _LeftError
    return target.is_file()


def _translated(parts: list[str]) -> Iterator[str]:
    """A pattern as the pieces of a regular expression."""
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        if part == "**":
            yield "(?:.*/)?[^/]*" if last else "(?:[^/]+/)*"
        else:
            yield _component(part) + ("" if last else "/")


def _component(part: str) -> str:
    found: list[str] = []
    depth = at = 0
    while at < len(part):
        one = part[at]
        if one == "\\" and at + 1 < len(part):
            at += 1
            found.append(re.escape(part[at]))
        elif one == "[":
            behind = _class_end(part, at)
            found.append(_class(part[at + 1 : behind]))
            at = behind
        else:
            depth += {"{": 1, "}": -1}.get(one, 0)
            found.append(_SPECIAL.get(one) or re.escape(one))
            if one == "," and depth:
                found[-1] = "|"
        at += 1
    if depth:
        raise Failure("the braces of the pattern do not match")
    return "".join(found)


_SPECIAL: Final[dict[str, Any]] = {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}


def _class_end(part: str, at: int) -> int:
    """Where a class of characters ends. Raises Failure when it does not."""
    behind = part.find("]", at + 2)
    if behind < 0:
        raise Failure("a class of characters in the pattern has no end")
    return behind


def _class(inner: str) -> str:
    negated = inner[:1] in ("^", "!")
    escaped = re.sub(r"[\\\[\]^&|~]", lambda one: "\\" + one[0], inner[negated:])
    return f"[{'^/' if negated else ''}{escaped}]"
