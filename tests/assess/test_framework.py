"""How controls of a framework stand: met only when everything is shown that they name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path

import msgspec
import pytest

from assess.test_standing import OUTPOST, TODAY, UNDRAWN, report_of
from partywall.assess.check import Check, Options
from partywall.assess.framework import ControlStanding, Frameworks
from partywall.assess.framework_ledger import half, words
from partywall.assess.framework_parts import SHOWN, STATES, Backing
from partywall.assess.report import DutyLine, Proof, Report
from partywall.assess.vouched import Ledger
from partywall.ledger.records import EVERY, Attestation, AwsReport, Record
from partywall.line.crosswalk import Disposition, Mapped, crosswalk
from partywall.sources.inputs import InputOptions, Inputs

DISPOSITIONS = crosswalk().dispositions
VERDICTS = ("proved", "refuted", "undecided", "waived", "not_applicable")
ATTESTED = Backing("attested", ("a-1",), "2027-01-01")
LAPSED = Backing("lapsed", ("a-0",), "2026-01-01", "renew it")

VOLUME = """\
Parameters: {{Chosen: {{Type: String}}}}
Resources:
  Volume:
    Type: AWS::EC2::Volume
    Properties: {{AvailabilityZone: eu-west-1a, Size: 8, Encrypted: {encrypted}}}
"""
ENCRYPTED = VOLUME.format(encrypted="true")
PLAIN = VOLUME.format(encrypted="false")
HIDDEN = VOLUME.format(encrypted="!Ref Chosen")


def report(**more: object) -> AwsReport:
    """A report of AWS's on everything, in force."""
    told: dict[str, object] = {
        "id": "fedramp",
        "program": "fedramp-high",
        "title": "FedRAMP High",
        "begins": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "services": (EVERY,),
        "regions": (EVERY,),
    }
    return AwsReport(**{**told, **more})  # type: ignore[arg-type]


def word(duty: str, until: date = date(2027, 6, 1), **more: str) -> Attestation:
    """A person's word on a duty or layer."""
    return Attestation(
        id=f"on-{duty}",
        duty=duty,
        statement="Done.",
        by="Ada Example",
        on=date(2026, 1, 2),
        until=until,
        **more,
    )


def stands(
    id: str, folder: Path, text: str, *records: Record, region: str = "eu-west-1"
) -> ControlStanding:
    """How a control of NIST's stands for a template and a ledger of these records."""
    (folder / "t.yaml").write_text(text, "utf-8")
    inputs = Inputs((str(folder / "t.yaml"),), InputOptions(region=region))
    ledger = Ledger("records", records)
    check = Check(Options(as_of=TODAY, ledger=ledger))
    found = check.run(inputs.readings(), inputs.remarks)
    assert check.vouched is not None
    return Frameworks(found, half, words(found, check.vouched)).of(DISPOSITIONS[id])


def made_up(**more: object) -> Disposition:
    """A control of the customer's on which `part` bears as a subset, `near` in part, and `more`
    asks more."""
    told: dict[str, object] = {
        "id": "SC-28",
        "title": "Made up",
        "baselines": ("fedramp-high",),
        "party": "customer",
        "reason": "Why.",
        "customer": "Does it.",
        "rest": "The rest.",
        "controls": (
            Mapped("part", "subset", "g"),
            Mapped("near", "intersects", "g"),
            Mapped("more", "superset", "g"),
        ),
    }
    return Disposition(**{**told, **more})  # type: ignore[arg-type]


def by_findings(report: Report, said: Backing | None, one: Disposition) -> ControlStanding:
    return Frameworks(report, word=lambda _duty: said).of(one)


def subsets() -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(VERDICTS, n) for n in range(len(VERDICTS) + 1))


# -- controls and words


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("said", [ATTESTED, LAPSED, None])
def test_met_only_when_everything_was_shown(said: Backing | None, complete: bool) -> None:
    for of_part, of_near in product(subsets(), subsets()):
        verdicts = [*(("part", v) for v in of_part), *(("near", v) for v in of_near)]
        found = by_findings(report_of(*verdicts, complete=complete), said, made_up())
        bad = {"refuted", "undecided", "waived"} & {*of_part, *of_near}
        shown = said is ATTESTED and complete and not bad
        assert (found.state in SHOWN) is shown, verdicts
        if shown:
            proved = "proved" in (*of_part, *of_near)
            assert found.state == ("met" if proved else "attested"), verdicts
        assert (found.state == "refuted") is ("refuted" in of_part), verdicts


