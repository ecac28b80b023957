"""From what the user names (files, folders, `-`) to readings, one after the other.

A file that cannot be read becomes a diagnostic and never hides the next one.
"""

from __future__ import annotations

import fnmatch
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar

from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.naming import shown
from partywall.sources.reading import Reading
from partywall.sources.recognise import (
    HEAD,
    Contents,
    is_account_export,
    is_describe,
    is_manifest,
    is_plan,
    is_terraform,
    looks_like_template,
)
from partywall.sources.terraform.options import Assignment, TerraformOptions

if TYPE_CHECKING:
    from partywall.sources.describe import Collection
    from partywall.sources.terraform_hcl.opening import Opener
    from partywall.sources.terraform_hcl.roots import Root

Found = TypeVar("Found")

log = logging.getLogger(__name__)

SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", ".template", ".csv"})
SKIPPED: Final = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
MANIFEST: Final = "manifest.json"

LARGE: Final = 64 << 20
"""Bytes; a larger file that was found in a folder is read only if it begins like a plan."""

MAPPED: Final = 8 << 20
"""Bytes; a plan of this size and more is mapped into memory instead of copied there."""

WHAT_IS_READ: Final = (
    "partywall reads Terraform sources and plans (terraform show -json), CloudFormation "
    "templates, exports of accounts (aws iam get-account-authorization-details), what "
    "`aws … describe-*` printed as JSON, and folders of them"
)


