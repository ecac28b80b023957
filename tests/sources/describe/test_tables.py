"""The tables, all of them, against botocore's model and CloudFormation's schemas.

A full example of every output is built from botocore's shapes: every field set, one element in
every list. What it becomes must be well formed.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import botocore.session
import pytest

from partywall.estate import schema
from partywall.estate.companions import COMPANIONS
from partywall.estate.resource import Resource
from partywall.kernel.values import below
from partywall.sources import recognise
from partywall.sources.describe import Collection
from partywall.sources.describe.gaps import APART
from partywall.sources.describe.kinds import Kind, by_key, givers, inner, kinds, shape
from partywall.sources.describe.subjects import Subjects
from partywall.sources.describe.values import CONVERTERS, apply

SERVICES = {"ec2": "ec2", "elb": "elb", "elbv2": "elbv2", "iam": "iam", "rds": "rds"}
KINDS = sorted(kinds().values(), key=lambda kind: kind.name)
TYPED = [kind for kind in KINDS if kind.spec.type]
NAMES = [kind.name for kind in KINDS]

UNMAPPED = {
    "DBClusters": ["InternetAccessGatewayEnabled", "VPCNetworkingEnabled"],
    "DBInstances": ["DBCapacityReservationIdentifier"],
    "Instances": [
        "ElasticGpuAssociations",
        "ElasticInferenceAcceleratorAssociations",
        "SecondaryInterfaces",
    ],
    "Vpcs": ["EncryptionControl"],
}
"""Fields that no property stands for yet; they are counted."""

BY_ITEM = {"Entries", "LaunchPermissions"}
"""Properties of which some items tell and others do not."""

WRITTEN = {
    "ImageId": "ami-1",
    "Placement": {"AvailabilityZone": "eu-west-1a", "Tenancy": "default", "Affinity": "default"},
    "PolicyDocument": '{"Version": "2012-10-17", "Statement": []}',
    "ResourceArn": "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
    "RuleArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/a/1/2/3",
    "Affinity": "default",
    "InternetGatewayBlockMode": "block-ingress",
    "InstanceInitiatedShutdownBehavior": "stop",
    "Protocol": "TCP",
    "HealthCheckProtocol": "TCP",
    "RuleNumber": 100,
    "PerformanceInsightsRetentionPeriod": 7,
    "RuleAction": "allow",
    "BgpAsnExtended": "4200000000",
    "BgpAsn": "65000",
    "Priority": "10",
    "IsDefault": False,
    "GroupId": "sg-1",
    "Phase1DHGroupNumbers": [{"Value": 14}],
    "Phase2DHGroupNumbers": [{"Value": 14}],
    "Origin": "CreateRoute",
}
"""Values where the first that the model names, or any, would not do."""

ENTRY = {
    "CidrBlock": "10.0.0.0/8",
    "Egress": False,
    "IcmpTypeCode": {"Code": 0, "Type": 8},
    "Ipv6CidrBlock": "::/0",
    "PortRange": {"From": 1, "To": 2},
    "Protocol": "6",
    "RuleAction": "allow",
    "RuleNumber": 100,
}
OWN: dict[str, dict[str, Any]] = {
    "NetworkAcls": {"Entries": [ENTRY]},
    "TransitGatewayConnects": {"Options": {"Protocol": "gre"}},
}
"""Values that would not do for other outputs."""

REPORT = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
)
"""The columns of a credential report, which botocore's model does not have.

Source: IAM User Guide, "Generate credential reports for your AWS account", read 2026-11-23.
"""

STATES = {"State": "available", "Status": "available", "Code": "active"}


def fields_of(kind: Kind) -> set[str]:
    """The names of an item's fields: a structure's, a map's, or the columns of a report."""
    if kind.name == "CredentialReport":
        return {*REPORT.split(","), "SeenUntil"}
    node = shape_of(kind)
    return set(node.key.enum if node.type_name == "map" else node.members)


@cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def shape_of(kind: Kind) -> Any:
    return model(SERVICES[kind.spec.operation.split()[0]]).shape_for(kind.spec.shape)


def example(node: Any, name: str = "", depth: int = 0) -> Any:
    """A value of a shape, with everything in it."""
    if node.type_name == "map" and getattr(node.key, "enum", None):
        return dict.fromkeys(node.key.enum, 1)
    if name in WRITTEN and not (name == "Priority" and depth == 0):
        return WRITTEN[name]
    if node.type_name == "structure":
        members = {key: example(one, key, depth + 1) for key, one in node.members.items()}
        return members if depth < 9 else {}
    if node.type_name == "map":
        return {"key-1": example(node.value, name, depth + 1)}
    if node.type_name == "list":
        return [example(node.member, name, depth + 1)] if depth < 9 else []
    if name in STATES and node.type_name == "string":
        there = (STATES[name], "Available", "associated", "attached", "active", "enabled")
        fitting = [one for one in there if not node.enum or one in node.enum]
        return fitting[0] if fitting else node.enum[0]
    if node.type_name == "string":
        return node.enum[0] if getattr(node, "enum", None) else f"{name or 'text'}-1"
    return {"boolean": True, "timestamp": "2026-11-23T00:00:00+00:00", "float": 1.5,
            "double": 1.5}.get(node.type_name, 1)  # fmt: skip


