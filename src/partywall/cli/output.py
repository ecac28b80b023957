"""Where reports go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

ENDINGS: Final = {
    ".html": ("html",),
    ".htm": ("html",),
    ".json": ("json", "sarif"),
    ".md": ("md",),
    ".sarif": ("sarif",),
    ".txt": ("text",),
    ".xml": ("junit",),
}
"""What formats a file name may mean, the likeliest first."""

STDOUT: Final = "-"


class CannotWrite(click.ClickException):
    """A report could not be written where it was wanted."""

    exit_code = 2


def plan_outputs(
    formats: tuple[str, ...], outputs: tuple[str, ...], known: Iterable[str]
) -> list[tuple[str, Path | None]]:
    """What to write where: (format, file or None for stdout), in a fixed order.

    `--output FORMAT=FILE` names both. `--output FILE` goes by the file's ending, in favour of a
    format that was asked for; with an ending that says nothing it takes the only `--format`. A
    format without an output goes to stdout, as `-` does, and stdout takes one at most. Raises
    click.UsageError for what cannot be meant.
    """
    known = tuple(known)
    placed: list[tuple[str, Path | None]] = []
    for text in outputs:
        wanted, file = _destination(text, known)
        if not wanted:
            rest = [one for one in formats if one not in dict(placed)]
            wanted = _wanted(text, rest)
        where = None if file == STDOUT else Path(file)
        if where is not None:
            _must_be_writable(text, where, placed)
        placed.append((wanted, where))
    missing: list[tuple[str, Path | None]] = [
        (name, None) for name in dict.fromkeys(formats) if name not in dict(placed)
    ]
    plan = [*missing, *placed] or [("text", None)]
    to_stdout = [name for name, where in plan if where is None]
    if len(to_stdout) > 1:
        raise click.UsageError(
            f"only one format can go to stdout, not {' and '.join(to_stdout)}; "
            f"add for example --output {to_stdout[-1]}=FILE"
        )
    return plan


def _destination(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    """The format that an --output names, or "", and its file."""
    name, found, file = text.partition("=")
    if not found or not name.isalpha():
        name, file = "", text
    elif name not in known:
        raise click.UsageError(f"--output {text}: {name} is no format; one of {', '.join(known)}")
    if not file:
        raise click.UsageError(f"--output {text}: no file is named")
    return name, file


def _wanted(file: str, rest: list[str]) -> str:
    candidates = ENDINGS.get(Path(file).suffix.lower(), ())
    asked = [one for one in candidates if one in rest]
    if candidates:
        return asked[0] if asked else candidates[0]
    if len(rest) != 1:
        raise click.UsageError(f"--output {file}: say which format, as in json={file}")
    return rest[0]


def _must_be_writable(text: str, file: Path, placed: list[tuple[str, Path | None]]) -> None:
    """Say at once, not after the work, what would go wrong."""
    if file in [where for _, where in placed]:
        raise click.UsageError(f"--output {text}: {file} is named twice")
    if file.is_dir():
        raise click.UsageError(f"--output {text}: {file} is a folder")
    if not file.parent.is_dir():
        raise click.UsageError(f"--output {text}: there is no folder {file.parent}")


def write(chunks: Iterable[bytes], file: Path | None) -> None:
    """Write to stdout, or to a file that is put in its place when it is whole.

    A link is followed, and what is no plain file (a pipe, a device) is written to as it is.
    Raises CannotWrite; then nothing is left behind.
    """
    try:
        if file is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        elif file.exists() and not file.is_file():
            with file.open("wb") as out:
                out.writelines(chunks)
        else:
            _replace(chunks, Path(os.path.realpath(file)))
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if file is None else str(file)
        raise CannotWrite(f"cannot write {name}: {error.strerror or error}") from error


def _replace(chunks: Iterable[bytes], file: Path) -> None:
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:80]}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(chunks)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(file)
    except BaseException:  # an interrupt, too, must leave nothing behind
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def wants_color(file: Path | None) -> bool:
    """Colour only on a terminal, and never under NO_COLOR."""
    return file is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
