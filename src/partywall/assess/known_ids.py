"""The ids that records of the ledger may name: services, Regions, duties, layers, types."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from partywall.estate import schema
from partywall.ledger.known import Known
from partywall.ledger.records import Attestation, Record
from partywall.line.crosswalk import own_duties
from partywall.line.duties import duties
from partywall.line.family import classified_types
from partywall.line.layer import BY_ID
from partywall.line.scope import regions, services


def known_ids(records: Iterable[Record]) -> Known:
    """What there is; of controls of NIST's, and of types, as far as these records ask for it."""
    words = [one for one in records if isinstance(one, Attestation)]
    own = own_duties({one.duty for one in words})
    by_id = duties()
    return Known(
        services=services(),
        duties=own.union(by_id),
        layers=frozenset(BY_ID),
        regions=regions(),
        types=_types({one.type for one in words if one.type.startswith("AWS::")}),
        at_most={id: one.days for id, one in by_id.items() if one.days is not None},
        subjects=dict.fromkeys(own, "Organization")
        | {id: one.subject for id, one in by_id.items()},
    )


def _types(named: Iterable[str]) -> Collection[str]:
    """All types, when one is named that CloudFormation does not have; else none need be known."""
    strange = {one for one in named if not schema.is_type(one)}
    if not strange:
        return ()
    drawn = classified_types()
    return () if strange.issubset(drawn) else {*schema.types(), *drawn}
