"""What is wrong with records that somebody wants to record, before they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from partywall.kernel.diagnostic import Diagnostic
from partywall.ledger.problems import Known, of_records
from partywall.ledger.records import Attestation, Record
from partywall.line.crosswalk import own_duties
from partywall.line.duties import duties
from partywall.line.layer import LAYERS
from partywall.line.scope import regions, services


def faults(
    new: Sequence[Record], there: Sequence[Record], as_of: date
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What forbids recording `new` beside what is `there`, and what its author should know.

    What was wrong before is nobody's fault now, and is left out.
    """
    ids = {one.id for one in new}
    ids_known = known([*there, *new])
    before = set(of_records(there, as_of, ids_known))
    others = [one for one in there if one.id not in ids]
    found = [one for one in of_records([*others, *new], as_of, ids_known) if one not in before]
    return (
        [one for one in found if one.level == "error"],
        [one for one in found if one.level != "error"],
    )


def known(records: Iterable[Record]) -> Known:
    """The ids of services, layers and Regions that there are, and of duties, controls of NIST's
    among them as far as these records name such."""
    named = {one.duty for one in records if isinstance(one, Attestation)}
    there = own_duties(named).union(duties())
    layers = frozenset(one.id for one in LAYERS)
    return Known(services=services(), duties=there, layers=layers, regions=regions())
