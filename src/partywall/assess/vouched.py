"""What the ledger vouches for: AWS's half of resources, and people's words on layers and duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec import Struct, field

from partywall.assess.known_ids import known_ids
from partywall.assess.report import Inheritance, LedgerUsed, Proof, State
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.ledger.records import Record
from partywall.ledger.shown import Shown
from partywall.line.layer import LAYERS
from partywall.line.scope import region_of, service_id

KINDS: Final = {
    "AwsReport": "reports",
    "BridgeLetter": "bridge letters",
    "Agreement": "agreements",
    "Attestation": "attestations",
    "Training": "training",
    "Withdrawal": "withdrawals",
}
"""Kinds of records as they are counted."""


class Ledger(Struct, frozen=True):
    """A ledger as it was read: where it is, its records, the place of each by its id, and what
    was wrong already with reading it.

    `programs` are those by which AWS's half may be inherited; any, when empty.
    """

    at: str
    records: tuple[Record, ...]
    places: Mapping[str, Span] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    programs: tuple[str, ...] = ()


class Word(Struct, frozen=True, gc=False):
    """What people have said of a layer of a resource."""

    layer: str
    state: State
    proof: Proof


class Vouched:
    """Asks the ledger for what a run needs, about resources that are alike once.

    The same question about AWS's half has the same object for an answer, as long as this lives.
    """

    def __init__(self, ledger: Ledger, as_of: date, account: str = "") -> None:
        self.ledger = ledger
        self.shown = Shown(ledger.records, as_of, programs=ledger.programs, account=account)
        counts = Counter(KINDS[type(one).__name__] for one in ledger.records)
        self.used = LedgerUsed(ledger.at, dict(sorted(counts.items())))
        spoken = self.shown.speaks_of_layers
        self._spoken = tuple(one.id for one in LAYERS if one.id in spoken)
        self._halves: dict[tuple[object, ...], Inheritance] = {}

    def inheritance(self, type_name: str, region: str | Unknown | None) -> Inheritance:
        """What stands behind AWS's half of resources of this type in this Region."""
        known = (region.prefix, region.among) if isinstance(region, Unknown) else region
        half = self._halves.get((type_name, known))
        if half is None:
            service = service_id(type_name)
            found = self.shown.inherited(service, region_of(service, region))
            half = Inheritance(found.state, Proof(found.by, found.until, found.closes))
            self._halves[type_name, known] = half
        return half

    def words(self, type_name: str, address: str) -> tuple[Word, ...]:
        """What people have said of the layers of this resource; of most, nothing.

        What would close a gap names the layer, not the resource, so that like ones stay alike.
        """
        found = []
        for layer in self._spoken:
            one = self.shown.attested_layer(layer, type_name, address)
            if one is not None:
                closes = f"renew the attestation of {layer}" if one.state == "lapsed" else ""
                found.append(Word(layer, one.state, Proof(one.by, one.until, closes)))
        return tuple(found)

    def problems(self) -> list[Diagnostic]:
        """What is wrong with the records, also with ids of services, duties and layers that they
        name and that there are not."""
        known = known_ids(self.ledger.records)
        return [*self.ledger.problems, *self.shown.problems(known, self.ledger.places)]
