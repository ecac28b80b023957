"""The data itself: every family is well formed, and what is committed is what was written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partywall.estate.extensions import EXTENSIONS, MORE
from partywall.estate.schema import has_path
from partywall.line.facts import COMPILED, compile_all, facts, parse_all, service_of, services
from partywall.line.family import LETTERS, families_of
from partywall.line.layer import BY_ID, LAYERS
from partywall.line.moves import what_moves

from .configurations import conditions, types

TODAY = date(2026, 11, 23)
FAMILY_KEYS = {
    "id", "title", "types", "class", "like", "if", "set", "options", "line", "facts",
    "source", "read", "confirmed",
}  # fmt: skip
LINE_KEYS = {"layer", "party", "when", "aws", "customer", "source", "read", "confirmed"}

FAMILIES = [(service, one) for service in services() for one in facts(service)["family"]]


def test_the_compiled_data_is_the_written_data() -> None:
    assert COMPILED.read_bytes() == compile_all(), "run scripts/compile_lines.py"


def test_every_class_has_a_letter_for_every_layer() -> None:
    for kind in facts("classes")["class"].values():
        letters = kind["line"].split()
        assert len(letters) == len(LAYERS)
        assert set(letters) <= set(LETTERS)
        assert kind["source"]


def test_every_layer_has_its_sentences() -> None:
    duties = facts("classes")["duty"]
    assert list(duties) == [layer.id for layer in LAYERS]
    for duty in duties.values():
        assert duty["aws"] and duty["customer"]
        assert duty["shared"]["aws"] and duty["shared"]["customer"]


def test_every_rule_says_both_outcomes() -> None:
    for layer, rule in facts("rules").items():
        assert layer in BY_ID
        assert {rule["on"]["party"], rule["off"]["party"]} <= {"aws", "customer", "shared"}
        for outcome in (rule["on"], rule["off"]):
            if outcome["party"] == "shared":
                assert outcome["aws"] and outcome["customer"]


def test_ids_are_unique() -> None:
    ids = [family["id"] for _, family in FAMILIES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("service", "family"), FAMILIES, ids=lambda one: str(one)[:0] or None)
def test_a_family_is_well_formed(service: str, family: dict[str, Any]) -> None:
    assert set(family) <= FAMILY_KEYS
    assert family["types"] and family["title"]
    assert "class" in family or "like" in family
    assert family.get("source") or "like" in family
    for name in family["types"]:
        assert name == "Custom::*" or service_of(name) == service
    for layer in (*family.get("set", {}), *family.get("options", {})):
        assert layer in BY_ID
    assert set(family.get("set", {}).values()) <= {"aws", "customer", "shared", "none"}
    for line in family.get("line", ()):
        assert set(line) <= LINE_KEYS
        assert line["layer"] in BY_ID
    for cited in (family, *family.get("line", ())):
        if cited.get("confirmed"):
            day = date.fromisoformat(str(cited.get("read") or family["read"]))
            assert date(2026, 1, 1) <= day <= TODAY


def test_a_type_always_finds_a_family() -> None:
    for name in types():
        families = families_of(name, TODAY)
        assert all(family.condition is not None for family in families[:-1]), f"{name} stops early"
        assert families[-1].condition is None, f"a configuration of {name} without a line"
        for family in families:
            assert len(family.rows) == len(LAYERS), name
            for rows in family.rows:
                assert rows[-1].when is None, name
                assert all(row.when is not None for row in rows[:-1]), f"{name} stops early"
                assert all(row.cell.source for row in rows), name


def test_what_moves_lists_every_row() -> None:
    for name in types():
        movement = what_moves(name, TODAY)
        assert {move.cell.layer for move in movement.moves} == set(LAYERS), name
        assert all(move.cell.because for move in movement.moves), name


def test_the_commonest_types_are_classified() -> None:
    known = set(types())
    assert len(known) > 720
    assert {
        "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroupIngress",
        "AWS::IAM::Policy", "AWS::IAM::InstanceProfile", "AWS::S3::BucketPolicy",
        "AWS::Lambda::Permission", "AWS::Lambda::Version", "AWS::SNS::Subscription",
        "AWS::SQS::QueuePolicy", "AWS::Events::Rule", "AWS::ECS::TaskDefinition",
        "AWS::RDS::DBSubnetGroup", "AWS::Backup::BackupPlan", "AWS::KMS::Alias",
        "AWS::SSM::Parameter", "AWS::CloudFormation::Stack", "AWS::CDK::Metadata",
        "AWS::ApiGateway::Method", "AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup",
        "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::EC2::LaunchTemplate",
        "AWS::CloudFormation::CustomResource", "AWS::CertificateManager::Certificate",
    } <= known  # fmt: skip


def test_parsing_reads_every_file() -> None:
    assert set(parse_all()) == {*services(), "classes", "rules"}


NOT_IN_CLOUDFORMATION = {
    "AWS::Bedrock::ProvisionedModelThroughput", "AWS::EC2::Image", "AWS::EC2::Snapshot",
    "AWS::Glacier::Vault", "AWS::StorageGateway::Gateway",
    "AWS::WorkMail::Organization",
}  # fmt: skip
"""Types that other sources know and CloudFormation does not."""


@pytest.mark.slow
@pytest.mark.parametrize("type_name", sorted({*types()} - NOT_IN_CLOUDFORMATION))
def test_conditions_read_only_properties_of_the_schema(type_name: str) -> None:
    """A property that the type does not have could never decide, or would always be in doubt."""
    if type_name.startswith(("Custom::", "AWS::CDK::", "AWS::Outposts::", "AWS::Organizations::")):
        pytest.skip("not a type of CloudFormation's registry")
    if type_name in EXTENSIONS:
        for condition in conditions(type_name):
            assert all(has_path(type_name, path) for path in places(condition))
        return
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name).schema
    for condition in conditions(type_name):
        for path in places(condition):
            ours = path[0] in MORE.get(type_name, {}).get("", {})
            assert ours or has_place(schema, schema, path), (path, condition)


def places(condition: dict[str, Any], below: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """All property paths that a condition names, those in list elements below their list."""
    found: set[tuple[str, ...]] = set()
    for part in [*condition.get("all", ()), *condition.get("any", ())]:
        found |= places(part, below)
    if "not" in condition:
        found |= places(condition["not"], below)
    for word in ("at", "customer_key", "any_item"):
        if condition.get(word, ".") != ".":
            found.add((*below, *condition[word].split(".")))
    if "any_item" in condition:
        found |= places(condition["where"], (*below, *condition["any_item"].split(".")))
    return found


def has_place(schema: dict[str, Any], node: dict[str, Any], path: tuple[str, ...]) -> bool:
    """Whether the schema has a property at `path`; an object without named properties has all."""
    while "$ref" in node or "items" in node:
        name = node.get("$ref", "").split("/")[-1]
        node = schema["definitions"][name] if name else node["items"]
    if not path:
        return True
    known = node.get("properties", {})
    if path[0] in known:
        return has_place(schema, known[path[0]], path[1:])
    others = [one for word in ("oneOf", "anyOf") for one in node.get(word, ())]
    if any(has_place(schema, one, path) for one in others if "$ref" in one or "properties" in one):
        return True
    return not known and node.get("type") == "object"
