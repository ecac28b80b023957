"""Nested stacks, found beside the template that uses them.

Only files inside the root folder are read: neither `..` nor a symbolic link leads out of it.
"""

from __future__ import annotations

import posixpath
from pathlib import Path as File
from typing import Final

from partywall.kernel.diagnostic import Level
from partywall.kernel.errors import SourceError
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.loading import MAX_BYTES
from partywall.sources.cloudformation.opening import open_scope
from partywall.sources.cloudformation.resolver import Resolver
from partywall.sources.cloudformation.scope import Scope
from partywall.sources.cloudformation.worlds import condition_guard

MAX_STACKS: Final = 20
"""Nested stacks deeper than this are not followed."""

_REMOTE: Final = ("http://", "https://", "s3://")


class Finder:
    """Opens the nested stacks of one root template; see `scope.Nested`. `found`: their files."""

    def __init__(self, root: File | None) -> None:
        self.found: set[str] = set()
        self._root = root.resolve() if root is not None else None

    def __call__(self, parent: Scope, name: str) -> Scope | Unknown:
        """The scope of the nested stack `name` of `parent`, or why it cannot be seen."""
        url = self._url(parent, name)
        if isinstance(url, Unknown):
            return self._unseen(parent, name, "info", f"its TemplateURL is {url.why}")
        if url.startswith(_REMOTE):
            hint = "download it and name its local path to check it as well"
            return self._unseen(parent, name, "info", "its template is not a local file", hint)
        path = self._local(parent, url)
        if path is None:
            hint = "name the folder that holds both templates"
            why = f"{url} is outside of what is checked"
            return self._unseen(parent, name, "error", why, hint)
        if path in parent.files:
            return self._unseen(
                parent, name, "error", f"{url} contains this very stack", "break the circle"
            )
        if len(parent.files) >= MAX_STACKS:
            return self._unseen(parent, name, "error", f"more than {MAX_STACKS} stacks deep")
        return self._open(parent, name, url, path)

    def _open(self, parent: Scope, name: str, url: str, path: File) -> Scope | Unknown:
        folder = posixpath.dirname(parent.template.document.file)
        file = (
            posixpath.normpath(posixpath.join(folder, url)) if folder else posixpath.normpath(url)
        )
        try:
            data = read_bytes(path)
            self.found.add(file)
            return open_scope(
                data,
                file,
                environment=parent.environment.nested(),
                given=self._parameters(parent, name),
                remarks=parent.remarks,
                nested=self,
                address=parent.prefix + name,
                guard=(*parent.guard, *condition_guard(parent, name)),
                files=(*parent.files, path),
            )
        except OSError as fault:
            why = f"{file} cannot be read ({fault.strerror or type(fault).__name__})"
            return self._unseen(parent, name, "error", why, "check the path of TemplateURL")
        except SourceError as fault:
            parent.remarks.make(
                "error", fault.message, fault.where, fault.hint, parent.prefix + name
            )
            return Unknown(f"nested stack {name} cannot be read")

    def _url(self, parent: Scope, name: str) -> str | Unknown:
        """The template of a nested stack: CDK's asset path, else TemplateURL."""
        body = parent.template.resources[name].body
        metadata = body.get("Metadata")
        asset = metadata.get("aws:asset:path") if isinstance(metadata, dict) else None
        if isinstance(asset, str):
            return asset
        properties = body.get("Properties")
        declared = properties.get("TemplateURL") if isinstance(properties, dict) else None
        url = Resolver(parent).value(declared)
        if isinstance(url, str):
            return url.removeprefix("file://")
        return url if isinstance(url, Unknown) else Unknown("missing")

    def _local(self, parent: Scope, url: str) -> File | None:
        """The real path of a local template, or None when it is not inside the root folder."""
        if self._root is None or not parent.files:
            return None
        try:
            path = (parent.files[-1].parent / url).resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        return path if path.is_relative_to(self._root) else None

    def _parameters(self, parent: Scope, name: str) -> dict[str, object]:
        properties = parent.template.resources[name].body.get("Properties")
        declared = properties.get("Parameters") if isinstance(properties, dict) else None
        resolver = Resolver(parent)
        resolver.resource = parent.prefix + name
        given = resolver.value(declared)
        return given if isinstance(given, dict) else {}

    def _unseen(self, parent: Scope, name: str, level: Level, why: str, hint: str = "") -> Unknown:
        where = parent.template.place(
            (*parent.template.resources[name].path, "Properties", "TemplateURL")
        )
        message = f"nested stack {name} is not checked: {why}"
        parent.remarks.make(level, message, where, hint, parent.prefix + name)
        return Unknown(f"output of the nested stack {name}")


def read_bytes(path: File) -> bytes:
    """The bytes of a file, up to a little more than a template may have."""
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
