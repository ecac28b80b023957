"""From folders of sources to readings: which roots, with which values, and what may be read."""

from __future__ import annotations

import gc
import os
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.naming import shown
from partywall.sources.reading import Reading
from partywall.sources.recognise import Contents, is_terraform
from partywall.sources.terraform.options import TerraformOptions
from partywall.sources.terraform_hcl.evaluation.settings import Settings
from partywall.sources.terraform_hcl.joining import read_joined
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.reader import read_root
from partywall.sources.terraform_hcl.roots import Modules, OneFile, Root, find_roots
from partywall.sources.terraform_hcl.variables import values_of


class Opener:
    """The roots of one run. `unread` are the chosen ones that were not come by yet; `declared`
    the variables of all roots that were read, None while there was none."""

    def __init__(
        self, options: TerraformOptions, region: str, account: str, named: Sequence[Path]
    ) -> None:
        self.options = options
        self.region, self.account = region, account
        self.unread = list(options.roots)
        self.declared: set[str] | None = None
        self._named = sorted((one for one in named if one.is_dir()), key=os.path.realpath)
        self._modules: dict[str, Modules] = {}

    def roots(self, top: Path, folders: Sequence[Path]) -> list[Root]:
        """The root modules of the folder `top`, of whose folders these hold sources."""
        modules = self._modules_around(top)
        if self.options.roots:
            folders = self._chosen(top)
        else:
            with _without_collector():
                folders = find_roots(top, folders, modules)
        return [Root(one, modules.anew()) for one in folders]

    def _chosen(self, top: Path) -> list[Path]:
        chosen = [one for one in self.options.roots if _is_in(one, top)]
        self.unread = [one for one in self.unread if one not in chosen]
        return [Path(one) for one in chosen]

    def read(self, root: Root) -> Reading:
        """The reading of a root module. Raises SourceError or OSError when there is none."""
        _must_hold_sources(root.folder, "--root")
        return self._read(root, root.folder, root.folder)

    def read_file(self, file: Path) -> Reading:
        """The reading of a single file as a module. Raises OSError when there is none."""
        file.stat()
        return self._read(Root(file.parent, OneFile(file)), file, None)

    def _read(self, root: Root, named: Path, folder: Path | None) -> Reading:
        module = root.modules.at(root.folder)
        settings, remarks = self._settings(root, module, folder)
        file = shown(named)
        with _without_collector():
            reading = read_root(root, settings, file)
        reading.diagnostics += [*remarks, *_note_variables(module, settings.variables, file)]
        return reading

    def join(self, data: Contents, file: str) -> Reading:
        """The reading of a plan, with what only the folder tells that it was made from.

        Raises SourceError or OSError when either cannot be read.
        """
        folder = Path(self.options.hcl)
        _must_hold_sources(folder, "--hcl")
        root = Root(folder, self._modules_around(folder).anew())
        settings, remarks = self._settings(root, root.modules.at(folder), folder)
        reading = read_joined(data, file, root, settings)
        reading.diagnostics += remarks
        return reading

    def _settings(
        self, root: Root, module: Module, folder: Path | None
    ) -> tuple[Settings, list[Diagnostic]]:
        given, remarks = values_of(module, folder, self.options, root.modules.checked)
        self.declared = {*(self.declared or ()), *module.variables}
        settings = Settings(
            checked=root.modules.checked,
            variables=given,
            workspace=self.options.workspace,
            region=self.region,
            account=self.account,
        )
        return settings, remarks

    def _modules_around(self, folder: Path) -> Modules:
        """All modules that may be read along with a folder: those in the widest one named."""
        checked = next((one for one in self._named if _is_in(folder, one)), folder)
        key = os.path.realpath(checked)
        if key not in self._modules:
            self._modules[key] = Modules(checked)
        return self._modules[key]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's cycle collector rests while this lasts.

    What a reading allocates it keeps to its end, so looking for garbage in it finds none, again
    and again, for a fifth of the time that the reading takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _must_hold_sources(folder: Path, option: str) -> None:
    what = "there is no such folder"
    if folder.is_dir():
        if any(is_terraform(one.name) for one in folder.iterdir()):
            return
        what = "no Terraform source is in this folder"
    raise SourceError(what, Span(shown(folder)), f"check {option}")


def _note_variables(module: Module, given: Container[str], file: str) -> Iterator[Diagnostic]:
    """Which variables have their default, and which have no value at all."""
    open_ = [one for name, one in module.variables.items() if name not in given]
    defaulted = sorted(one.name for one in open_ if one.default is not None)
    missing = sorted(one.name for one in open_ if one.default is None)
    if defaulted:
        what = f"checked with the default of {_counted(defaulted)}"
        yield Diagnostic("info", what, Span(file), "another value may give another answer")
    if missing:
        what = f"no value is given for {_counted(missing)}"
        yield Diagnostic("info", what, Span(file), "give it with --var or --var-file")


def _counted(names: list[str]) -> str:
    many = "a variable" if len(names) == 1 else f"{len(names)} variables"
    return f"{many}: {', '.join(names)}"


def _is_in(folder: Path | str, top: Path) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(top))
