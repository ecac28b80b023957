"""What the ledger has for the controls of a framework: AWS's half, and people's words on duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from partywall.assess.framework_parts import STATES, Backing
from partywall.assess.report import Report, ResourceLine

if TYPE_CHECKING:
    from partywall.assess.vouched import Vouched


def half(line: ResourceLine) -> Backing:
    """What backs AWS's half of a resource."""
    proof = line.inheritance.proof
    return Backing(line.inheritance.state, proof.by, proof.until, proof.closes)


def words(report: Report, vouched: Vouched | None) -> Callable[[str], Backing | None]:
    """Tells what people have said of a duty; None when nothing.

    Of a duty that the report lists for several subjects it is the worst. Of others, as a control
    of NIST's under its own id, a word counts that speaks of the organization or of everything.
    """
    listed: dict[str, list[Backing]] = {}
    for one in report.duties:
        if one.state in ("attested", "lapsed", "open"):
            proof = one.proof
            backing = Backing(one.state, proof.by, proof.until, proof.closes)
            listed.setdefault(one.duty, []).append(backing)

    def word(duty: str) -> Backing | None:
        if duty in listed:
            return min(listed[duty], key=lambda it: STATES.index(it.state))
        said = vouched.shown.attested_duty(duty, "Organization") if vouched else None
        return Backing(said.state, said.by, said.until, said.closes) if said else None

    return word
