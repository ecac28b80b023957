"""Modules that `terraform init` has fetched, as `.terraform/modules/modules.json` lists them.

Source: Terraform documentation, "Modules: Sources", read 2026-11-23; the file itself as Terraform
1.11 writes it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from partywall.sources.terraform_hcl.folder import read_inside

MANIFEST: Final = Path(".terraform", "modules", "modules.json")
REGISTRY: Final = "registry.terraform.io/"
NOT_FETCHED: Final = "it is not in .terraform/modules; `terraform init` fetches it"

_REGISTRY_SOURCE: Final = re.compile(
    r"(?:[\w.-]+\.[\w.-]+(?::\d+)?/)?[\w-]+/[\w-]+/[a-z0-9]+(?=//|$)"
)
_CODE_HOSTS: Final = ("github.com/", "bitbucket.org/", "gitlab.com/")
_DECORATION: Final = re.compile(r"^git::|^(?:https?|ssh|git)://|^git@|\.git(?=$|[/?])")


class _Entry(Struct):
    """One call, by its place in the tree (`network.subnets`), and where its module lies."""

    key: str = field(name="Key", default="")
    source: str = field(name="Source", default="")
    folder: str = field(name="Dir", default="")


class _Manifest(Struct):
    modules: list[_Entry] = field(name="Modules", default_factory=list)


class Installed:
    """What is fetched for one root module; `checked` is the real path of what may be read."""

    def __init__(self, root: Path, checked: Path) -> None:
        self._root = root
        self._entries = {one.key: one for one in _entries(read_inside(root / MANIFEST, checked))}

    def folder(self, path: tuple[str, ...], source: str) -> Path | str:
        """Where the module of a call lies, by the names of the calls that lead to it; or why not.

        An entry for another source than the one that is written now is out of date.
        """
        entry = self._entries.get(".".join(path))
        if entry is None or not entry.folder:
            return NOT_FETCHED
        if _plain(entry.source) != _plain(source):
            return "another module was fetched in its place; `terraform init` mends that"
        return self._root / entry.folder


def _entries(data: bytes | str) -> list[_Entry]:
    """What a manifest lists; nothing when there is none, or it is not understood."""
    try:
        return msgspec.json.decode(data, type=_Manifest).modules
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []


def _plain(source: str) -> str:
    """A source without what Terraform adds to it when it fetches it."""
    registered = _REGISTRY_SOURCE.match(source)
    if registered is not None and not source.startswith(_CODE_HOSTS):
        return source if registered[0].count("/") == 3 else REGISTRY + source
    while (bare := _DECORATION.sub("", source)) != source:
        source = bare
    return source.replace(":", "/")