def test_hiding_a_verdict_never_makes_it_better() -> None:
    """What was proved or refuted and can no longer be seen is undecided, and nothing is met."""
    for verdicts in product(VERDICTS, repeat=2):
        hidden = report_of(("part", "undecided"), ("near", verdicts[1]))
        assert by_findings(hidden, ATTESTED, made_up()).state == "undecided"


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], "attested"),
        ([("part", "not_applicable")], "attested"),
        ([("other", "refuted")], "attested"),  # bears on something else
        ([("part", "proved")], "met"),
        ([("near", "proved")], "met"),
        ([("part", "proved"), ("part", "waived")], "waived"),
        ([("part", "proved"), ("near", "refuted")], "undecided"),  # a look is called for
        ([("part", "refuted"), ("near", "undecided")], "refuted"),
        ([("more", "proved")], "met"),
        ([("more", "refuted")], "attested"),
        ([("more", "undecided"), ("more", "waived"), ("part", "proved")], "met"),
        ([("more", "proved"), ("more", "refuted")], "attested"),  # proved here and not there
        ([("more", "proved"), ("more", "undecided")], "attested"),
        ([("more", "proved"), ("part", "refuted")], "refuted"),
    ],
)
def test_state_by_controls(verdicts: list[tuple[str, str]], state: str) -> None:
    assert by_findings(report_of(*verdicts), ATTESTED, made_up()).state == state


@pytest.mark.parametrize(
    ("duties", "said", "state"),
    [
        (("d", "e"), {"d": ATTESTED, "e": ATTESTED}, "attested"),
        (("d", "e"), {"d": ATTESTED}, "open"),
        (("d", "e"), {"d": ATTESTED, "e": LAPSED}, "lapsed"),
        (("d", "e"), {"nist-800-53:SC-28": ATTESTED}, "attested"),
        (("d",), {"nist-800-53:SC-28": LAPSED}, "open"),
        ((), {"nist-800-53:SC-28": LAPSED}, "lapsed"),
        ((), {"d": ATTESTED}, "open"),
    ],
)
def test_state_by_word(duties: tuple[str, ...], said: dict[str, Backing], state: str) -> None:
    one = made_up(duties=duties, rest="", controls=())
    assert Frameworks(report_of(), word=said.get).of(one).state == state


def test_nothing_to_show_is_not_applicable() -> None:
    one = made_up(party="none", customer="", because="No radio.", rest="", controls=())
    found = by_findings(report_of(complete=False), None, one)
    assert (found.state, found.why) == ("not applicable", "No radio.")


def test_nothing_is_shown_where_nothing_is() -> None:
    frameworks = Frameworks(report_of())
    for one in DISPOSITIONS.values():
        expected = "not applicable" if one.party == "none" else "open"
        assert frameworks.of(one).state == expected, one.id


def test_every_state_is_explained() -> None:
    frameworks = Frameworks(report_of())
    assert [one.id for one in DISPOSITIONS.values() if not frameworks.of(one).why] == []


# -- a whole estate


OWN = word("nist-800-53:SC-28")


def test_met_with_all_of_it(tmp_path: Path) -> None:
    found = stands("SC-28", tmp_path, ENCRYPTED, report(), OWN)
    assert found.state == "met"
    assert {(part.side, part.shown_by, part.state) for part in found.parts} == {
        ("aws", "report", "inherited"),
        ("customer", "controls", "met"),
        ("customer", "cells", "met"),
        ("customer", "word", "attested"),
    }


@pytest.mark.parametrize(
    ("text", "records", "region", "state"),
    [
        (ENCRYPTED, (OWN,), "eu-west-1", "open"),
        (ENCRYPTED, (report(),), "eu-west-1", "open"),
        (ENCRYPTED, (report(services=("s3",)), OWN), "eu-west-1", "open"),
        (ENCRYPTED, (report(regions=("eu-west-2",)), OWN), "eu-west-1", "open"),
        (ENCRYPTED, (report(regions=("eu-west-1",)), OWN), "", "open"),
        (ENCRYPTED, (report(ends=date(2026, 6, 30)), OWN), "eu-west-1", "lapsed"),
        (
            ENCRYPTED,
            (report(), word("nist-800-53:SC-28", until=date(2026, 6, 30))),
            "eu-west-1",
            "lapsed",
        ),
        (PLAIN, (report(), OWN), "eu-west-1", "refuted"),
        (HIDDEN, (report(), OWN), "eu-west-1", "undecided"),
        ("Resources: {V: {Type: AWS::EC2", (report(), OWN), "eu-west-1", "undecided"),
    ],
)
def test_not_met_without_a_part_of_it(
    tmp_path: Path, text: str, records: tuple[Record, ...], region: str, state: str
) -> None:
    assert stands("SC-28", tmp_path, text, *records, region=region).state == state


def test_a_word_hides_no_refutation(tmp_path: Path) -> None:
    layer = word("encryption-at-rest", resource="*")
    assert stands("SC-28", tmp_path, PLAIN, report(), OWN, layer).state == "refuted"


def test_aws_alone_is_inherited(tmp_path: Path) -> None:
    assert stands("PE-3", tmp_path, ENCRYPTED, report()).state == "inherited"
    assert stands("PE-3", tmp_path, ENCRYPTED).state == "open"


def test_no_report_speaks_of_what_no_baseline_asks(tmp_path: Path) -> None:
    found = stands("PE-21", tmp_path, ENCRYPTED, report())
    assert found.state == "open"
    assert "no report of AWS's is known" in found.why


