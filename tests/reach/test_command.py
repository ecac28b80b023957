"""`partywall reach`: its forms, its formats and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.support import PLAN, ROOT, invoke

DATABASE = "aws_db_instance.orders"


def test_a_question_and_its_answer() -> None:
    result = invoke("reach", "internet", "aws_lb.shop", PLAN, "--protocol", "tcp", "--port", 443)
    assert result.exit_code == 0
    assert result.stdout.startswith("internet → aws_lb.shop tcp/443: yes; with replies: yes\n")
    assert "internet-gateway" in result.stdout
    again = invoke("reach", "between", "internet", "aws_lb.shop", PLAN, "--protocol", "tcp",
                   "--port", 443)  # fmt: skip
    assert again.stdout == result.stdout


def test_json_has_every_field() -> None:
    result = invoke("reach", "internet", DATABASE, PLAN, "--format", "json")
    found = json.loads(result.stdout)
    assert (found["one_way"], found["two_way"], found["hops"]) == ("no", "no", [])
    assert {"code", "element"} == set(found["blocking"][0][0])


def test_why_not() -> None:
    result = invoke("reach", "why-not", "internet", DATABASE, PLAN)
    assert "ENI_SG_RULES_MISMATCH" in result.stdout


def test_exposed_and_who_and_matrix() -> None:
    assert "tcp/80, tcp/443 from the Internet (IPv4)" in invoke("reach", "exposed", PLAN).stdout
    who = invoke("reach", "who", "aws_elasticache_replication_group.sessions", PLAN,
                 "--protocol", "tcp", "--port", 6379)  # fmt: skip
    assert "aws_ecs_service.web →" in who.stdout
    assert "aws_autoscaling_group.worker →" not in who.stdout
    rows = json.loads(invoke("reach", "matrix", PLAN, "--format", "json").stdout)
    pair = {(one["source"], one["destination"]): one for one in rows}
    sessions = pair["aws_ecs_service.web", "aws_elasticache_replication_group.sessions"]
    assert sessions["headers"] == ["tcp/6379"]


def test_administration_and_certificates() -> None:
    text = invoke("reach", "admin", PLAN).stdout
    worker = text.partition("aws_autoscaling_group.worker (")[2].partition("\naws_")[0]
    assert "only through a bastion or Session Manager: yes" in worker
    assert "SSM-SessionManagerRunShell: the session preferences are not in the input" in worker
    found = json.loads(invoke("reach", "admin", PLAN, "--format", "json").stdout)
    cluster = next(one for one in found if one["resource"] == "aws_eks_cluster.recommend")
    assert cluster["only_through"] == "no"
    result = invoke("reach", "internet", "aws_lb.shop", PLAN, "--port", 443)
    assert "replayed packet by packet: arrived" in result.stdout
    through = invoke("reach", "internet", "aws_ecs_service.web", PLAN, "--protocol", "tcp",
                     "--port", 443, "--format", "json")  # fmt: skip
    assert json.loads(through.stdout)["certificate"].startswith("not traced: aws_lb.shop opens")


def test_a_batch_answers_line_by_line(tmp_path: Path) -> None:
    flows = [
        '{"source": "internet", "destination": "aws_lb.shop", "protocol": "tcp", "port": 443}',
        "not json",
        '{"source": "internet", "destination": "nobody"}',
        "",
        f'{{"source": "internet", "destination": "{DATABASE}", "protocol": "tcp", "port": 5432}}',
    ]
    file = tmp_path / "flows.jsonl"
    file.write_text("\n".join(flows), "utf-8")
    result = invoke("reach", "--batch", file, "--format", "json", PLAN)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 3, "two lines were not answered"
    assert [row.get("one_way") for row in rows] == ["yes", None, None, "no"]
    assert [row.get("line") for row in rows] == [None, 2, 3, None]
    assert "nobody" in rows[2]["error"]
    file.write_text(flows[0], "utf-8")
    assert invoke("reach", "--batch", file, PLAN).exit_code == 0
    piped = invoke("reach", "--batch", "-", PLAN, stdin=flows[0])
    assert json.loads(piped.stdout)["two_way"] == "yes"


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ('[[denied]]\nfrom = "internet"\nto = "aws_db_instance.orders"', [], 0),
        ('[[allowed]]\nfrom = "internet"\nto = "aws_lb.shop"\nprotocol = "tcp"\nport = 443', [], 0),
        ('[[denied]]\nfrom = "internet"\nto = "aws_lb.shop"', [], 1),
        ('[[allowed]]\nfrom = "internet"\nto = "aws_db_instance.orders"', [], 1),
        ('[[denied]]\nfrom = "internet"\nto = "aws_cloudfront_distribution.shop"', [], 0),
        ('[[denied]]\nfrom = "internet"\nto = "aws_cloudfront_distribution.shop"',
         ["--strict"], 1),
        ('[[denied]]\nfrom = "internet"\nto = "nobody"', ["--strict"], 1),
        ('[[denied]]\nsource = "internet"', [], 2),
        ("[[denied", [], 2),
    ],
)  # fmt: skip
def test_assertions(tmp_path: Path, text: str, options: list[str], code: int) -> None:
    file = tmp_path / "connectivity.toml"
    file.write_text(text, "utf-8")
    assert invoke("reach", "hold", file, PLAN, *options).exit_code == code


def test_the_examples_assertions_hold() -> None:
    example = ROOT / "examples" / "storefront"
    result = invoke("reach", "hold", example / "connectivity.toml", example / "terraform")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("holds ") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["internet", "nobody", PLAN], 2),
        (["internet", PLAN], 2),
        (["internet", DATABASE, PLAN, "--protocol", "carrier-pigeon"], 2),
        (["internet", DATABASE, "missing.json"], 3),
        (["onprem:nowhere", DATABASE, PLAN], 2),
    ],
)
def test_exit_codes(arguments: list[object], code: int) -> None:
    assert invoke("reach", *arguments).exit_code == code


def test_what_could_not_be_read_makes_answers_unknown(tmp_path: Path) -> None:
    """A template with a macro may make more than it shows."""
    file = tmp_path / "t.yaml"
    file.write_text(
        "Transform: Mystery\nResources:\n  V: {Type: AWS::EC2::VPC, "
        "Properties: {CidrBlock: 10.0.0.0/16}}\n  S: {Type: AWS::EC2::Subnet, Properties: "
        "{VpcId: !Ref V, CidrBlock: 10.0.1.0/24}}\n  I: {Type: AWS::EC2::Instance, Properties: "
        "{SubnetId: !Ref S}}\n",
        "utf-8",
    )
    found = json.loads(invoke("reach", "internet", "I", file, "--format", "json").stdout)
    assert (found["one_way"], found["two_way"]) == ("unknown", "unknown")
    assert found["unknown"]
