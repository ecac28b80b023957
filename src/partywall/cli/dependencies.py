"""What applications need, as people declare it: the option that names the file, and its reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from partywall.kernel.errors import ConfigError

if TYPE_CHECKING:
    from partywall.resilience.declared import Declared

DECLARED: Final = Path("dependencies.toml")
"""Read from the working folder when no other file is named."""


def dependencies_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names what applications need; it comes as `dependencies`."""
    option = click.option(
        "--dependencies",
        type=click.Path(path_type=Path),
        help="What applications need, and how many copies (dependencies.toml).",
    )
    return option(command)


def declared_in(file: Path | None) -> Declared:
    """What the file declares, or the one in the working folder, or nothing.

    Raises click.UsageError for a file that says what cannot be meant.
    """
    from partywall.resilience import declared

    if file is None and not DECLARED.is_file():
        return declared.NOTHING
    try:
        return declared.load(file or DECLARED)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
