"""From what the user names (files, folders, `-`) to readings, one after the other.

A file that cannot be read becomes a diagnostic and never hides the next one.
"""

from __future__ import annotations

import fnmatch
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.reading import Reading

SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", ".template"})
SKIPPED: Final = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
HEAD: Final = 8192
"""Bytes looked at to tell what a file is."""

WHAT_IS_READ: Final = (
    "partywall reads Terraform plans (terraform show -json), CloudFormation templates, "
    "and folders of them"
)


class InputOptions(Struct, frozen=True, kw_only=True):
    """What the reading may be told: template parameters, the Region, paths to leave out."""

    parameters: Mapping[str, str] = {}
    region: str = ""
    exclude: tuple[str, ...] = ()


class Inputs:
    """The readings of a list of paths; `remarks` fills up while they are read."""

    def __init__(
        self,
        paths: Sequence[str],
        options: InputOptions,
        stdin: BinaryIO | None = None,
        progress: Callable[[str], None] = lambda _phase: None,
    ) -> None:
        self.paths = paths
        self.options = options
        self.remarks: list[Diagnostic] = []
        self._stdin = stdin
        self._progress = progress

    def readings(self) -> Iterator[Reading]:
        """Each input, read; templates that another one nests are read with it, not again."""
        for path in self.paths:
            if path == "-":
                data = (self._stdin or sys.stdin.buffer).read()
                yield from self._guarded("(standard input)", partial(self._of, data, "-"))
            elif Path(path).is_dir():
                yield from self._folder(Path(path))
            else:
                yield from self._guarded(path, partial(self._file, Path(path)))

    def _guarded(self, file: str, read: Callable[[], list[Reading]]) -> list[Reading]:
        self._progress(f"reading {file}")
        try:
            return read()
        except SourceError as error:
            where = error.where if error.where.file else Span(file)
            self.remarks.append(Diagnostic("error", error.message, where, error.hint))
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.remarks.append(
                Diagnostic("error", f"cannot be read: {why}", Span(file), "check the path")
            )
        except RecursionError:
            self.remarks.append(
                Diagnostic("error", "nested too deeply to be read", Span(file), "flatten it")
            )
        return []

    def _file(self, path: Path) -> list[Reading]:
        return self._of(path.read_bytes(), str(path))

    def _of(self, data: bytes, file: str) -> list[Reading]:
        if is_plan(data):
            from partywall.sources.terraform_plan import read_plan

            return [read_plan(data, file)]
        from partywall.sources.cloudformation import read_template

        return [
            read_template(
                data, file, parameters=self.options.parameters, region=self.options.region
            )
        ]

    # -- folders

    def _folder(self, folder: Path) -> Iterator[Reading]:
        readings: list[Reading] = []
        terraform: list[Path] = []
        for path in self._walk(folder):
            if path.suffix == ".tf":
                terraform.append(path)
            elif path.name == "manifest.json":
                readings += self._guarded(str(path.parent), partial(self._assembly, path))
            else:
                readings += self._guarded(str(path), partial(self._if_ours, path))
        nested = {file for reading in readings for file in reading.includes}
        roots = [reading for reading in readings if reading.file not in nested]
        if not roots and not any(one.level == "error" for one in self.remarks):
            self._nothing_found(folder, terraform)
        yield from roots

    def _nothing_found(self, folder: Path, terraform: list[Path]) -> None:
        if terraform:
            message = "only Terraform sources are here, and they are not read without a plan yet"
            hint = "run: terraform plan -out plan.out && terraform show -json plan.out > plan.json"
        else:
            message, hint = "no plan and no template was found here", WHAT_IS_READ
        self.remarks.append(Diagnostic("error", message, Span(str(folder)), hint))

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Files worth a look, in a fixed order; links are not followed out of the folder."""
        for root, folders, files in os.walk(folder):
            here = Path(root)
            if "manifest.json" in files and _is_assembly(here / "manifest.json"):
                folders.clear()
                yield here / "manifest.json"
                continue
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and name not in SKIPPED
                if not self._excluded(here / name)
            )
            for name in sorted(files):
                path = here / name
                if path.suffix in SUFFIXES | {".tf"} and not self._excluded(path):
                    yield path

    def _excluded(self, path: Path) -> bool:
        return any(fnmatch.fnmatch(path.as_posix(), glob) for glob in self.options.exclude)

    def _if_ours(self, path: Path) -> list[Reading]:
        """The reading of a file that looks like a plan or a template; none for other files."""
        data = path.read_bytes()
        if is_plan(data) or looks_like_template(data):
            return self._of(data, str(path))
        return []

    def _assembly(self, manifest: Path) -> list[Reading]:
        from partywall.sources.cloudformation import read_assembly

        return read_assembly(manifest.parent)


def is_plan(data: bytes) -> bool:
    """Whether the bytes are a Terraform plan, JSON or binary (or a state, which is refused)."""
    head = data[:HEAD]
    return head.startswith(b"PK\x03\x04") or (
        head.lstrip()[:1] == b"{"
        and (b'"terraform_version"' in head or b'"format_version"' in head)
    )


def looks_like_template(data: bytes) -> bool:
    """Whether a file found in a folder is worth reading as a template."""
    return b"AWSTemplateFormatVersion" in data or (b"Resources" in data and b"AWS::" in data)


def _is_assembly(manifest: Path) -> bool:
    try:
        head = manifest.read_bytes()
    except OSError:
        return False
    return b'"artifacts"' in head and b'"version"' in head
