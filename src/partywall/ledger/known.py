"""The ids that there are, against which those in records are held, and what may have been meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from partywall.kernel.diagnostic import Level


class Known(Struct, frozen=True):
    """Ids that there are; a record that names another has a problem. Empty: not looked at.

    `at_most` suggests by the id of a duty for how many days a word on it should count;
    `subjects` says of what it is a duty: `Account`, `Organization`, `Region`, `Team`.
    """

    services: Collection[str] = ()
    duties: Collection[str] = ()
    layers: Collection[str] = ()
    regions: Collection[str] = ()
    types: Collection[str] = ()
    at_most: Mapping[str, int] = {}
    subjects: Mapping[str, str] = {}


NOTHING_KNOWN: Final = Known()

Found = Iterator[tuple[Level, str, str]]
"""Problems of one record: level, what is wrong, what to do."""


def meant(name: str, known: Iterable[str], what: str) -> str:
    """What somebody may have meant, or where to look."""
    names = sorted(known)
    close = difflib.get_close_matches(name.casefold(), names, 3, 0.5)
    close = close or difflib.get_close_matches(name, names, 3, 0.5)
    if close:
        return f"did you mean {', '.join(close)}?"
    few = 12
    return f"{what}: {', '.join(names[:few])}{', …' if len(names) > few else ''}"


def is_account(text: str) -> bool:
    """Whether it is the id of an account: twelve digits."""
    return len(text) == 12 and text.isascii() and text.isdecimal()
