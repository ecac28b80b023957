"""The strings of an element with their places; what is unknown is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.access.lint.remark import Remark, error
from partywall.kernel.unknown import Path, Unknown


def strings(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Each string of an element that is one or a list of them."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, str):
                yield (*path, index), one


def shape(value: object, path: Path, plain: tuple[type, ...] = (str,)) -> Iterator[Remark]:
    """Remarks about what is neither a string nor a list of strings, or is an empty list."""
    if isinstance(value, list):
        if not value:
            yield error("empty-list", path, "the list is empty, so the statement matches nothing")
        for index, one in enumerate(value):
            if not isinstance(one, (*plain, Unknown)):
                yield error("not-a-string", (*path, index), f"{type(one).__name__} is no string")
    elif not isinstance(value, (*plain, Unknown)):
        yield error("not-a-string", path, f"{type(value).__name__} is no string")
