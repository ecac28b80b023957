"""The Report tree: everything a renderer may show, and nothing it would have to look up."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct, field

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.verdict import Outcome
from partywall.line.model import Line

SCHEMA: Final = "partywall-report/1"
"""Name and major version of the JSON report; the major changes when a reader could break."""

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
    exists at all.
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


class ResourceLine(Struct, eq=False, gc=False):
    """The line of one resource, and what has been shown for each of its 22 cells."""

    resource: str
    type: str
    file: str
    where: Span
    line: Line
    states: tuple[State, ...]


class InputSummary(Struct, frozen=True):
    """One input that was read."""

    file: str
    kind: str
    resources: int


class Tally(Struct, frozen=True):
    """How many cells each party answers for, by state; and how many findings by verdict."""

    cells: dict[str, dict[str, int]]
    verdicts: dict[str, int]
    weights: dict[str, int]
    resources: int
    unclassified: dict[str, int]


class Change(Struct, frozen=True, gc=False):
    """One finding that differs from the baseline."""

    control: str
    resource: str
    file: str
    was: str
    now: str


class Comparison(Struct, frozen=True):
    """What differs from an earlier report: newly refuted, no longer refuted, now undecided."""

    baseline: str
    new: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    became_undecided: tuple[Change, ...] = ()


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
    """The result of a check."""

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

    @property
    def incomplete(self) -> bool:
        """Whether something in the input was not analysed."""
        return any(one.level == "error" for one in self.diagnostics)
