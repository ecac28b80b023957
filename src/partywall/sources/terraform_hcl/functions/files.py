"""Functions over files and their paths; nothing outside the checked folder is ever read.

What a path outside holds is not known, and neither is what depends on the machine: an absolute
path, the home of a user.
"""

from __future__ import annotations

import base64
import hashlib
import os
import posixpath
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import BOOL, STRING, set_type, unknown_as
from partywall.sources.terraform.values import Failure, SetValue, set_of
from partywall.sources.terraform_hcl.functions.globs import matches
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.scope import Scope

MOST_BYTES: Final = 16 * 1024 * 1024
"""A larger file is not read."""

OUTSIDE: Final = Unknown("outside the checked folder", present=True)
TOO_LARGE: Final = Unknown("the file is larger than 16 MiB", present=True)
ON_THE_MACHINE: Final = Unknown("depends on the machine", present=True)


def place(scope: Scope, path: str) -> Path | None:
    """Where a path leads, all links followed; None when that is outside the checked folder.

    Git's own files count as outside: a checkout on a build machine keeps its token there. Raises
    Failure for a path that no file can have.
    """
    if path.startswith("~"):
        return None
    try:
        found = os.path.realpath(scope.working / path)
        root = os.path.realpath(scope.root)
    except (OSError, ValueError):
        raise Failure("this is no path") from None
    inside = found == root or found.startswith(root.rstrip("/") + "/")
    inside = inside and ".git" not in found[len(root) :].split("/")
    return Path(found) if inside else None


def read_bytes(scope: Scope, path: str) -> bytes | Unknown:
    """What a file holds. Raises Failure when there is no such file in the checked folder."""
    found = place(scope, path)
    if found is None:
        return OUTSIDE
    try:
        status = found.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Failure("this is no file")
        return found.read_bytes() if status.st_size <= MOST_BYTES else TOO_LARGE
    except (OSError, ValueError):
        raise Failure("there is no such file") from None


def read_text(scope: Scope, path: str) -> str | Unknown:
    """The text of a file, normalised as all text of Terraform's is.

    Raises Failure when there is no such file, or it is not UTF-8.
    """
    found = read_bytes(scope, path)
    if isinstance(found, Unknown):
        return unknown_as(found, STRING)
    try:
        return unicodedata.normalize("NFC", found.decode())
    except UnicodeDecodeError:
        raise Failure("the file is not UTF-8") from None


function("file", STRING, scoped=True, gives=STRING)(read_text)


def _base64(found: bytes) -> str:
    return base64.b64encode(found).decode()


_DIGESTS: Final[dict[str, Callable[[bytes], str]]] = {
    "filebase64": _base64,
    "filemd5": lambda found: hashlib.md5(found, usedforsecurity=False).hexdigest(),
    "filesha1": lambda found: hashlib.sha1(found, usedforsecurity=False).hexdigest(),
    "filesha256": lambda found: hashlib.sha256(found).hexdigest(),
    "filesha512": lambda found: hashlib.sha512(found).hexdigest(),
    "filebase64sha256": lambda found: _base64(hashlib.sha256(found).digest()),
    "filebase64sha512": lambda found: _base64(hashlib.sha512(found).digest()),
}


def _declare(name: str, digest: Callable[[bytes], str]) -> None:
    """A function that says something about what a file holds."""

    def digested(scope: Scope, path: str) -> str | Unknown:
        found = read_bytes(scope, path)
        return unknown_as(found, STRING) if isinstance(found, Unknown) else digest(found)

    function(name, STRING, scoped=True, gives=STRING)(digested)


for _name, _digest in _DIGESTS.items():
    _declare(_name, _digest)


@function("fileexists", STRING, scoped=True, gives=BOOL)
def fileexists(scope: Scope, path: str) -> bool | Unknown:
    """Whether there is a file. Raises Failure for a folder."""
    found = place(scope, path)
    if found is None:
        return unknown_as(OUTSIDE, BOOL)
    try:
        mode = found.stat().st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        raise Failure("this path cannot be followed") from None
    if stat.S_ISREG(mode):
        return True
    raise Failure("this is no file")


@function("fileset", STRING, STRING, scoped=True, gives=set_type(STRING))
def fileset(scope: Scope, path: str, pattern: str) -> SetValue | Unknown:
    """The files under a folder whose paths match a pattern, relative to the folder."""
    found = matches(path, pattern, lambda one: place(scope, one))
    if isinstance(found, Unknown):
        return unknown_as(found, set_type(STRING))
    return set_of(unicodedata.normalize("NFC", one) for one in found)


def cleaned(path: str) -> str:
    """The shortest path that leads to the same place, read as text."""
    found = posixpath.normpath(path) if path else "."
    return "/" + found.lstrip("/") if found.startswith("/") else found


@function("basename", STRING, gives=STRING)
def basename(path: str) -> str:
    """The last part of a path."""
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


@function("dirname", STRING, gives=STRING)
def dirname(path: str) -> str:
    """A path without its last part."""
    folder, slash, _ = path.rpartition("/")
    return cleaned(folder + slash)


@function("abspath", STRING, gives=STRING)
def abspath(path: str) -> Any:
    """The absolute path; not known for a relative one, which depends on where Terraform runs."""
    return cleaned(path) if path.startswith("/") else unknown_as(ON_THE_MACHINE, STRING)


@function("pathexpand", STRING, gives=STRING)
def pathexpand(path: str) -> Any:
    """The path; not known for one in the home of a user."""
    if not path.startswith("~"):
        return path
    if path != "~" and path[1] != "/":
        raise Failure("the home of another user cannot be told")
    return unknown_as(ON_THE_MACHINE, STRING)
