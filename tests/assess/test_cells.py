"""States of cells: what findings, reports and people's words come to together."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

import pytest

from partywall.assess.cells import RANK, Cells
from partywall.assess.lapses import lapses
from partywall.assess.report import NO_REPORT, Finding, State, Waiver
from partywall.assess.vouched import Ledger, Vouched
from partywall.kernel.span import NOWHERE
from partywall.kernel.unknown import Unknown
from partywall.ledger.records import Attestation, AwsReport
from partywall.line.layer import KEYS, LAYERS
from partywall.line.model import Cell, Line, Party

TODAY = date(2026, 11, 23)
BUCKET = "AWS::S3::Bucket"


def line(party: Party) -> Line:
    """A line with every cell of one party."""
    return Line("f", "c", tuple(Cell(layer, party, "theirs", "yours") for layer in LAYERS))


def finding(verdict: str, control: str = "c", layer: str = "keys") -> Finding:
    """A finding on the layer of keys; `waived` is a refutation that somebody accepted."""
    waiver = Waiver("why", "2027-01-01") if verdict == "waived" else None
    told = "refuted" if verdict == "waived" else verdict
    return Finding(
        control,
        "r",
        BUCKET,
        "f",
        told,
        "low",
        layer,
        NOWHERE,
        (),
        waiver=waiver,  # type: ignore[arg-type]
    )


def report(ends: date, regions: tuple[str, ...] = ("*",), id: str = "soc") -> AwsReport:
    return AwsReport(
        id=id,
        program="soc-2",
        title="SOC 2",
        begins=date(2026, 1, 1),
        ends=ends,
        services=("s3",),
        regions=regions,
    )


def word(until: date, resource: str = "*", id: str = "word") -> Attestation:
    return Attestation(
        id=id,
        duty="keys",
        statement="looked at",
        by="Jo Example",
        on=date(2026, 1, 1),
        until=until,
        resource=resource,
    )


def cells(*records: AwsReport | Attestation) -> Cells:
    return Cells(Vouched(Ledger("here", records), TODAY))


VALID, OVER = date(2027, 3, 1), date(2026, 6, 30)
WORDS: dict[State, tuple[Attestation, ...]] = {
    "open": (),
    "attested": (word(VALID),),
    "lapsed": (word(OVER),),
}
VERDICTS = ("proved", "refuted", "undecided", "waived", "not_applicable")


@pytest.mark.parametrize("party", ["customer", "shared"])
@pytest.mark.parametrize("said", WORDS)
def test_nobodys_word_hides_what_a_control_found(party: Party, said: State) -> None:
    for verdicts in (*permutations(VERDICTS, 1), *permutations(VERDICTS, 2), ()):
        findings = [finding(verdict, f"c{n}") for n, verdict in enumerate(verdicts)]
        kind = cells(*WORDS[said]).of(BUCKET, line(party), findings, "eu-west-1", "a")
        worst = max(
            (one for one in verdicts if one != "not_applicable"),
            key=lambda one: RANK[one],  # type: ignore[index]
            default=said,
        )
        at = LAYERS.index(KEYS)
        assert kind.states[at] == worst, verdicts
        if worst != said:
            behind = [f"c{n}" for n, one in enumerate(verdicts) if one == worst]
            assert list(kind.proofs[at].by) == behind


@pytest.mark.parametrize(
    ("records", "state", "until"),
    [
        ((), "open", ""),
        ((report(VALID),), "inherited", "2027-03-01"),
        ((report(OVER),), "lapsed", "2026-06-30"),
        ((report(VALID, ("eu-west-2",)),), "open", ""),
        ((report(VALID, ("eu-west-1",)),), "inherited", "2027-03-01"),
        ((report(OVER), report(VALID, id="later")), "inherited", "2027-03-01"),
    ],
)
@pytest.mark.parametrize("party", ["aws", "shared"])
def test_aws_half_goes_by_reports(
    party: Party, records: tuple[AwsReport, ...], state: str, until: str
) -> None:
    kind = cells(*records).of(BUCKET, line(party), (), "eu-west-1")
    assert (kind.inheritance.state, kind.inheritance.proof.until) == (state, until)
    assert set(kind.states) == {state if party == "aws" else "open"}
    assert bool(kind.inheritance.proof.closes) is (state != "inherited")


@pytest.mark.parametrize("region", [None, Unknown("it is a parameter", present=True)])
def test_a_region_that_is_not_known_is_covered_by_every_region_only(
    region: Unknown | None,
) -> None:
    for regions, state in ((("eu-west-1",), "open"), (("*",), "inherited")):
        kind = cells(report(VALID, regions)).of(BUCKET, line("aws"), (), region)
        assert set(kind.states) == {state}


def test_without_a_ledger_nothing_is_inherited() -> None:
    kind = Cells().of(BUCKET, line("aws"), [finding("proved")])
    assert set(kind.states) == {"open"}
    assert kind.inheritance is NO_REPORT


@pytest.mark.parametrize("records", [(), (report(VALID),), (report(OVER),)])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_bad_news_shows_in_a_cell_of_aws(records: tuple[AwsReport, ...], verdict: str) -> None:
    kind = cells(*records, word(VALID)).of(BUCKET, line("aws"), [finding(verdict)], "eu-west-1")
    at = LAYERS.index(KEYS)
    bad = verdict in ("refuted", "undecided", "waived")
    assert kind.states[at] == (verdict if bad else kind.inheritance.state)
    assert len({*kind.states[:at], *kind.states[at + 1 :]}) == 1


def test_resources_that_are_alike_share_states_and_proofs() -> None:
    found = cells(report(VALID), word(VALID, "b*"))
    drawn = line("shared")
    kinds = [found.of(BUCKET, drawn, (), "eu-west-1", f"{x}{n}") for x in "ab" for n in range(50)]
    assert len({id(one) for one in kinds}) == len(found.kinds) == 2
    assert [one.many for one in found.kinds] == [50, 50]
    other = found.of(BUCKET, drawn, (), "eu-west-2", "a")
    assert other.states is kinds[0].states
    lapsed = cells(word(OVER))
    assert lapsed.of(BUCKET, drawn, (), None, "a") is lapsed.of(BUCKET, drawn, (), None, "b")


def test_what_lapses_is_told_with_the_soonest_first() -> None:
    soon, later, never = date(2026, 12, 1), date(2027, 2, 21), date(2027, 2, 22)
    for end, told in ((soon, True), (later, True), (never, False), (OVER, False)):
        found = cells(report(end), word(end))
        found.of(BUCKET, line("shared"), (), "eu-west-1", "a")
        found.of(BUCKET, line("aws"), [finding("waived")], "eu-west-1", "a")
        rows = [(one.state, one.cells) for one in lapses(found.kinds, (), TODAY)]
        waived = [("waived", 1)]
        ended = [("attested", 1), ("inherited", 22 + 21)] if told else []
        assert sorted(rows) == sorted([*ended, *waived])
    days = [one.until for one in lapses(found.kinds, (), TODAY)]
    assert days == sorted(days)


def test_every_state_has_a_rank_and_the_worst_is_highest() -> None:
    order = ("open", "lapsed", "attested", "proved", "waived", "undecided", "refuted")
    assert sorted(order, key=lambda one: RANK[one]) == list(order)
    for one, other in product(order, order):
        assert (RANK[one] < RANK[other]) == (order.index(one) < order.index(other))
