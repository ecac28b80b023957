"""No finding is ever raised on an object that AWS owns, however badly it is configured."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest

from controls.examples import TODAY
from laws.strategies import Author
from partywall.assess.check import Check, Options
from partywall.assess.report import Finding
from partywall.controls.registry import controls_for
from partywall.estate.resource import Origin, Resource
from partywall.kernel.unknown import Unknown
from partywall.sources.reading import Reading

EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
ADMIN = {"Statement": [EVERYTHING]}
ROLE = {
    "AssumeRolePolicyDocument": ADMIN,
    "Policies": [{"PolicyName": "all", "PolicyDocument": ADMIN}],
}
PLAIN = {"Parameters": {"require_ssl": "false", "rds.force_ssl": "0", "tls": "disabled"}}

OWNED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("AWS::IAM::Role", ROLE | {"Path": "/aws-service-role/ecs.amazonaws.com/"}, ()),
    ("AWS::IAM::Role", ROLE | {"Path": Unknown("a join", prefix="/aws-service-role/")}, ()),
    (
        "AWS::IAM::Role",
        ROLE,
        ("arn:aws:iam::111122223333:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS",),
    ),
    ("AWS::IAM::Role", ROLE | {"Path": "/aws-reserved/sso.amazonaws.com/eu-west-1/"}, ()),
    ("AWS::IAM::ServiceLinkedRole", {"AWSServiceName": "ecs.amazonaws.com"}, ()),
    (
        "AWS::IAM::ManagedPolicy",
        {"PolicyDocument": ADMIN},
        ("arn:aws:iam::aws:policy/AdministratorAccess",),
    ),
    (
        "AWS::IAM::ManagedPolicy",
        {"PolicyDocument": ADMIN},
        ("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaRole",),
    ),
    ("AWS::KMS::Alias", {"AliasName": "alias/aws/s3"}, ()),
    ("AWS::RDS::DBParameterGroup", PLAIN | {"DBParameterGroupName": "default.postgres16"}, ()),
    ("AWS::RDS::DBParameterGroup", PLAIN | {"Family": "postgres16"}, ("default.postgres16",)),
    (
        "AWS::RDS::DBClusterParameterGroup",
        PLAIN | {"DBClusterParameterGroupName": "default.aurora-mysql8.0"},
        (),
    ),
    ("AWS::RDS::OptionGroup", {"OptionGroupName": "default:mysql-8-0"}, ()),
    (
        "AWS::DocDB::DBClusterParameterGroup",
        PLAIN | {"Name": "default.docdb5.0", "Family": "docdb5.0"},
        (),
    ),
    ("AWS::Neptune::DBParameterGroup", {"Name": "default.neptune1.3"}, ()),
    ("AWS::Neptune::DBClusterParameterGroup", {"Name": "default.neptune1.3"}, ()),
    ("AWS::ElastiCache::ParameterGroup", {"CacheParameterGroupName": "default.redis7"}, ()),
    ("AWS::MemoryDB::ParameterGroup", {"ParameterGroupName": "default.memorydb-redis7"}, ()),
    ("AWS::DAX::ParameterGroup", {"ParameterGroupName": "default.dax1.0"}, ()),
    (
        "AWS::Redshift::ClusterParameterGroup",
        {
            "ParameterGroupName": "default.redshift-1.0",
            "ParameterGroupFamily": "redshift-1.0",
            "Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "false"}],
        },
        (),
    ),
]
CUSTOMERS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("AWS::IAM::Role", ROLE, ()),
    ("AWS::IAM::Role", ROLE | {"RoleName": "AWSServiceRoleForNobody"}, ()),  # anybody may say so
    (
        "AWS::IAM::ManagedPolicy",
        {"PolicyDocument": ADMIN},
        ("arn:aws:iam::111122223333:policy/AdministratorAccess",),
    ),
    (
        "AWS::RDS::DBParameterGroup",
        {"DBParameterGroupName": "ours", "Family": "postgres14", "Parameters": {}},
        (),
    ),
    (
        "AWS::DocDB::DBClusterParameterGroup",
        {"Name": "ours", "Family": "docdb5.0", "Parameters": {"tls": "disabled"}},
        (),
    ),
    (
        "AWS::Redshift::ClusterParameterGroup",
        {
            "ParameterGroupName": "ours",
            "ParameterGroupFamily": "redshift-1.0",
            "Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "false"}],
        },
        (),
    ),
]


def findings(
    type_name: str,
    properties: dict[str, Any],
    names: tuple[str, ...],
    origin: Origin = "live",
) -> list[Finding]:
    resource = Resource(
        type=type_name, address="It", properties=properties, names=names, origin=origin
    )
    reading = Reading(file="account", kind="live", resources=[resource])
    return Check(Options(as_of=TODAY)).run([reading]).findings


@pytest.mark.parametrize(("type_name", "properties", "names"), OWNED)
def test_nothing_is_found_on_what_aws_owns(
    type_name: str, properties: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert findings(type_name, properties, names) == []


@pytest.mark.parametrize(("type_name", "properties", "names"), CUSTOMERS)
def test_the_like_of_a_customer_is_refuted(
    type_name: str, properties: dict[str, Any], names: tuple[str, ...]
) -> None:
    outcomes = {one.verdict for one in findings(type_name, properties, names)}
    assert "refuted" in outcomes


@pytest.mark.parametrize(("type_name", "properties", "names"), OWNED)
def test_nothing_is_found_whatever_else_is_configured(
    type_name: str, properties: dict[str, Any], names: tuple[str, ...]
) -> None:
    mark = {
        key: value
        for key, value in properties.items()
        if key == "Path" or (isinstance(value, str) and value.startswith(("default", "alias")))
    }
    for control in controls_for(type_name):
        below = Random(control.id).randrange
        drawn: Iterator[Any] = (Author(control, below).case()["Example"] for _ in range(1000))
        fitting = list(islice((one.properties for one in drawn if one.type == type_name), 10))
        assert fitting
        assert not any(findings(type_name, one | mark, names) for one in fitting)
        assert names or any(findings(type_name, _unmarked(one, mark), names) for one in fitting)


def _unmarked(properties: dict[str, Any], mark: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key not in mark}