class InputOptions(Struct, frozen=True, kw_only=True):
    """What the reading may be told: template parameters, where templates are deployed (a Region,
    an account; "" for not known), globs of paths to leave out of folders, and what only
    Terraform's sources need."""

    parameters: Mapping[str, str] = {}
    region: str = ""
    account: str = ""
    exclude: tuple[str, ...] = ()
    terraform: TerraformOptions = TerraformOptions()


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
        self.progress = progress
        self._seen: set[str] = set()
        self._parameters: set[str] = set()
        self._templates = 0
        self._opened: Opener | None = None
        self._collection: Collection | None = None
        self._collected = 0

    def readings(self) -> Iterator[Reading]:
        """Each input, read once however often it is named.

        Plans and root modules come as they are read, then the exports of accounts, whose pages
        are put together. Templates come after them, in the order in
        which they were found, for only then it is known which of them another one nests; those
        come with it. What the AWS CLI printed comes last, all of it together: one estate.
        """
        waiting: list[Reading] = []
        exports: list[Reading] = []
        for path in self.paths:
            for reading in self._named(path):
                if reading.kind == "cloudformation":
                    waiting.append(reading)
                elif reading.kind == "account":
                    exports.append(reading)
                else:
                    yield reading
        yield from self._accounts(exports)
        nested = {os.path.realpath(file) for one in waiting for file in one.includes}
        for reading in waiting:
            if os.path.realpath(reading.file) not in nested:
                self._templates += 1
                self._parameters |= reading.parameters
                yield reading
        if self._collection is not None:
            yield self._collection.reading()
        self._remark_parameters()
        if self._opened is not None or self.options.terraform.roots:
            self._remark_terraform(self._opener)

    def _accounts(self, exports: list[Reading]) -> list[Reading]:
        """The exports of accounts, the pages of each in one reading."""
        if not exports:
            return []
        from partywall.sources.account_export import together

        return together(exports)

    def _named(self, path: str) -> Iterator[Reading]:
        place = Path(path)
        if path == "-":
            yield from self._guarded("-", self._standard_input)
        elif place.is_dir():
            yield from self._folder(place)
        elif self._first_time(place):
            read = (
                partial(self._assembly, place)
                if _is_assembly(place)
                else partial(self._file, place)
            )
            yield from self._guarded(path, read)

    def _first_time(self, path: Path) -> bool:
        real = os.path.realpath(path)
        if real in self._seen:
            return False
        self._seen.add(real)
        return True

    def _guarded(self, file: str, read: Callable[[], list[Found]]) -> list[Found]:
        self.progress(f"reading {file}")
        log.info("reading %s", file)
        try:
            return read()
        except SourceError as error:
            where = error.where if error.where.file else Span(file)
            self._remark(error.message, where, error.hint)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._remark(f"cannot be read: {why}", Span(file), "check the path")
        except RecursionError:
            self._remark("nested too deeply to be read", Span(file), "flatten it")
        except Exception as error:
            what = f"partywall failed on this file ({type(error).__name__})"
            hint = "this is a mistake of partywall's; please report it"
            self._remark(what, Span(file), hint)
        return []

    def _remark(self, message: str, where: Span, hint: str) -> None:
        self.remarks.append(Diagnostic("error", message, where, hint))

    def _remark_parameters(self) -> None:
        """A parameter that no template has is a slip of the pen; one that some lack is not."""
        if self._templates:
            for name in sorted(set(self.options.parameters) - self._parameters):
                what = f"no template has a parameter {name}"
                self.remarks.append(Diagnostic("warning", what, hint="check its name"))

    # -- one file

    def _file(self, path: Path, root: Path | None = None) -> list[Reading]:
        if is_terraform(path.name):
            return [self._opener.read_file(path)]
        return self._of(_contents(path), shown(path), root)

    def _standard_input(self) -> list[Reading]:
        if self._stdin is None and sys.stdin is None:
            raise SourceError("standard input is closed", hint="name a file, or pipe one in")
        return self._of((self._stdin or sys.stdin.buffer).read(), "-")

    def _of(self, data: Contents, file: str, root: Path | None = None) -> list[Reading]:
        """The reading of one file; none of a part of a collection, which is read at the end."""
        joined = self.options.terraform.hcl
        if is_plan(data):
            from partywall.sources.terraform_plan import read_plan

            return [self._opener.join(data, file) if joined else read_plan(data, file)]
        if joined:
            raise SourceError("this is no plan to join with a folder", hint="leave out --hcl")
        if is_account_export(data):
            from partywall.sources.account_export import read_export

            return [read_export(bytes(data), file)]
        options = self.options
        if is_describe(data):
            if self._collection is None:
                from partywall.sources.describe import Collection

                self._collection = Collection(options.region, options.account)
            self._collection.add(bytes(data), file, file if root is None else shown(root))
            self._collected += 1
            return []
        from partywall.sources.cloudformation import read_template

        return [
            read_template(
                bytes(data),
                file,
                parameters=options.parameters,
                region=options.region,
                account=options.account,
                root=root,
            )
        ]

    def _assembly(self, manifest: Path) -> list[Reading]:
        from partywall.sources.cloudformation import read_assembly

        options = self.options
        return read_assembly(
            manifest.parent,
            parameters=options.parameters,
            region=options.region,
            account=options.account,
        )

    # -- folders

    def _folder(self, folder: Path) -> Iterator[Reading]:
        found, before = 0, len(self.remarks)
        collected = self._collected
        terraform: dict[Path, None] = {}
        for path in self._walk(folder):
            if is_terraform(path.name):
                terraform[path.parent] = None
            elif self._first_time(path):
                kind = self._assembly if path.name == MANIFEST else partial(self._if_ours, folder)
                for reading in self._guarded(shown(path), partial(kind, path)):
                    found += 1
                    yield reading
            else:
                found += 1
        if terraform or self.options.terraform.roots:
            yield from self._terraform(folder, list(terraform))
        elif not found and self._collected == collected and len(self.remarks) == before:
            what = "no plan, no template and no Terraform source was found here"
            self._remark(what, Span(shown(folder)), WHAT_IS_READ)

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Files worth a look, in a fixed order; links to folders are not followed."""
        for root, folders, files in os.walk(folder, onerror=self._unreadable):
            here = Path(root)
            if MANIFEST in files and is_manifest(here / MANIFEST):
                folders.clear()
                if not self._excluded(here, folder):
                    yield here / MANIFEST
                continue
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and name not in SKIPPED
                if not self._excluded(here / name, folder)
            )
            for name in sorted(files):
                path = here / name
                ours = path.suffix in SUFFIXES or is_terraform(name)
                if ours and name != MANIFEST and not self._excluded(path, folder):
                    yield path

    # -- Terraform's sources

    def _terraform(self, top: Path, folders: list[Path]) -> Iterator[Reading]:
        """The readings of the root modules among some folders with sources."""
        before = len(self.remarks)
        roots = self._guarded(shown(top), lambda: self._opener.roots(top, folders))
        if not roots and not self.options.terraform.roots and len(self.remarks) == before:
            what = "none of the Terraform modules here is a root module: each is called by another"
            self._remark(what, Span(shown(top)), "choose one with --root")
        for root in roots:
            if self._first_time(root.folder):
                yield from self._guarded(shown(root.folder), partial(self._root, root))

    def _root(self, root: Root) -> list[Reading]:
        return [self._opener.read(root)]

    @property
    def _opener(self) -> Opener:
        if self._opened is None:
            from partywall.sources.terraform_hcl.opening import Opener

            options = self.options
            named = [Path(path) for path in self.paths if path != "-"]
            self._opened = Opener(options.terraform, options.region, options.account, named)
        return self._opened

    def _remark_terraform(self, opener: Opener) -> None:
        """A root that is not there, and a variable that no root has, are slips of the pen."""
        for name in opener.unread:
            what = "no folder that was named holds this root module"
            self._remark(what, Span(shown(name)), "name a folder around it as well")
        if opener.declared is not None:
            given = {
                one.name for one in self.options.terraform.given if isinstance(one, Assignment)
            }
            for name in sorted(given - opener.declared):
                what = f"no root module has a variable {name}"
                self.remarks.append(Diagnostic("warning", what, hint="check its name"))

    # -- what a folder holds

    def _unreadable(self, error: OSError) -> None:
        why = error.strerror or type(error).__name__
        self._remark(f"cannot be read: {why}", Span(shown(error.filename)), "check its permissions")

    def _excluded(self, path: Path, folder: Path) -> bool:
        """Whether a glob names the path, from where partywall runs or from the named folder."""
        names = (path.as_posix(), path.relative_to(folder).as_posix())
        return any(
            fnmatch.fnmatch(name, glob.rstrip("/"))
            for name in names
            for glob in self.options.exclude
        )

    def _if_ours(self, folder: Path, path: Path) -> list[Reading]:
        """The reading of a file that looks like a plan or a template; none for other files."""
        with path.open("rb") as stream:
            data = stream.read(LARGE if path.suffix != ".csv" else HEAD)
            if path.suffix == ".csv" and is_describe(data):
                data += stream.read(LARGE - HEAD)
        if len(data) == LARGE:
            whole = _contents(path) if is_plan(data) or is_describe(data) else None
        else:
            whole = data if _is_ours(data) else None
        return [] if whole is None else self._of(whole, shown(path), folder)


def is_input(path: Path) -> bool:
    """Whether a path is what is read here: a folder, or a file whose name or content tells.

    Raises OSError when it cannot be opened.
    """
    if path.is_dir() or is_terraform(path.name) or _is_assembly(path):
        return True
    with path.open("rb") as stream:
        return _is_ours(stream.read(LARGE))


def _is_ours(data: bytes) -> bool:
    known = is_plan(data) or is_account_export(data) or looks_like_template(data)
    return known or is_describe(data)


def _is_assembly(path: Path) -> bool:
    return path.name == MANIFEST and path.is_file() and is_manifest(path)


def _contents(path: Path) -> Contents:
    """What a file holds.

    Copying a large plan costs a fortieth of its check, so it stays in the file's own pages. A
    program that cuts the file short meanwhile ends the run (SIGBUS).
    """
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size >= MAPPED:
            if is_plan(stream.read(HEAD)):
                return mmap(stream.fileno(), 0, access=ACCESS_READ)
            stream.seek(0)
        return stream.read()
