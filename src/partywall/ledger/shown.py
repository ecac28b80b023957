"""What has been shown on a day: AWS's half by reports, the customer's by people's word.

`Shown` takes records from wherever they come. Adding one never takes from what is inherited,
unless it is a withdrawal, and the order of records makes no difference. What has expired never
counts, and only what once counted has lapsed: anything else is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.ledger.counting import withdrawals
from partywall.ledger.coverage import Coverages, Inherited
from partywall.ledger.known import NOTHING_KNOWN, Known
from partywall.ledger.patterns import fits
from partywall.ledger.periods import in_iso, period, standing
from partywall.ledger.problems import of_programs, of_records
from partywall.ledger.records import Attestation, Record, Training
from partywall.ledger.training import DUTY as TRAINING
from partywall.ledger.training import Gap, Rosters

__all__ = ["Attested", "Inherited", "Shown"]

ROSTER = "training roster"
"""Who stands behind training: the roster, whose names are nobody else's business."""


class Attested(Struct, frozen=True, gc=False):
    """A person's word on a duty or a layer, as it stands on the day; `who` gave it.

    `by` are the ids of the attestations that count, sorted; of the last ones that did when it
    has lapsed. `until` (ISO day) is the last day on which it counts, or counted; empty where
    nobody has set an end. `closes` says what would close the gap.
    """

    state: Literal["attested", "lapsed"]
    by: tuple[str, ...]
    until: str
    who: str = ""
    closes: str = ""


class Shown:
    """What the records show on the day `as_of`.

    `programs` limits what counts as inherited to reports of these programs, by their ids; any
    that attests to controls will do when it is empty. `account` is whose agreements with AWS
    count beside those of the whole organization.
    """

    __slots__ = (
        "_as_of",
        "_coverages",
        "_of_duty",
        "_of_layer",
        "_programs",
        "_records",
        "_rosters",
        "_withdrawn",
    )

    def __init__(
        self,
        records: Iterable[Record],
        as_of: date,
        *,
        programs: tuple[str, ...] = (),
        account: str = "",
    ) -> None:
        self._records = tuple(records)
        self._as_of = as_of
        self._programs = programs
        self._withdrawn = withdrawals(self._records)
        self._coverages = Coverages(self._records, self._withdrawn, as_of, programs, account)
        self._of_duty: dict[str, list[Attestation]] = defaultdict(list)
        self._of_layer: dict[str, list[Attestation]] = defaultdict(list)
        for one in self._records:
            if isinstance(one, Attestation):
                if not one.resource and not one.type:
                    self._of_duty[one.duty].append(one)
                elif not one.subject:  # whom it would speak of then, nobody can tell
                    self._of_layer[one.duty].append(one)
        rows = [one for one in self._records if isinstance(one, Training)]
        self._rosters = Rosters(rows, as_of, self._withdrawn)

    def inherited(self, service: str, region: str | Unknown | None) -> Inherited:
        """How AWS's half of a service in a Region stands.

        A global service's Region is `aws-global`, or that of its partition. An unknown Region
        is covered by a report for every Region only, unless all values that it can take are
        known: then the worst of them decides. Remembered, so it may be asked of each resource.
        """
        return self._coverages.of(service, region)

    @property
    def speaks_of_layers(self) -> frozenset[str]:
        """The layers of which an attestation speaks; the others need not be asked about."""
        return frozenset(self._of_layer)

    def attested_layer(self, layer: str, type_name: str, resource: str) -> Attested | None:
        """What people say about a layer of a resource, by its address; None when nothing."""
        found = [
            one
            for one in self._of_layer.get(layer, ())
            if (not one.type or one.type == type_name)
            and (not one.resource or fits(one.resource, resource))
        ]
        return self._word(found, f"the word on {layer} of {resource}") if found else None

    def attested_duty(self, duty: str, subject: str = "") -> Attested | None:
        """What people say about a duty of a subject; None when nothing.

        An attestation without a subject speaks of every subject of the duty; one that names the
        kind alone (`Account`) of every one of its kind. Where there is a roster, it speaks of
        training, and outweighs anybody's word.
        """
        if duty == TRAINING and self._rosters:
            return self._trained()
        found = [one for one in self._of_duty.get(duty, ()) if _speaks_of(one, subject)]
        what = f"the word on {duty} of {subject}" if subject else f"the word on {duty}"
        return self._word(found, what) if found else None

    def training_gaps(self) -> tuple[Gap, ...]:
        """Who on the roster is missing or expired on the day, by person and course."""
        return self._rosters.gaps()

    def problems(
        self, known: Known = NOTHING_KNOWN, places: Mapping[str, Span] | None = None
    ) -> list[Diagnostic]:
        """What is wrong with the records: each with what, where (`places`, by id) and what next.

        `known` are the ids of services, duties, layers and Regions that there are; what is
        left empty is not held against anything.
        """
        found = of_records(self._records, self._as_of, known, places or {})
        return [*of_programs(self._programs), *found]

    def _trained(self) -> Attested | None:
        """How training stands; the names of those who lack it stay on the roster."""
        one = self._rosters.standing()
        if one.state == "never":
            return None
        if one.state == "counts":
            return Attested("attested", one.ids, in_iso(one.until), ROSTER)
        gaps = self._rosters.gaps()
        expired = sum(gap.state == "expired" for gap in gaps)
        closes = (
            f"train those on the roster whose course is missing ({len(gaps) - expired})"
            f" or has expired ({expired})"
        )
        return Attested("lapsed", one.ids, in_iso(one.until), ROSTER, closes)

    def _word(self, found: Iterable[Attestation], what: str) -> Attested | None:
        """How the word of these attestations stands; None when none has ever counted."""
        spans = [
            (span, one.by)
            for one in found
            for span in period(one.id, one.on, one.until, self._withdrawn.get(one.id))
        ]
        one = standing([span for span, _ in spans], self._as_of)
        if one.state == "never":
            return None
        who = min(
            (span.ids, by)
            for span, by in spans
            if span.last == one.until and span.first <= self._as_of
        )[1]
        if one.state == "counts":
            return Attested("attested", one.ids, in_iso(one.until), who)
        return Attested("lapsed", one.ids, in_iso(one.until), who, f"renew {what}")


def _speaks_of(one: Attestation, subject: str) -> bool:
    """Whether an attestation on a duty speaks of this subject: `Account 111122223333`, `Team`."""
    if not one.subject or one.subject == "*":
        return True
    if not subject:
        return False
    said, asked = one.subject.casefold(), subject.casefold()
    kind, _, _ = asked.partition(" ")
    return said == kind or fits(said, asked)
