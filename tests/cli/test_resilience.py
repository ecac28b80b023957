"""`partywall resilience`: answers for people and programs, and what cannot be answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.support import PLAN, ROOT, invoke
from partywall.estate import schema
from partywall.resilience import PREMISES

HCL = ROOT / "examples" / "storefront" / "terraform"
KEY = "aws_kms_key.data"


def told(*arguments: object) -> dict[str, object]:
    result = invoke("resilience", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    (estate,) = json.loads(result.stdout)["estates"]
    return dict(estate)


def test_the_whole_shop_for_people() -> None:
    result = invoke("resilience", HCL)
    assert result.exit_code == 0, result.output
    for text in (
        "known by name",
        "What stops with one thing, the most first",
        "aws_autoscaling_group.worker: 2 copies over 3 zones, 1 left; 2 needed (MinSize): too few",
        "module.network.aws_nat_gateway.this[0]: its default route",
        "Without region:eu-west-1",
        "Rests on: zone-independence",
        "need what nobody declared",
    ):
        assert text in " ".join(result.stdout.split()), text


def test_faults_is_the_command_when_none_is_named() -> None:
    assert invoke("resilience", "faults", HCL).stdout == invoke("resilience", HCL).stdout


def test_one_fault_for_programs() -> None:
    found = told(HCL, "--fail", KEY)
    assert found["premises"] == list(PREMISES)
    (answer,) = found["answers"]  # type: ignore[misc]
    assert answer["lost"] == [KEY]
    fates = {one["address"]: one["fate"] for one in answer["effects"]}
    assert fates["aws_db_instance.orders"] == "stops"
    assert fates["aws_ecs_service.web"] == "undecided"


def test_what_the_example_declares_counts() -> None:
    declared = ["--dependencies", ROOT / "examples" / "storefront" / "dependencies.toml"]
    (answer,) = told(HCL, "--fail", "az:euw1-az1", *declared)["answers"]  # type: ignore[misc]
    fates = {one["address"]: one["fate"] for one in answer["effects"]}
    assert fates["aws_autoscaling_group.worker"] == "degraded"
    (answer,) = told(HCL, "--fail", "aws_dynamodb_table.carts", *declared)["answers"]  # type: ignore[misc]
    fates = {one["address"]: one["fate"] for one in answer["effects"]}
    assert fates["aws_ecs_service.web"] == "stops"


def test_several_things_at_once() -> None:
    zones = [f"az:eu-west-1{one}" for one in "abc"]
    asked = [word for zone in zones for word in ("--fail", zone)]
    (answer,) = told(HCL, *asked)["answers"]  # type: ignore[misc]
    assert answer["lost"] == zones
    fates = {one["address"]: one["fate"] for one in answer["effects"]}
    assert fates["aws_db_instance.orders"] == "stops"


def test_a_resource_by_type_and_name() -> None:
    (answer,) = told(HCL, "--fail", "AWS::SQS::Queue/storefront-mail")["answers"]  # type: ignore[misc]
    assert answer["lost"] == ["aws_sqs_queue.mail"]


TWO_ZONES = """\
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-west-1a}
  B:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1b}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: [!Ref A, !Ref B]}
