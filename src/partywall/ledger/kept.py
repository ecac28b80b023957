"""Files behind the records of a database, compared with the digests that were taken of them.

A database may be used from machines that do not have the files: one that is not here is
remarked on, evidence of people's with a warning, and its digest stands for it. One that is here and
says something else shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from partywall.kernel.diagnostic import Diagnostic, Level
from partywall.ledger.evidence import digest
from partywall.ledger.records import Attestation, File, Record, Training, Withdrawal

NAMED: Final = 5
"""Records whose file is not here that are named; the rest are counted."""


def compared(records: Iterable[Record], base: Path) -> tuple[list[Withdrawal], list[Diagnostic]]:
    """Withdrawals, for as long as it is so, of records whose file has changed; and the problems.

    Only of records by hand, whose paths are seen from `base`: those of a folder are compared
    where the folder is read.
    """
    changed, problems = list[Withdrawal](), list[Diagnostic]()
    words, documents = list[str](), list[str]()
    for one in records:
        file = behind(one)
        if file is None or not file.sha256 or getattr(one, "origin", "") != "hand":
            continue
        try:
            same = digest(base / file.path) == file.sha256
        except OSError:
            (words if isinstance(one, Attestation) else documents).append(one.id)
            continue
        if not same:
            why = f"{file.path} has changed since"
            changed.append(
                Withdrawal(id=f"unsupported-{one.id}", record=one.id, on=date.min, why=why)
            )
            said = f"{one.id} does not count: {why}"
            hint = "look at what changed, and state it anew"
            problems.append(Diagnostic("warning", said, hint=hint, resource=one.id))
    problems += _gone("warning", words, "evidence of attestations")
    problems += _gone("info", documents, "documents behind records")
    return changed, problems


def _gone(level: Level, ids: Sequence[str], what: str) -> Iterator[Diagnostic]:
    if ids:
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        said = f"{what} not here to compare with its SHA-256: {', '.join(ids[:NAMED])}{more}"
        yield Diagnostic(level, said, hint="put it back; until then its SHA-256 stands for it")


def behind(one: Record) -> File | None:
    """The file that shows what a record says; None for records that never have one."""
    if isinstance(one, Training | Withdrawal):
        return None
    return one.evidence if isinstance(one, Attestation) else one.file
