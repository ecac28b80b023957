"""Where reports go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

SUFFIXES: Final = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".md": "md",
    ".sarif": "sarif",
    ".txt": "text",
    ".xml": "junit",
}
"""What format a file name asks for."""


def plan_outputs(
    formats: tuple[str, ...], outputs: tuple[str, ...], known: Iterable[str]
) -> list[tuple[str, Path | None]]:
    """What to write where: (format, file or None for stdout), in a fixed order.

    `--output FORMAT=FILE` names both; `--output FILE` takes the only `--format`, or goes by the
    file's ending. A format without an output goes to stdout, and stdout takes one at most.
    """
    placed: dict[str, Path] = {}
    for text in outputs:
        name, found, rest = text.partition("=")
        if found and name in known:
            placed[name] = Path(rest)
            continue
        unplaced = [one for one in formats if one not in placed]
        by_suffix = SUFFIXES.get(Path(text).suffix.lower())
        wanted = unplaced[0] if len(formats) == 1 and unplaced else by_suffix
        if wanted is None:
            raise click.UsageError(f"--output {text}: say which format, as in json={text}")
        placed[wanted] = Path(text)
    wanted_formats = dict.fromkeys([*formats, *placed]) or {"text": None}
    plan = [(name, placed.get(name)) for name in wanted_formats]
    to_stdout = [name for name, file in plan if file is None]
    if len(to_stdout) > 1:
        raise click.UsageError(
            f"only one format can go to stdout, not {' and '.join(to_stdout)}; "
            f"add for example --output {to_stdout[-1]}=FILE"
        )
    return plan


def write(chunks: Iterable[bytes], file: Path | None) -> None:
    """Write to stdout, or to a file that is put in its place when it is whole.

    Raises click.FileError when the file cannot be written; then nothing is left behind.
    """
    if file is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        return
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(file)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise click.FileError(str(file), error.strerror or "cannot be written") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def wants_color(file: Path | None) -> bool:
    """Colour only on a terminal, and never under NO_COLOR."""
    return file is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
