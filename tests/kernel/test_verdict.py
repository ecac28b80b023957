"""Verdicts say what was seen, and what would have to be."""

from __future__ import annotations

from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import UNDECIDED, undecided


def test_a_value_that_was_missed_twice_is_named_once() -> None:
    port = Evidence(("FromPort",), Unknown("a parameter"), resource="Group")
    elsewhere = Evidence(("FromPort",), Unknown("a parameter"), resource="Rule")
    verdict = undecided(Doubt(port) | Doubt(elsewhere) | Doubt(port))
    assert verdict.outcome == UNDECIDED
    assert verdict.evidence == (port, elsewhere)
