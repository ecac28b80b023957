"""The page says what there is: fields, answers, and what is not modelled, each with its test."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from partywall.assess.region_policies import RegionPolicies
from partywall.estate.estate import Estate
from partywall.reports.resilience_json import RESIDENCY_SCHEMA, SCHEMA
from partywall.resilience import (
    answers,
    copied,
    residency,
    why,
    zonal,
)
from partywall.resilience import (
    recovery as recoveries,
)
from partywall.resilience import (
    survey as surveys,
)
from partywall.resilience.declared import load as load_declared
from partywall.resilience.residency import load as load_rules
from resilience.estates import declared, effect, fate, make, network, ref, subnets, survey
from resilience.test_recovery import BY_TAG, NAMED, TAGGED, plan, recovery, volume

PAGE = (Path(__file__).parents[2] / "docs" / "resilience.md").read_text("utf-8")
A = "az:eu-west-1a"

STRUCTS = [
    *(answers.Answers, answers.Answer, answers.Capacity, surveys.Effect, why.Cause),
    *(surveys.Blast, recoveries.Recovery, recoveries.Choice, copied.Bound, zonal.Hidden),
    *(residency.Residency, residency.Place, residency.Prevention, residency.Request),
]


def section(heading: str) -> str:
    found = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def first_column(text: str) -> list[str]:
    return re.findall(r"^\| (.+?) \|", text, re.MULTILINE)


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_every_field(kind: type[msgspec.Struct]) -> None:
    named = re.findall(r"`(\w+)`", " ".join(first_column(section(kind.__name__))))
    assert named == list(dict.fromkeys(named))
    assert set(named) == {one.encode_name for one in msgspec.structs.fields(kind)}


def test_every_answer_and_recovery() -> None:
    assert set(re.findall(r"`(\w+)`", section("Four answers"))) >= set(surveys.FATES)
    for kind in typing.get_args(recoveries.Kind):
        assert f"`{kind}`" in section("Recovery")
    assert SCHEMA in PAGE
    assert RESIDENCY_SCHEMA in PAGE


def test_the_examples_can_be_read(tmp_path: Path) -> None:
    needs, classes = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "file.toml"
    file.write_text(needs)
    assert load_declared(file).of("aws_ecs_service.web").demand == 2
    file.write_text(classes)
    assert load_rules(file).default == "public"


# -- what is not modelled


def serving(kind: str, **properties: object) -> str:
    return fate([*network(), make(kind, "x", **properties)], "x", A)


def types() -> bool:
    return serving("AWS::QLDB::Ledger") == "undecided"


def code() -> bool:
    found = survey([make("AWS::Lambda::Function", "x"), make("AWS::SQS::Queue", "q")])
    return effect(found, "x", "q").fate == "undecided"


def doubts_of_workers() -> set[str]:
    workers = make(
        "AWS::AutoScaling::AutoScalingGroup", "x", MinSize=3, VPCZoneIdentifier=subnets()
    )
    found = survey([*network(), workers])
    assert effect(found, "x", A).fate == "undecided"
    return {cause.doubt for cause in effect(found, "x", A).causes}


def internet() -> bool:
    return "whether what runs there needs the Internet" in doubts_of_workers()


def main_table() -> bool:
    found = survey([*network("ab")])
    return found.outcomes.of("out:sub-b", A) == "undecided"


def replication() -> bool:
    kafka = serving(
        "AWS::MSK::Cluster",
        NumberOfBrokerNodes=3,
        BrokerNodeGroupInfo={"ClientSubnets": subnets()},
    )
    rabbit = serving(
        "AWS::AmazonMQ::Broker", DeploymentMode="CLUSTER_MULTI_AZ", SubnetIds=subnets()
    )
    search = serving(
        "AWS::OpenSearchService::Domain",
        ClusterConfig={"ZoneAwarenessEnabled": True},
        VPCOptions={"SubnetIds": subnets()},
    )
    return {kafka, rabbit, search} == {"undecided"}


def placement() -> bool:
    placed = {"AwsvpcConfiguration": {"Subnets": subnets()}}
    return (
        serving("AWS::ECS::Service", LaunchType="EC2", NetworkConfiguration=placed) == "undecided"
    )


def outside() -> bool:
    return serving("AWS::EC2::Instance", SubnetId="subnet-0123") == "undecided"


def registering() -> bool:
    found = fate([*network(), make("AWS::ElasticLoadBalancingV2::TargetGroup", "x")], "x", A)
    return found == "undecided"


def listeners() -> bool:
    def group(name: str) -> list[object]:
        worker = f"worker-{name}"
        return [
            make("AWS::ElasticLoadBalancingV2::TargetGroup", name),
            make(
                "AWS::AutoScaling::AutoScalingGroup",
                worker,
                MinSize=1,
                VPCZoneIdentifier=subnets(name[-1]),
                TargetGroupARNs=[ref(name)],
            ),
        ]

    weighted = [{"TargetGroupArn": ref(name), "Weight": 1} for name in ("tg-a", "tg-b")]
    listener = make(
        "AWS::ElasticLoadBalancingV2::Listener",
        "x",
        DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weighted}}],
    )
    estate = [*network(), listener, *group("tg-a"), *group("tg-b")]
    return fate(estate, "x", A) == "undecided"  # type: ignore[arg-type]


def records() -> bool:
    record = make("AWS::Route53::RecordSet", "x", AliasTarget={"DNSName": ref("lb", "DNSName")})
    balancer = make("AWS::ElasticLoadBalancingV2::LoadBalancer", "lb", Subnets=subnets("a"))
    return fate([*network(), record, balancer], "x", A) == "undecided"


def snapshots() -> bool:
    found = recovery([volume(), make("AWS::DLM::LifecyclePolicy", "daily")], A)
    return (found.kind, found.doubt) == ("restore", "whether daily takes it")


def opt_in() -> bool:
    return "opted in" in recovery([volume(**TAGGED), *plan(BY_TAG)], A).doubt


def schedules() -> bool:
    found = recovery([volume(), *plan(NAMED, ScheduleExpression="cron(0 5 L * ? *)")], A)
    return found.bound is not None and found.bound.seconds is None


def policies() -> bool:
    return RegionPolicies([Estate([])], "1" * 12).prevention(("eu-west-1",)).verdict == "unknown"


NOT_MODELLED: list[Callable[[], bool]] = [
    *(types, code, internet, main_table, replication, placement, outside, registering),
    *(listeners, records, snapshots, opt_in, schedules, policies),
]


def test_each_row_has_its_test() -> None:
    rows = [
        one for one in first_column(section("What is not modelled")) if "what is said" not in one
    ]
    assert len(rows) == len(NOT_MODELLED)


@pytest.mark.parametrize("is_so", NOT_MODELLED, ids=lambda one: one.__name__)
def test_what_is_not_modelled_is_not_decided(is_so: Callable[[], bool]) -> None:
    assert is_so()


def test_complete_declarations_settle_what_only_people_know() -> None:
    told = declared({"resource": "x", "complete": True})
    found = survey(
        [make("AWS::Lambda::Function", "x"), make("AWS::SQS::Queue", "q")], declared=told
    )
    assert effect(found, "x", "q").fate == "survives"
