"""The files of a folder that Terraform reads, and nothing outside the checked folder."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from msgspec import Struct

from partywall.kernel.span import Span
from partywall.sources.terraform_hcl.syntax import Fault

MAX_BYTES: Final = 16_000_000
"""A larger file is not somebody's configuration."""


class Source(Struct, frozen=True, eq=False):
    """A file of a module; `name` is how it is shown to people."""

    name: str
    data: bytes
    is_json: bool
    is_override: bool


def sources_of(
    folder: Path, shown: str, root: Path, only: str = ""
) -> tuple[list[Source], list[Fault]]:
    """The files of a module in the order in which they count: override files last.

    With `only` that file alone, whatever it overrides elsewhere. What cannot be read is a Fault.
    No link is followed out of `root`.
    """
    try:
        names = [only] if only else sorted(path.name for path in folder.iterdir())
    except OSError as error:
        return [], [Fault(f"this folder cannot be read: {error.strerror}", Span(shown or "."))]
    sources: list[Source] = []
    faults: list[Fault] = []
    base = root.resolve()
    inside = folder.resolve().is_relative_to(base)
    for name in names:
        stem = _stem(name)
        path = folder / name
        if stem is None or path.is_dir():
            continue
        place = f"{shown}/{name}" if shown else name
        is_link = not inside or path.is_symlink()
        found = read_inside(path, base) if is_link else _read(path)
        if isinstance(found, str):
            faults.append(Fault(found, Span(place)))
        else:
            override = not only and (stem == "override" or stem.endswith("_override"))
            sources.append(Source(place, found, name.endswith(".json"), override))
    return sorted(sources, key=lambda source: source.is_override), faults


def _stem(name: str) -> str | None:
    """The name without `.tf` or `.tf.json`; None for a file that Terraform does not read."""
    if name.startswith((".", "#")):
        return None
    for ending in (".tf", ".tf.json"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return None


def read_inside(path: Path, root: Path) -> bytes | str:
    """The bytes of a file, or why there are none. `root` is a real path, and nothing outside of it
    is read."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            return "this link leads out of the folder that is checked"
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the link leads in a circle"
        return f"this file cannot be read: {reason}"
    return _read(real)


def _read(path: Path) -> bytes | str:
    """The bytes of a file where no link is on the way, or why there are none."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "this is not a file"
        if status.st_size > MAX_BYTES:
            return f"larger than {MAX_BYTES // 1_000_000} MB"
        return path.read_bytes()
    except OSError as error:
        return f"this file cannot be read: {error.strerror}"
