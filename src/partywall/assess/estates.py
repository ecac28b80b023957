"""The estate of one reading, as every use case sees it, and what was not read of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.unknown import Unknown
from partywall.sources.reading import Reading

NOT_READ: Final = Unknown("what could not be read may say more")


def estate_of(reading: Reading) -> Estate:
    """The estate of a reading; absence proves nothing in it when something was not read."""
    unseen = reading.unseen
    if unseen is None and incomplete(reading.diagnostics):
        unseen = NOT_READ
    return fold(reading.resources, reading.fragments, unseen)


def incomplete(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether something could not be read."""
    return any(one.level == "error" for one in diagnostics)
