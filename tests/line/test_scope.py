"""Types are of a service that there is, and global services are of no Region."""

from __future__ import annotations

import tomllib

import pytest

from partywall.kernel.unknown import Unknown
from partywall.line import scope
from partywall.line.facts import facts, service_of, services
from partywall.line.family import classified_types

WRITTEN = tomllib.loads(scope.WRITTEN.read_text("utf-8"))


def test_the_compiled_scope_is_the_written_one() -> None:
    assert scope.COMPILED.read_bytes() == scope.compile_scope(), "run scripts/compile_lines.py"


def test_it_draws_no_line() -> None:
    assert facts("scope") == {}
    assert "scope" not in services()


def test_every_classified_type_is_of_a_service_that_there_is() -> None:
    of = {type_name: scope.service_id(type_name) for type_name in classified_types()}
    assert {type_name: id for type_name, id in of.items() if id not in scope.services()} == {}


@pytest.mark.parametrize(
    ("type_name", "service"),
    [
        ("AWS::S3::Bucket", "s3"),
        ("AWS::EFS::FileSystem", "elasticfilesystem"),
        ("AWS::ElasticLoadBalancingV2::Listener", "elasticloadbalancing"),
        ("AWS::Cognito::UserPool", "cognito-idp"),
        ("AWS::Cognito::IdentityPool", "cognito-identity"),
        ("AWS::DocDB::DBCluster", "docdb"),  # not covered by what covers rds
        ("Partywall::S3::AccountPublicAccessBlock", "s3"),
        ("Custom::Anything", "cloudformation"),
        ("AWS::NotYet::Known", "notyet"),
    ],
)
def test_the_service_of_a_type(type_name: str, service: str) -> None:
    assert scope.service_id(type_name) == service


def test_exceptions_are_needed_and_of_something() -> None:
    known = {service_of(one) for one in classified_types()}
    assert set(WRITTEN["services"]) <= known | {"custom"}
    assert all(name != id for name, id in WRITTEN["services"].items())
    assert set(WRITTEN["types"]) <= set(classified_types())
    for type_name, id in WRITTEN["types"].items():
        name = service_of(type_name)
        assert WRITTEN["services"].get(name, name) != id


@pytest.mark.parametrize(
    ("service", "region", "looked_for"),
    [
        ("rds", "eu-west-1", "eu-west-1"),
        ("rds", None, None),
        ("iam", "eu-west-1", "aws-global"),
        ("iam", None, "aws-global"),
        ("iam", "us-gov-west-1", "aws-us-gov-global"),
        ("cloudfront", Unknown("a variable"), "aws-global"),
        ("iam", Unknown("a variable", prefix="cn-"), "aws-cn-global"),
    ],
)
def test_where_to_look(service: str, region: str | None, looked_for: str | None) -> None:
    assert scope.region_of(service, region) == looked_for
    assert scope.is_global(service) == (service in ("iam", "cloudfront"))


def test_global_services_and_regions_are_known() -> None:
    assert set(WRITTEN["global"]["services"]) <= scope.services()
    assert {"eu-west-1", "us-gov-west-1", "cn-north-1"} <= scope.regions()