def test_a_site_of_the_customer_is_not_inherited(tmp_path: Path) -> None:
    found = stands("PE-3", tmp_path, OUTPOST, report())
    assert found.state == "open"
    assert "1 cell of these layers yours" in found.why
    layer = word("site", type="AWS::EC2::Subnet", resource="*")
    assert stands("PE-3", tmp_path, OUTPOST, report(), layer).state == "attested"
    both = OUTPOST + ENCRYPTED.partition("Resources:\n")[2]
    assert stands("PE-3", tmp_path, both, report(), layer).state == "met"
    assert stands("PE-3", tmp_path, both, layer).state == "open"
    assert stands("PE-3", tmp_path, both, report()).state == "open"


def test_a_type_that_nobody_has_drawn(tmp_path: Path) -> None:
    assert stands("PE-3", tmp_path, UNDRAWN, report()).state == "undecided"


def test_an_organization_needs_no_estate(tmp_path: Path) -> None:
    broken = "Resources: {V: {Type: AWS::EC2"
    assert stands("AT-1", tmp_path, broken, word("nist-800-53:AT-1")).state == "attested"
    assert stands("AT-1", tmp_path, broken).state == "open"


def test_a_word_on_something_else_is_no_word(tmp_path: Path) -> None:
    team = word("nist-800-53:AT-1", subject="Team payments")
    assert stands("AT-1", tmp_path, ENCRYPTED, team).state == "open"
    assert stands("AT-1", tmp_path, ENCRYPTED, word("nist-800-53:AT-2")).state == "open"


def test_the_worst_subject_of_a_duty_counts() -> None:
    base = report_of()
    lines = [
        DutyLine(
            subject=f"Region {region}",
            kind="Region",
            duty="restore-exercise",
            title="Restores tried",
            layer="backup",
            party="customer",
            aws="",
            customer="Restore.",
            state=state,  # type: ignore[arg-type]
            proof=Proof(),
        )
        for region, state in (("eu-west-1", "attested"), ("eu-west-2", "lapsed"))
    ]
    found = msgspec.structs.replace(base, duties=lines)
    state = Frameworks(found, half, words(found, None)).of(DISPOSITIONS["CP-9(1)"]).state
    assert state == "lapsed"
    found = msgspec.structs.replace(base, duties=lines[:1])
    state = Frameworks(found, half, words(found, None)).of(DISPOSITIONS["CP-9(1)"]).state
    assert state == "attested"


def test_shown_states_come_last() -> None:
    """A part that is not shown shows before one that is."""
    assert all(STATES.index(a) > STATES.index(b) for a in SHOWN for b in set(STATES[:5]))


# -- a value that can no longer be seen


ESTATE = """\
Parameters:
  A: {{Type: String}}
Resources:
  Volume:
    Type: AWS::EC2::Volume
    Properties: {{AvailabilityZone: eu-west-1a, Size: 8, Encrypted: {encrypted}}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Doors
      SecurityGroupIngress:
        - {{IpProtocol: tcp, FromPort: {port}, ToPort: {port}, CidrIp: {source}, Description: x}}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {{SqsManagedSseEnabled: {managed}}}
"""
VALUES = {
    "encrypted": ("true", "false"),
    "port": ("22", "443"),
    "source": ("10.0.0.0/8", "0.0.0.0/0"),
    "managed": ("true", "false"),
}
EVERYTHING = (report(), *(word(one.own_duty) for one in DISPOSITIONS.values()))


def all_states(folder: Path, values: dict[str, str]) -> dict[str, str]:
    """The state of every control, with AWS's half and every word shown."""
    (folder / "t.yaml").write_text(ESTATE.format(**values), "utf-8")
    inputs = Inputs((str(folder / "t.yaml"),), InputOptions(region="eu-west-1"))
    check = Check(Options(as_of=TODAY, ledger=Ledger("records", EVERYTHING)))
    found = check.run(inputs.readings(), inputs.remarks)
    of = Frameworks(found, half, words(found, check.vouched)).of
    return {id: of(one).state for id, one in DISPOSITIONS.items()}


@pytest.mark.parametrize("hidden", VALUES)
@pytest.mark.parametrize("good", [True, False])
def test_hiding_a_value_weakens_and_never_flips(tmp_path: Path, hidden: str, good: bool) -> None:
    seen = {name: pair[0 if good else 1] for name, pair in VALUES.items()}
    before = all_states(tmp_path, seen)
    after = all_states(tmp_path, seen | {hidden: "!Ref A"})
    for id, state in before.items():
        if state not in SHOWN:
            assert after[id] not in SHOWN, id
        if state != "refuted":
            assert after[id] != "refuted", id
    if good and hidden != "port":  # a private source is private at any port
        assert before != after


def test_values_decide_states(tmp_path: Path) -> None:
    good = all_states(tmp_path, {name: pair[0] for name, pair in VALUES.items()})
    bad = all_states(tmp_path, {name: pair[1] for name, pair in VALUES.items()})
    assert good["SC-28(1)"] == "met"
    assert bad["SC-28(1)"] == "refuted"
    assert good["AT-1"] == bad["AT-1"] == "attested"
    assert good["PE-3"] == bad["PE-3"] == "inherited"
    assert good["AC-18"] == bad["AC-18"] == "not applicable"
    assert set(good.values()) >= {"met", "attested", "inherited", "not applicable", "open"}
