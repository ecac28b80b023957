"""What is wrong with records that somebody wants to record, before they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from partywall.assess.known_ids import known_ids
from partywall.kernel.diagnostic import Diagnostic
from partywall.ledger.problems import of_records
from partywall.ledger.records import Record


def faults(
    new: Sequence[Record], there: Sequence[Record], as_of: date
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What forbids recording `new` beside what is `there`, and what its author should know.

    What was wrong before is nobody's fault now, and is left out.
    """
    ids = {one.id for one in new}
    ids_known = known_ids([*there, *new])
    before = set(of_records(there, as_of, ids_known))
    others = [one for one in there if one.id not in ids]
    found = [one for one in of_records([*others, *new], as_of, ids_known) if one not in before]
    return (
        [one for one in found if one.level == "error"],
        [one for one in found if one.level != "error"],
    )
