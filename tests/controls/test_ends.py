"""The line and the controls say the same of a version, on the days around its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from controls.examples import as_case, judge
from partywall.controls import eks, lambda_, rds
from partywall.kernel.ends import ends
from partywall.line.layer import PLATFORM, RUNTIME
from partywall.line.lines import line_of

DAY = timedelta(days=1)


def around(end: date) -> list[tuple[date, bool]]:
    """The day before, the day, and the day after, each with whether support has ended."""
    return [(end - DAY, False), (end, True), (end + DAY, True)]


@pytest.mark.parametrize("runtime", ends("lambda-runtime"))
def test_line_and_control_agree_on_a_runtime(runtime: str) -> None:
    case = as_case(lambda_.runtime_supported, {"Runtime": runtime})
    for day, ended in around(ends("lambda-runtime")[runtime]):
        line = line_of("AWS::Lambda::Function", {"Runtime": runtime}, as_of=day)
        verdict = judge(lambda_.runtime_supported, case, today=day)
        assert (line.family == "lambda-deprecated-runtime") is ended
        assert not ended or line.cell(RUNTIME).party == "customer"
        assert verdict.outcome == ("refuted" if ended else "proved")


@pytest.mark.parametrize("version", ends("eks-standard"))
def test_line_and_control_agree_on_kubernetes(version: str) -> None:
    case = as_case(eks.version_supported, {"Version": version})
    for day, ended in around(ends("eks-standard")[version]):
        line = line_of("AWS::EKS::Cluster", {"Version": version}, as_of=day)
        verdict = judge(eks.version_supported, case, today=day)
        assert line.cell(PLATFORM).party == ("shared" if ended else "aws")
        assert verdict.outcome == ("refuted" if ended else "proved")


@pytest.mark.parametrize("version", ends("eks-extended"))
def test_the_line_tells_extended_support_from_its_end(version: str) -> None:
    for day, ended in around(ends("eks-extended")[version]):
        cell = line_of("AWS::EKS::Cluster", {"Version": version}, as_of=day).cell(PLATFORM)
        assert ("extended support of this version has ended" in cell.aws) is ended


@pytest.mark.parametrize(("day", "ended"), around(ends("eks-node-system")["Amazon Linux 2"]))
def test_the_image_of_a_node_ends(day: date, ended: bool) -> None:
    case = as_case(eks.nodes_use_aws_image, {"AmiType": "AL2_x86_64"})
    verdict = judge(eks.nodes_use_aws_image, case, today=day)
    assert verdict.outcome == ("refuted" if ended else "proved")


@pytest.mark.parametrize("name", ends("rds-engine"))
def test_an_engine_of_rds_ends(name: str) -> None:
    engine, major = name.split()
    version = f"5.7.mysql_aurora.{major}.9" if engine == "aurora-mysql" else f"{major}.9"
    control = rds.instance_engine_is_supported
    case = as_case(control, {"Engine": engine, "EngineVersion": version})
    for day, ended in around(ends("rds-engine")[name]):
        verdict = judge(control, case, today=day)
        assert verdict.outcome == ("refuted" if ended else "proved")


@pytest.mark.parametrize(
    ("day", "outcome"), [(date(2026, 11, 23), "proved"), (date(2060, 1, 1), "undecided")]
)
def test_an_engine_newer_than_our_table_is_supported_until_the_table_is_too_old(
    day: date, outcome: str
) -> None:
    case = as_case(
        rds.instance_engine_is_supported, {"Engine": "postgres", "EngineVersion": "99.1"}
    )
    assert judge(rds.instance_engine_is_supported, case, day).outcome == outcome
