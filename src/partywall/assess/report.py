"""The Report tree: everything a renderer may show, and nothing it would have to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field

from partywall.assess.openings import Openings
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.verdict import Outcome, Reach
from partywall.line.layer import LAYERS
from partywall.line.model import Line, Party

if TYPE_CHECKING:
    from partywall.assess.maps import Map

SCHEMA: Final = "partywall-report/2"
"""Name and major version of the JSON report; the major changes when a reader could break."""

OLDER: Final = ("partywall-report/1",)
"""Schemas whose findings still mean the same, so that such reports are good as baselines."""

LAPSING: Final = 90
"""Days ahead in which a report tells what will lapse."""

State = Literal[
    "inherited",
    "proved",
    "refuted",
    "undecided",
    "attested",
    "lapsed",
    "waived",
    "open",
    "none",
]
"""What has been shown for a cell; `open`: nobody has shown anything; `none`: no such layer."""

STATES: Final[tuple[State, ...]] = (
    "inherited",
    "proved",
    "refuted",
    "undecided",
    "attested",
    "lapsed",
    "waived",
    "open",
)


class Waiver(Struct, frozen=True, gc=False, omit_defaults=True):
    """A refutation that somebody has accepted: why, until when (ISO date), and where it says so.

    An expired waiver no longer waives; `expired` keeps it visible beside the finding.
    """

    reason: str
    until: str
    where: Span = NOWHERE
    expired: bool = False


class Finding(Struct, eq=False, gc=False, omit_defaults=True):
    """One control's verdict on one resource.

    `resource` is the address as the source's tools print it and `file` the input it is from.
    `where` is the place to look first. `assumes` names conditions under which the resource
    exists at all. `reach` says of an opening whether the Internet reaches anything by it; where
    it surely does not, `weight` is `low` and so less than the control's.
    """

    control: str
    resource: str
    type: str
    file: str
    verdict: Outcome
    weight: str
    layer: str
    where: Span
    evidence: tuple[Evidence, ...]
    note: str = ""
    assumes: str = ""
    waiver: Waiver | None = None
    reach: Reach = ""

    @property
    def counts(self) -> bool:
        """Whether it is a refutation that nobody has waived."""
        return self.verdict == "refuted" and (self.waiver is None or self.waiver.expired)


class ControlInfo(Struct, frozen=True, omit_defaults=True):
    """What a report says of a control."""

    id: str
    title: str
    service: str
    layer: str
    weight: str
    why: str = ""
    fix: str = ""
    undecided: str = ""
    sources: tuple[str, ...] = ()
    also_known_as: tuple[str, ...] = ()


class Proof(Struct, frozen=True, gc=False, omit_defaults=True):
    """What is behind the state of a cell or of a duty.

    `by` are ids: of controls, or of reports, attestations and waived controls in the ledger's
    and the configuration's words. `until` is the last day (ISO date) on which it counts, or the
    one on which it lapsed. `closes` says, where nothing counts today, what would.
    """

    by: tuple[str, ...] = ()
    until: str = ""
    closes: str = ""


NOTHING: Final = Proof()


class Inheritance(Struct, frozen=True, gc=False):
    """What stands behind AWS's half of everything of one service in one Region."""

    state: Literal["inherited", "lapsed", "open"]
    proof: Proof


NO_REPORT: Final = Inheritance(
    "open", Proof(closes="no report is registered; partywall ledger report add …")
)
"""AWS's half without a ledger: nobody has shown anything."""


class ResourceLine(Struct, eq=False, gc=False):
    """The line of one resource, and what has been shown for each of its 22 cells.

    `proofs` go with `states`. The state of a shared cell is that of the customer's half;
    `inheritance` is AWS's half, of those cells as of AWS's own. Resources that are alike share
    states and proofs.
    """

    resource: str
    type: str
    file: str
    where: Span
    line: Line
    states: tuple[State, ...]
    proofs: tuple[Proof, ...] = (NOTHING,) * len(LAYERS)
    inheritance: Inheritance = NO_REPORT


class DutyLine(Struct, frozen=True, kw_only=True):
    """A duty of something that no resource stands for, and what has been shown of it.

    `subject` names what it is a duty of: `Account 111122223333`, `Organization`,
    `Region eu-west-1`, `Team`; `kind` is the first word of that. `aws` and `customer` are both
    sides' duties. `who` has given his word on it last. `rows` are the statements of the model
    that it settles; `source` and `read` the page behind it and the day (ISO date) of reading.
    """

    subject: str
    kind: str
    duty: str
    title: str
    layer: str
    party: Party
    aws: str
    customer: str
    state: State
    proof: Proof
    who: str = ""
    rows: tuple[int, ...] = ()
    source: str = ""
    read: str = ""


class Lapse(Struct, frozen=True):
    """Something that counts today and will not after the day `until` (ISO date).

    `by` are the ids behind it, `state` what its cells are today; `cells` are how many, and
    `duties` which duties of no single resource.
    """

    until: str
    state: State
    by: tuple[str, ...]
    cells: int = 0
    duties: tuple[str, ...] = ()


class LedgerUsed(Struct, frozen=True):
    """The ledger behind a report: where it is, and how many records of each kind it has."""

    at: str
    records: dict[str, int]


class InputSummary(Struct, frozen=True):
    """One input that was read."""

    file: str
    kind: str
    resources: int


class Tally(Struct, frozen=True):
    """How many cells each party answers for, by state; and how many findings by verdict.

    `to_close` are AWS's cells that are open or lapsed, by what would close them.
    """

    cells: dict[str, dict[str, int]]
    verdicts: dict[str, int]
    weights: dict[str, int]
    resources: int
    unclassified: dict[str, int]
    to_close: dict[str, int] = field(default_factory=dict)


class Change(Struct, frozen=True, gc=False):
    """One finding that differs from the baseline."""

    control: str
    resource: str
    file: str
    was: str
    now: str


class Comparison(Struct, frozen=True):
    """What differs from earlier findings: newly refuted, no longer refuted, now undecided.

    `openings` are there when the sources as they were are at hand: a report does not hold them.
    """

    baseline: str
    new: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    became_undecided: tuple[Change, ...] = ()
    openings: Openings | None = None


class TypeCoverage(Struct, frozen=True):
    """How much of a source type was understood: argument occurrences, and the names left out.

    `undecided` counts the values of templates that the template does not tell; plans say in
    each finding which value they do not know.
    """

    type: str
    resources: int
    mapped: int
    unmapped: int
    undecided: int
    arguments: dict[str, int]


class Report(Struct, eq=False, kw_only=True):
    """The result of a check.

    `duties` are those that belong to no single resource. `lapses` ends within LAPSING days.
    `maps` are there when they were asked for. `not_run` are controls that something here is for
    and that need an engine which was not asked.
    """

    version: str
    as_of: str
    inputs: list[InputSummary]
    tally: Tally
    controls: dict[str, ControlInfo]
    findings: list[Finding]
    lines: list[ResourceLine]
    diagnostics: list[Diagnostic]
    coverage: list[TypeCoverage] = field(default_factory=list)
    comparison: Comparison | None = None
    duties: list[DutyLine] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    ledger: LedgerUsed | None = None
    maps: list[Map] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    @property
    def incomplete(self) -> bool:
        """Whether something in the input was not analysed."""
        return any(one.level == "error" for one in self.diagnostics)
