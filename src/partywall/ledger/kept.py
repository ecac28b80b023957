"""Files behind the records of a database, compared with the digests that were taken of them.

A database may be used from machines that do not have the files: one that is not here is
remarked on, and its digest stands for it. One that is here and says something else shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from partywall.kernel.diagnostic import Diagnostic
from partywall.ledger.evidence import digest
from partywall.ledger.records import Attestation, File, Record, Training, Withdrawal


def compared(records: Iterable[Record], base: Path) -> tuple[list[Withdrawal], list[Diagnostic]]:
    """Withdrawals, for as long as it is so, of records whose file has changed; and the problems.

    Only of records by hand, whose paths are seen from `base`: those of a folder are compared
    where the folder is read.
    """
    changed, problems, gone = list[Withdrawal](), list[Diagnostic](), 0
    for one in records:
        file = behind(one)
        if file is None or not file.sha256 or getattr(one, "origin", "") != "hand":
            continue
        path = base / file.path
        try:
            same = digest(path) == file.sha256
        except OSError:
            gone += 1
            continue
        if not same:
            why = f"{file.path} has changed since"
            changed.append(
                Withdrawal(id=f"unsupported-{one.id}", record=one.id, on=date.min, why=why)
            )
            said = f"{one.id} does not count: {why}"
            hint = "look at what changed, and state it anew"
            problems.append(Diagnostic("warning", said, hint=hint, resource=one.id))
    if gone:
        said = f"{gone} files behind records are not here to compare with their SHA-256"
        problems.append(Diagnostic("info", said))
    return changed, problems


def behind(one: Record) -> File | None:
    """The file that shows what a record says; None for records that never have one."""
    if isinstance(one, Training | Withdrawal):
        return None
    return one.evidence if isinstance(one, Attestation) else one.file
