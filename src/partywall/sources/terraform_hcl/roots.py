"""Which folders are root modules, and where the modules that they call lie.

A root module is one that no other module calls. Nothing says so in the sources, so the calls are
followed. Only what lies in the checked folder is ever read: neither `..` nor a symbolic link
leads out of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from partywall.sources.naming import shown
from partywall.sources.terraform_hcl.installed import Installed
from partywall.sources.terraform_hcl.modules import Module, ModuleCall, load_module

EXAMPLES: Final = frozenset({"examples", "example", "tests", "test", "fixtures"})
"""Folders whose modules show or test those around them."""

LOCAL: Final = ("./", "../")


class Modules:
    """Modules by their folder, each loaded once, whoever asks first.

    `checked` is the folder that may be read.
    """

    def __init__(self, checked: Path) -> None:
        self.checked = checked
        self._inside = f"{os.path.realpath(checked).rstrip(os.sep)}{os.sep}"
        self._real: dict[str, str] = {}
        self._loaded: dict[str, Module] = {}
        self._asked: dict[str, Module] = {}
        self._local: dict[tuple[str, str], Module | str] = {}
        self._installed: dict[Path, Installed] = {}

    def anew(self) -> Modules:
        """The same modules, none of which was asked for yet."""
        other = Modules(self.checked)
        other._real, other._loaded = self._real, self._loaded
        return other

    def loaded(self) -> list[Module]:
        """The modules that were asked for, in that order."""
        return list(self._asked.values())

    def at(self, folder: Path) -> Module:
        """The module in a folder; a broken one when it cannot be read."""
        real = self.real(os.fspath(folder))
        module = self._loaded.get(real)
        if module is None:
            module = self._loaded[real] = load_module(folder, _shown(folder), self.checked)
        self._asked[real] = module
        return module

    def real(self, folder: str) -> str:
        """The real path of a folder, asked of the file system once."""
        found = self._real.get(folder)
        if found is None:
            found = self._real[folder] = os.path.realpath(folder)
        return found

    def called(
        self, caller: Module, call: ModuleCall, path: tuple[str, ...], root: Path
    ) -> Module | str:
        """The module that a call names, or why it is not here.

        `path` are the names of the calls that lead to it from the root module in `root`.
        """
        source = call.source
        if source is None:
            return "its source is not a constant text"
        if source.startswith(LOCAL):
            key = (os.fspath(caller.folder), source)
            if key not in self._local:
                self._local[key] = self._inside_only(os.path.normpath(f"{key[0]}/{source}"))
            return self._local[key]
        if root not in self._installed:
            self._installed[root] = Installed(root, Path(self._inside))
        found = self._installed[root].folder(path, source)
        return found if isinstance(found, str) else self._inside_only(os.fspath(found))

    def _inside_only(self, folder: str) -> Module | str:
        real = self.real(folder)
        if not f"{real}{os.sep}".startswith(self._inside):
            return "it lies outside of what is checked; check the folder above, with --root"
        is_there = real in self._loaded or Path(folder).is_dir()
        return self.at(Path(folder)) if is_there else "there is no such folder"


class OneFile(Modules):
    """A single file as a module. Nothing beside it is read."""

    def at(self, folder: Path) -> Module:
        """The module that the file is."""
        if not self._asked:
            file = self.checked
            module = load_module(folder, _shown(folder), folder, only=file.name)
            self._asked[""] = module
        return self._asked[""]

    def called(
        self, caller: Module, call: ModuleCall, path: tuple[str, ...], root: Path
    ) -> Module | str:
        """Why no module is here."""
        return "a single file was named; name its folder to read it with its modules"


def _shown(folder: Path) -> str:
    """A folder as the names of its files begin, "" for the one that partywall runs in."""
    return "" if str(folder) == "." else shown(folder)


class Root(Struct, frozen=True, eq=False):
    """A root module: its folder, and where the modules that it calls come from."""

    folder: Path
    modules: Modules


def find_roots(top: Path, folders: Sequence[Path], modules: Modules) -> list[Path]:
    """Those of the folders, which all hold sources, that no module in another one calls.

    `top`, which somebody named, is a root in any case. Examples and tests call what they are
    about, which says nothing on whether it is called in earnest.
    """
    called: set[str] = set()
    for folder in folders:
        around = _example_around(top, folder)
        for target in _local_targets(folder, modules):
            if around is None or target == around or target.startswith(around + os.sep):
                called.add(target)
    return [one for one in folders if one == top or os.path.realpath(one) not in called]


def _local_targets(folder: Path, modules: Modules) -> Iterator[str]:
    """The real paths of the folders that local sources in a folder lead to, itself left out."""
    own = modules.real(os.fspath(folder))
    for source in {call.source for call in modules.at(folder).calls.values()}:
        if source is not None and source.startswith(LOCAL):
            target = modules.real(os.path.normpath(f"{own}/{source}"))
            if target != own:
                yield target


def _example_around(top: Path, folder: Path) -> str | None:
    """The real path of the outermost folder of examples or tests that a folder is in."""
    parts = folder.relative_to(top).parts
    for n, name in enumerate(parts):
        if name in EXAMPLES:
            return os.path.realpath(top.joinpath(*parts[: n + 1]))
    return None