"""


def test_pairs(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(TWO_ZONES)
    pairs = {one["fault"]: one["stops"] for one in told(file, "--pairs")["pairs"]}  # type: ignore[attr-defined]
    assert pairs["az:eu-west-1a + az:eu-west-1b"] == ["Balancer"]
    assert pairs["az:eu-west-1a + B"] == ["Balancer"]
    assert "az:eu-west-1a + B: Balancer" in invoke("resilience", file, "--pairs").stdout
    assert told(file)["pairs"] is None
    assert "none surely does" in invoke("resilience", HCL, "--pairs").stdout


def test_what_is_declared_decides(tmp_path: Path) -> None:
    file = tmp_path / "needs.toml"
    file.write_text(
        '[[application]]\nresource = "aws_ecs_service.web"\nneeds = ["aws_dynamodb_table.carts"]\n'
        "complete = true\ndemand = 2\n"
    )
    result = invoke("resilience", HCL, "--dependencies", file, "--fail", "az:eu-west-1b")
    assert "degraded: aws_ecs_service.web: 2 of 3 left, 2 needed (declared): enough" in " ".join(
        result.stdout.split()
    )


def test_dependencies_beside_the_call_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dependencies.toml").write_text("[[application")
    monkeypatch.chdir(tmp_path)
    result = invoke("resilience", PLAN)
    assert result.exit_code == 2
    assert "this is no TOML" in result.output


def test_an_experiment(tmp_path: Path) -> None:
    file = tmp_path / "fis.json"
    result = invoke("resilience", HCL, "--fail", "az:eu-west-1a", "--fis", file)
    assert result.exit_code == 0, result.output
    assert "tag with partywall-fault=az-eu-west-1a" in result.stderr
    one = json.loads(file.read_text())["Resources"]["Experiment"]
    assert one["Properties"]["Actions"]
    inside = one["Properties"] | {"RoleArn": "r", "StopConditions": []}
    assert schema.validate(one["Type"], inside) == []
    to_stdout = invoke("resilience", HCL, "--fail", "az:eu-west-1a", "--fis", "-")
    assert json.loads(to_stdout.stdout) == json.loads(file.read_text())


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--fis", "x.json"], "--fis needs a fault"),
        (["--fail", KEY, "--fis", "x.json"], "AWS FIS has no action"),
        (["--fail", "aws_kms_key.date"], "did you mean aws_kms_key.data"),
        (["--fail", "az:euw1-az1"], "depends on the account"),
        (["--dependencies", "nowhere.toml"], "cannot be read"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    result = invoke("resilience", HCL, *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.output


def test_input_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("Resources: {Key: {Type: AWS::KMS::Key")
    result = invoke("resilience", file)
    assert result.exit_code == 3
    assert "not analysed" in result.stderr


def test_the_same_input_gives_the_same_bytes() -> None:
    once, again = (invoke("resilience", HCL, "--format", "json").stdout for _ in range(2))
    assert once == again


SECRET = """\
Parameters: {Password: {Type: String, NoEcho: true, Default: correct-horse-battery}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: !Sub "arn:aws:kms:eu-west-1:1:key/${Password}"}
"""


def test_no_secret_is_told(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(SECRET)
    for form in ("text", "json"):
        result = invoke("resilience", file, "--region", "eu-west-1", "--format", form)
        assert result.exit_code == 0, result.output
        assert "correct-horse" not in result.output


# -- residency


def test_data_that_leave() -> None:
    result = invoke("resilience", "residency", HCL, "--allow", "eu-west-1")
    assert result.exit_code == 1
    assert 'leaves: aws_s3_bucket.shop["uploads"]' in " ".join(result.stdout.split())
    assert "unknown: whether a service control policy" in " ".join(result.stdout.split())


def test_data_that_stay() -> None:
    both = ["--allow", "eu-west-1", "--allow", "eu-central-1"]
    result = invoke("resilience", "residency", HCL, *both, "--format", "json")
    assert result.exit_code == 0, result.output
    (estate,) = json.loads(result.stdout)["estates"]
    assert {one["verdict"] for one in estate["places"]} == {"stays", "undecided"}


def test_classes_of_data(tmp_path: Path) -> None:
    file = tmp_path / "residency.toml"
    file.write_text('default = "all"\n[[class]]\nname = "all"\nregions = ["eu-west-1"]\n')
    assert invoke("resilience", "residency", HCL, "--classes", file).exit_code == 1


@pytest.mark.parametrize(
    "arguments, message",
    [
        ([], "say where data may be"),
        (["--classes", "nowhere.toml"], "cannot be read"),
        (["--classes", "x.toml", "--allow", "eu-west-1"], "goes without --classes"),
    ],
)
def test_wrong_usage_of_residency(arguments: list[str], message: str) -> None:
    result = invoke("resilience", "residency", HCL, *arguments)
    assert result.exit_code == 2
    assert message in result.output