def output(kind: Kind) -> dict[str, Any]:
    if kind.name == "CredentialReport":
        row = ",".join(["<root_account>", *(f"{name}-1" for name in REPORT.split(",")[1:])])
        return {kind.key: base64.b64encode(f"{REPORT}\n{row}\n".encode()).decode()}
    item = {**example(shape_of(kind)), **OWN.get(kind.name, {})}
    content = item if kind.key in SINGLE else [item]
    beside = {kind.spec.subject: "subject-1"} if kind.spec.subject and not kind.spec.type else {}
    return {kind.key: content, **beside}


SINGLE = {"LoadBalancerAttributes", "SummaryMap", "VpcBlockPublicAccessOptions"}
"""Keys under which stands one object, not a list."""


def problems(resource: Resource) -> list[str]:
    """What the schema says against a resource, but for texts that the example made up."""
    return [
        str(one)
        for one in schema.validate(resource.type, resource.properties)
        if not ("not one of" in one.what and str(below(resource.properties, one.path))[-2:] == "-1")
    ]


# -- against botocore


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_field_that_a_table_names_is_one_of_the_api(kind: Kind) -> None:
    spec = kind.spec
    ids = [spec.id] if isinstance(spec.id, str) else spec.id
    paths = [*ids, *spec.names, spec.account, spec.region, spec.zone, *spec.gone, *spec.fields]
    paths += [*spec.same, *spec.ignore, *spec.shaped, spec.each, *spec.has]
    paths += [f"{name}.{one}" for name, ones in spec.ignore_below.items() for one in ones]
    paths += [spec.arn, spec.parent if "." not in spec.parent else ""]
    for path in filter(None, paths):
        first, *steps = path.replace("[]", "").split(".")
        assert first in fields_of(kind), path
        node = shape_of(kind).members[first] if steps else None
        for step in steps:
            node = node.member if node.type_name == "list" else node
            assert step in node.members, path
            node = node.members[step]


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_command_prints_the_key(kind: Kind) -> None:
    if kind.spec.inside:
        return
    service, command = kind.spec.operation.split()
    names = {"".join(part[:1].upper() + part[1:] for part in command.split("-")): command}
    operations = {name.lower(): name for name in model(service).operation_names}
    name = operations[next(iter(names)).lower()]
    assert kind.key in model(service).operation_model(name).output_shape.members


@pytest.mark.parametrize("kind", TYPED, ids=[kind.name for kind in TYPED])
def test_no_field_of_the_api_goes_unnoticed(kind: Kind) -> None:
    told = apply(kind, example(shape_of(kind)))
    assert sorted(told.missed) == UNMAPPED.get(kind.name, [])


# -- against CloudFormation


@pytest.mark.parametrize("kind", TYPED, ids=[kind.name for kind in TYPED])
def test_every_property_that_a_table_names_is_one_of_the_type(kind: Kind) -> None:
    assert kind.covers <= schema.properties_of(kind.spec.type)
    assert not set(kind.spec.absent) & set(kind.spec.sets)
    assert all(rule.convert in ("", *CONVERTERS) for rows in kind.rules.values() for rule in rows)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_what_an_output_becomes_is_well_formed(kind: Kind) -> None:
    if kind.spec.inside:
        return
    files = Collection()
    files.add(json.dumps(output(kind)).encode(), "one.json", "one.json")
    reading = files.reading()
    assert [one for one in reading.diagnostics if one.level == "error"] == []
    for resource in reading.resources:
        assert problems(resource) == [], resource.type
    within = inner(kind.name) or kind
    if within.spec.type:
        made = {resource.type for resource in reading.resources}
        assert within.spec.type in made
        own = next(one for one in reading.resources if one.type == within.spec.type)
        assert own.covers is not None and set(own.properties) <= own.covers | BY_ITEM


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_what_a_table_points_at_is_there(kind: Kind) -> None:
    for name in (kind.spec.make, kind.spec.gather, kind.spec.parent):
        if "." in name:
            assert callable(shape(name))
    assert all(schema.is_type(name) for name in kind.spec.gives)
    assert not kind.spec.of or schema.is_type(kind.spec.of)
    if kind.spec.collects:
        assert kind.spec.collects in schema.properties_of(kind.spec.of)


def test_files_are_recognised_by_the_keys_of_the_tables() -> None:
    report = {kinds()["CredentialReport"].key}
    assert set(by_key()) == set(recognise.DESCRIBES) | recognise.COMMON | report
    for key, field in recognise.DESCRIBES.items():
        name = field.decode().strip('"')
        assert all(name in fields_of(kind) for kind in by_key()[key]), key
    subjects = {kind.spec.subject for kind in KINDS} - {""}
    assert subjects <= recognise.BESIDE
    assert {kind.spec.more for kind in KINDS} - {""} <= recognise.BESIDE


def test_what_is_told_in_parts_has_a_table_for_each() -> None:
    assert all(part in kinds() for parts in APART.values() for part in parts)
    assert set(APART) <= set(COMPANIONS)
    assert not set(APART) & set(givers())


def test_subjects_of_a_kind_are_looked_up_once() -> None:
    from partywall.sources.describe.sightings import Sightings

    subjects = Subjects(Sightings())
    assert subjects._index(kinds()["TargetHealthDescriptions"]) is subjects._index(
        kinds()["TargetGroupAttributes"]
    )


def test_every_field_of_the_root_user_is_known() -> None:
    """What its shapes leave out is missed by name, so nothing may be left out."""
    for name in ("SummaryMap", "CredentialReport"):
        assert kinds()[name].known - {""} == fields_of(kinds()[name])
