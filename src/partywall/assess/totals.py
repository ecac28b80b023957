"""The totals of a report: cells and findings counted, and how much of the input was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from partywall.assess.cells import Kind
from partywall.assess.report import Tally
from partywall.sources.reading import Coverage


def tally(kinds: Iterable[Kind]) -> Tally:
    """The numbers of the summary: cells by party and state, findings by verdict."""
    resources = 0
    unclassified: Counter[str] = Counter()
    cells: dict[str, Counter[str]] = {"aws": Counter(), "shared": Counter(), "customer": Counter()}
    verdicts: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    to_close: Counter[str] = Counter()
    for kind in kinds:
        resources += kind.many
        if not kind.line.is_classified:
            unclassified[kind.type] += kind.many
        for cell, state, proof in zip(kind.line.cells, kind.states, kind.proofs, strict=True):
            if cell.party != "none":
                cells[cell.party][state] += kind.many
                if cell.party == "aws" and state in ("open", "lapsed"):
                    to_close[proof.closes] += kind.many
        for one in kind.findings:
            waived = one.waiver is not None and not one.waiver.expired
            verdicts["waived" if waived else one.verdict] += kind.many
            if one.counts:
                weights[one.weight] += kind.many
    return Tally(
        cells={party: dict(sorted(states.items())) for party, states in cells.items()},
        verdicts=dict(sorted(verdicts.items())),
        weights=dict(sorted(weights.items())),
        resources=resources,
        unclassified=dict(sorted(unclassified.items())),
        to_close=dict(sorted(to_close.items(), key=lambda item: (-item[1], item[0]))),
    )


def add_coverage(total: dict[str, Coverage], more: dict[str, Coverage]) -> None:
    """What was understood of one more reading is in the total."""
    for name, one in more.items():
        seen = total.setdefault(name, Coverage())
        seen.resources += one.resources
        seen.mapped += one.mapped
        seen.unmapped += one.unmapped
        seen.undecided += one.undecided
        for argument, times in one.arguments.items():
            seen.arguments[argument] = seen.arguments.get(argument, 0) + times
