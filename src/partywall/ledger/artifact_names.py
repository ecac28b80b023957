"""Whose a document in AWS Artifact is, and of which program or kind, as its names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from partywall.kernel.diagnostic import Level
from partywall.ledger.programs import Agreements, Program, agreements, artifact_names, programs

WORD: Final = re.compile(r"[a-z]+|[0-9]+")


class Unclear(Exception):
    """An entry that is no record of ours: how bad that is, why, what to do."""

    def __init__(self, level: Level, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.level = level
        self.why = why
        self.hint = hint


def must_be_own(entry: Mapping[str, Any], program: Program) -> None:
    """Raise Unclear unless the document is AWS's own: others keep theirs in Artifact too."""
    company = entry.get("companyName")
    if not company and program.series and entry.get("series") == program.series:
        return
    known = {_words(name) for name in artifact_names().companies}
    if not company or _words(str(company)) not in known:
        raise Unclear("info", f"is of {company or 'nobody that is named'}, not of AWS")


def program_of(entry: Mapping[str, Any]) -> Program:
    """The one program that an entry's series and name fit. Raises Unclear when not just one."""
    name, series = str(entry.get("name", "")), entry.get("series")
    if _says(name, artifact_names().letters):
        raise Unclear("warning", "is a letter", "register it as a bridge, with its report and day")
    fits = [
        one
        for one in programs().values()
        if _says(name, one.documents)
        and not _says(name, one.unlike)
        and (not series or not one.series or series == one.series)
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        which = ", ".join(one.id for one in fits)
        raise Unclear("warning", f"is of several programs ({which})", "register it by hand")
    raise Unclear(
        "warning",
        f"is of no program that is known (series {series or 'not given'})",
        "register it by hand if it covers what you use",
    )


def kind_of(name: str) -> Agreements:
    """The one kind of agreement that a name fits. Raises Unclear when not just one."""
    found = [one for one in agreements().values() if _says(name, one.documents)]
    if len(found) != 1:
        raise Unclear("info", "is of no kind that is known")
    return found[0]


def _words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case: `SOC2` and `SOC 2` are alike."""
    return tuple(WORD.findall(text.casefold()))


def _says(text: str, phrases: Iterable[str]) -> bool:
    """Whether the words of one of these phrases stand together in the text."""
    words = _words(text)
    return any(
        words[n : n + len(wanted)] == wanted
        for wanted in map(_words, phrases)
        for n in range(len(words))
    )
