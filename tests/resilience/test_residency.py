"""Where data are, and which copies leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.errors import ConfigError
from partywall.resilience.model import Model
from partywall.resilience.residency import (
    DataClass,
    Place,
    Prevention,
    Rules,
    anywhere_in,
    load,
    residency,
)
from resilience.estates import HIDDEN, make, ref

HERE = anywhere_in(["eu-west-1"])
AWAY = "eu-central-1"


class Nothing:
    """No service control policies at all."""

    def prevention(self, regions: tuple[str, ...]) -> Prevention:
        return Prevention(regions, "unknown", "there is none")


def places(*resources: Resource, rules: Rules = HERE) -> list[Place]:
    return list(residency(Model(Estate(list(resources))), "f", rules, Nothing()).places)


def verdicts(*resources: Resource, rules: Rules = HERE) -> list[tuple[str, str]]:
    return [(one.where, one.verdict) for one in places(*resources, rules=rules)]


def test_data_stay_in_their_region() -> None:
    assert verdicts(make("AWS::S3::Bucket", "b")) == [("eu-west-1", "stays")]
    assert verdicts(make("AWS::S3::Bucket", "b", region=AWAY)) == [(AWAY, "leaves")]
    assert verdicts(make("AWS::S3::Bucket", "b", region=None)) == [("", "undecided")]
    assert verdicts(make("AWS::IAM::Role", "r")) == []


COPIES = [
    (
        make(
            "AWS::S3::Bucket",
            "x",
            ReplicationConfiguration={"Rules": [{"Destination": {"Bucket": ref("far", "Arn")}}]},
        ),
        [make("AWS::S3::Bucket", "far", region=AWAY)],
    ),
    (
        make(
            "AWS::DynamoDB::GlobalTable", "x", Replicas=[{"Region": "eu-west-1"}, {"Region": AWAY}]
        ),
        [],
    ),
    (make("AWS::RDS::DBInstance", "x", AutomaticBackupReplicationRegion=AWAY), []),
    (make("AWS::Redshift::Cluster", "x", DestinationRegion=AWAY), []),
    (
        make(
            "AWS::EFS::FileSystem",
            "x",
            ReplicationConfiguration={"Destinations": [{"Region": AWAY}]},
        ),
        [],
    ),
    (make("AWS::DynamoDB::Table", "x", Replicas=[{"Region": AWAY}]), []),
    (
        make(
            "AWS::ECR::ReplicationConfiguration",
            "x",
            ReplicationConfiguration={"Rules": [{"Destinations": [{"Region": AWAY}]}]},
        ),
        [],
    ),
    (
        make(
            "AWS::DLM::LifecyclePolicy",
            "x",
            PolicyDetails={"Schedules": [{"CrossRegionCopyRules": [{"TargetRegion": AWAY}]}]},
        ),
        [],
    ),
    (
        make(
            "AWS::ElastiCache::GlobalReplicationGroup",
            "x",
            Members=[{"ReplicationGroupRegion": AWAY}],
        ),
        [],
    ),
    (make("AWS::SecretsManager::Secret", "x", ReplicaRegions=[{"Region": AWAY}]), []),
    (
        make(
            "AWS::Backup::BackupPlan",
            "x",
            BackupPlan={
                "BackupPlanRule": [
                    {
                        "CopyActions": [
                            {
                                "DestinationBackupVaultArn": (
                                    "arn:aws:backup:eu-central-1:111122223333:backup-vault:v"
                                )
                            }
                        ]
                    }
                ]
            },
        ),
        [],
    ),
    (
        make("AWS::KMS::Key", "x", MultiRegion=True),
        [make("AWS::KMS::ReplicaKey", "far", region=AWAY, PrimaryKeyArn=ref("x", "Arn"))],
    ),
]


@pytest.mark.parametrize("source, others", COPIES, ids=lambda one: getattr(one, "type", ""))
def test_copies_that_leave(source: Resource, others: list[Resource]) -> None:
    found = [one for one in places(source, *others) if one.address == "x"]
    assert (AWAY, "leaves") in [(one.where, one.verdict) for one in found]
    allowed = anywhere_in(["eu-west-1", AWAY])
    kept = [one for one in places(source, *others, rules=allowed) if one.address == "x"]
    assert {one.verdict for one in kept} == {"stays"}


def test_what_is_not_read_and_sounds_like_a_copy_is_undecided() -> None:
    (found,) = places(make("aws_dynamodb_table_replica", "r"))
    assert (found.where, found.verdict) == ("", "undecided")
    assert places(make("aws_route53_delegation_set", "r")) == []
    table = make("AWS::Timestream::Table", "t")
    table.unmapped = {"replica": [{"region": AWAY}], "tags_all": {}}
    assert [(one.by, one.verdict) for one in places(table)] == [
        ("its Region", "stays"),
        ("replica", "undecided"),
    ]


HIDING = [
    ("AWS::RDS::DBInstance", {"AutomaticBackupReplicationRegion": HIDDEN}),
    ("AWS::DynamoDB::GlobalTable", {"Replicas": HIDDEN}),
    ("AWS::S3::Bucket", {"ReplicationConfiguration": HIDDEN}),
    ("AWS::SecretsManager::Secret", {"ReplicaRegions": HIDDEN}),
    ("AWS::KMS::Key", {"MultiRegion": HIDDEN}),
]


@pytest.mark.parametrize("kind, properties", HIDING)
def test_what_is_hidden_is_undecided(kind: str, properties: dict[str, object]) -> None:
    found = verdicts(make(kind, "x", **properties))
    assert ("", "undecided") in found
    assert all(verdict != "leaves" for _, verdict in found)


def test_the_edge_is_undecided() -> None:
    assert verdicts(make("AWS::CloudFront::Distribution", "x")) == [("the edge", "undecided")]


CLASSES = Rules(
    data_class=(
        DataClass("personal", ("eu-west-1",)),
        DataClass("public", ("eu-west-1", "us-east-1"), resources=("assets*",)),
        DataClass("chinese", ("cn-north-1",), ("aws-cn",)),
        DataClass("mistaken", ("cn-north-1",)),
    )
)


def tagged(value: object, **more: str) -> Resource:
    region = more.get("region", "eu-west-1")
    return make("AWS::S3::Bucket", "b", region=region, Tags=[{"Key": "DataClass", "Value": value}])


def test_classes_by_tag_and_by_address() -> None:
    assert verdicts(tagged("personal"), rules=CLASSES) == [("eu-west-1", "stays")]
    assert verdicts(tagged("personal", region="us-east-1"), rules=CLASSES) == [
        ("us-east-1", "leaves")
    ]
    public = make("AWS::S3::Bucket", "assets-1", region="us-east-1")
    assert verdicts(public, rules=CLASSES) == [("us-east-1", "stays")]


def test_partitions() -> None:
    assert verdicts(tagged("chinese", region="cn-north-1"), rules=CLASSES)[0][1] == "stays"
    assert verdicts(tagged("mistaken", region="cn-north-1"), rules=CLASSES)[0][1] == "leaves"


@pytest.mark.parametrize("value", ["no-such-class", HIDDEN])
def test_a_class_that_is_not_known_decides_nothing(value: object) -> None:
    assert verdicts(tagged(value), rules=CLASSES)[0][1] == "undecided"
    assert verdicts(make("AWS::S3::Bucket", "b"), rules=CLASSES)[0][1] == "undecided"


def test_each_set_of_regions_is_asked_about_once() -> None:
    rules = Rules(
        data_class=(*CLASSES.data_class, DataClass("none"), DataClass("b", ("eu-west-1",)))
    )
    told = residency(Model(Estate([])), "f", rules, Nothing())
    assert [one.regions for one in told.preventions] == [
        ("eu-west-1",), ("eu-west-1", "us-east-1"), ("cn-north-1",)
    ]  # fmt: skip


def test_rules_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "residency.toml"
    file.write_text('tag = "Data"\ndefault = "a"\n[[class]]\nname = "a"\nregions = ["eu-west-1"]\n')
    rules = load(file)
    assert (rules.tag, rules.data_class[0].regions) == ("Data", ("eu-west-1",))


@pytest.mark.parametrize(
    "text, what",
    [
        ("[[class", "no TOML"),
        ("[[class]]\nname = 3", "Expected `str`"),
        ('default = "b"', "no such class"),
        ("colour = 1", "unknown field"),
    ],
)
def test_wrong_rules(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "residency.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=what):
        load(file)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
