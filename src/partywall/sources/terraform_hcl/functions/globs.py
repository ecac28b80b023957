r"""Which files match a pattern of `*`, `?`, `[a-z]`, `[^a]`, `{a,b}`, `\`, and `**` for folders.

Links are followed, as Terraform does, but never out of the checked folder.

Source: Terraform documentation, "fileset Function", and what Terraform 1.11.4 finds in a folder
of odd names, 2026-11-23.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Failure

MOST_VISITED: Final = 100_000
"""A search through more files and folders than this is given up."""

Placed = Callable[[str], Path | None]
Part = re.Pattern[str] | None
"""A part of a path that a pattern has between slashes; None is `**`."""


class GivenUpError(Exception):
    """The files cannot be told; `why` says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = Unknown(why, present=True)


class Search(Struct, eq=False):
    """A search through folders. `placed` says where a path leads, or that it is outside."""

    placed: Placed
    visited: int = 0

    def files(self, folder: str, parts: tuple[Part, ...], above: tuple[Path, ...]) -> Iterator[str]:
        """The paths of the files under a folder that match. `above`: the folders gone through."""
        here = self.place(folder)
        if parts[0] is None:
            yield from self.files_of(folder, parts[1:], above)
        if not here.is_dir():
            return
        if here in above:
            raise GivenUpError("a link leads in a circle")
        for name in self.names(here):
            yield from self.entry(posixpath.join(folder, name), name, parts, (*above, here))

    def files_of(
        self, folder: str, parts: tuple[Part, ...], above: tuple[Path, ...]
    ) -> Iterator[str]:
        """What matches when `**` stands for no folder at all."""
        if parts:
            yield from self.files(folder, parts, above)

    def entry(
        self, path: str, name: str, parts: tuple[Part, ...], above: tuple[Path, ...]
    ) -> Iterator[str]:
        """What matches at and under an entry of a folder."""
        first, rest = parts[0], parts[1:]
        if first is None:
            found = self.place(path)
            if found.is_dir():
                yield from self.files(path, parts, above)
            elif not rest and found.is_file():
                yield path
        elif first.fullmatch(name):
            if rest:
                yield from self.files(path, rest, above)
            elif self.is_file(path):
                yield path

    def is_file(self, path: str) -> bool:
        """Whether an entry that matches is a file. Raises Failure for a link that leads nowhere."""
        found = self.place(path)
        if not found.exists():
            raise Failure("a link leads nowhere")
        return found.is_file()

    def place(self, path: str) -> Path:
        """Where a path leads."""
        found = self.placed(path)
        if found is None:
            raise GivenUpError("a link, or the pattern, leads outside the checked folder")
        return found

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, in order; none for one that cannot be read."""
        try:
            found = sorted(os.listdir(folder))  # noqa: PTH208
        except OSError:
            return []
        self.visited += len(found)
        if self.visited > MOST_VISITED:
            raise GivenUpError(f"there are more than {MOST_VISITED:,} files")
        return found


def matches(folder: str, pattern: str, placed: Placed) -> set[str] | Unknown:
    """The files whose paths match, relative to the folder.

    Raises Failure for a pattern that is none.
    """
    whole = posixpath.normpath(posixpath.join(folder or ".", pattern.lstrip("/")))
    start, written = _split(whole)
    try:
        parts = tuple(_part(one) for one in written)
        found = set(Search(placed).files(start, parts, ()))
    except GivenUpError as given_up:
        return given_up.why
    return {posixpath.relpath(one, folder or ".") for one in found}


def _split(whole: str) -> tuple[str, list[str]]:
    """The folder that a pattern surely begins with, and its other parts."""
    parts = whole.split("/")
    plain = 0
    while plain < len(parts) - 1 and not re.search(r"[*?\[{\\]", parts[plain]):
        plain += 1
    start = "/".join(parts[:plain])
    return start or ("/" if whole.startswith("/") else "."), parts[plain:]


def _part(written: str) -> Part:
    return None if written == "**" else re.compile(_expression(written), re.DOTALL)


def _expression(part: str) -> str:
    """A part of a pattern as a regular expression. Raises Failure when it is malformed."""
    found: list[str] = []
    is_open = False
    at = 0
    while at < len(part):
        one = part[at]
        if one == "\\" and at + 1 < len(part):
            at += 1
            found.append(re.escape(part[at]))
        elif one == "[":
            inner, at = _class(part, at)
            found.append(inner)
        elif one == "{" and not is_open:
            is_open = True
            found.append("(?:")
        elif one in "{},":
            if one == "{":
                raise GivenUpError("braces in braces are not followed")
            found.append({"}": ")", ",": "|"}[one] if is_open else re.escape(one))
            is_open = is_open and one == ","
        else:
            found.append({"*": ".*", "?": "."}.get(one) or re.escape(one))
        at += 1
    if is_open:
        raise Failure("the braces of the pattern do not match")
    return "".join(found)


_CLASS: Final = re.compile(r"\[(\^?)((?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+)\]", re.DOTALL)


def _class(part: str, at: int) -> tuple[str, int]:
    """A class of characters as a regular expression, and where its last character stands."""
    found = _CLASS.match(part, at)
    if found is None:
        raise Failure("a class of characters in the pattern is malformed")
    inner = re.sub(r"\\?([\\\[\]^&|~])", r"\\\1", re.sub(r"\\([^\\\[\]^&|~-])", r"\1", found[2]))
    try:
        re.compile(f"[{inner}]")
    except re.error:
        raise Failure("a class of characters in the pattern is malformed") from None
    return f"[{found[1]}{inner}]", found.end() - 1
