"""Lines of single resources: unknown values, unclassified types, dates, whose a key is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.line import layer as layers
from partywall.line.lines import Lines, line_of
from partywall.line.model import Line
from partywall.line.moves import what_moves

TODAY = date(2026, 11, 23)
LATER = Unknown("known after apply")
FOREIGN = "arn:aws:kms:eu-west-1:999999999999:key/22222222-2222-2222-2222-222222222222"


def draw(type_name: str, properties: dict[str, Any], as_of: date = TODAY) -> Line:
    return line_of(type_name, properties, as_of=as_of)


def test_an_unknown_retention_leaves_both_duties() -> None:
    cell = draw("AWS::RDS::DBInstance", {"BackupRetentionPeriod": LATER}).cell(layers.BACKUP)
    assert cell.party == "shared"
    assert cell.unresolved == "BackupRetentionPeriod"
    assert "none are taken now" in cell.customer and "show that it restores" in cell.customer


def test_an_unknown_whose_values_agree_settles_the_cell() -> None:
    days = Unknown("a parameter", among=(7, 35), present=True)
    cell = draw("AWS::RDS::DBInstance", {"BackupRetentionPeriod": days}).cell(layers.BACKUP)
    assert (cell.party, cell.unresolved) == ("shared", "")


def test_an_unknown_engine_unites_the_families() -> None:
    line = draw("AWS::RDS::DBInstance", {"Engine": LATER})
    assert {"rds-custom-oracle", "rds-instance"} <= set(line.family.split(" or "))
    guest = line.cell(layers.GUEST_OS)
    assert (guest.party, guest.unresolved) == ("shared", "Engine")
    assert draw("AWS::RDS::DBInstance", {"Engine": "mysql"}).family == "rds-instance"


def test_a_known_beginning_decides_the_engine() -> None:
    engine = Unknown("a join", prefix="aurora-")
    assert draw("AWS::RDS::DBInstance", {"Engine": engine}).family == "aurora-instance"


@pytest.mark.parametrize(
    ("key", "known", "party", "unresolved"),
    [
        (None, None, "aws", ""),
        ("alias/aws/rds", None, "aws", ""),
        ("arn:aws:kms:eu-west-1:111122223333:alias/aws/rds", None, "aws", ""),
        (Unknown("a join", prefix="alias/aws/"), None, "aws", ""),
        (FOREIGN, None, "shared", "KmsKeyId"),
        (FOREIGN, True, "customer", ""),
        (FOREIGN, False, "aws", ""),
        (LATER, None, "shared", "KmsKeyId"),
        (Unknown("a reference", refs=("aws_kms_key.db",), attribute="Arn"), True, "customer", ""),
    ],
)
def test_whose_a_key_is(key: object, known: bool | None, party: str, unresolved: str) -> None:
    line = line_of("AWS::RDS::DBInstance", {"KmsKeyId": key}, as_of=TODAY, owner=lambda _: known)
    cell = line.cell(layers.KEYS)
    assert (cell.party, cell.unresolved) == (party, unresolved)


def test_references_to_different_keys_share_one_line() -> None:
    lines = Lines(TODAY, lambda _: True)
    references = [Unknown("a reference", refs=(f"aws_kms_key.k{n}",)) for n in range(3)]
    drawn = [lines.of("AWS::SQS::Queue", {"KmsMasterKeyId": one}) for one in references]
    assert drawn[0] is drawn[1] is drawn[2]


def test_equal_configurations_share_one_line() -> None:
    lines = Lines(TODAY)
    first = lines.of("AWS::S3::Bucket", {"BucketName": "a"})
    assert lines.of("AWS::S3::Bucket", {"BucketName": "b"}) is first
    assert lines.of("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "Enabled"}}) != first


def test_a_property_the_source_cannot_speak_of_is_unknown() -> None:
    lines = Lines(TODAY)
    blind = frozenset({"BucketName"})
    unsure = lines.of("AWS::S3::Bucket", {"BucketName": "a"}, covers=blind)
    assert unsure.cell(layers.BACKUP).unresolved
    sure = lines.of("AWS::S3::Bucket", {"BucketName": "a"}, covers=None)
    assert not sure.cell(layers.BACKUP).unresolved


def test_a_volume_that_does_not_ask_is_left_to_the_account() -> None:
    assert draw("AWS::EC2::Volume", {}).cell(layers.ENCRYPTION_AT_REST).unresolved == "Encrypted"


def test_a_service_without_launch_type_is_left_to_its_cluster() -> None:
    guest = draw("AWS::ECS::Service", {}).cell(layers.GUEST_OS)
    assert (guest.party, guest.unresolved) == ("shared", "LaunchType")
    spot = {"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE_SPOT"}]}
    assert draw("AWS::ECS::Service", spot).family == "ecs-fargate"


@pytest.mark.parametrize(
    ("type_name", "below"), [("AWS::New::Thing", "aws"), ("Vendor::New::Thing", "customer")]
)
def test_an_unclassified_type_says_so(type_name: str, below: str) -> None:
    line = draw(type_name, {"Anything": 1})
    assert not line.is_classified
    assert line.cell(layers.HARDWARE).party == below
    identity = line.cell(layers.IDENTITY)
    assert identity.unresolved == type_name
    assert "Nobody has drawn this line" in identity.customer
    assert what_moves(type_name, TODAY).moves == ()


def test_every_custom_resource_has_a_line() -> None:
    assert draw("Custom::S3AutoDeleteObjects", {}).family == "custom-resource"
    assert draw("Custom::Snow", {}).family == "snow-device"


@pytest.mark.parametrize(
    ("as_of", "party"), [(date(2024, 10, 13), "aws"), (date(2024, 10, 14), "customer")]
)
def test_the_end_of_support_moves_the_runtime(as_of: date, party: str) -> None:
    line = draw("AWS::Lambda::Function", {"Runtime": "python3.8"}, as_of)
    assert line.cell(layers.RUNTIME).party == party


@pytest.mark.parametrize(
    ("as_of", "party"), [(date(2026, 12, 1), "aws"), (date(2026, 12, 2), "shared")]
)
def test_the_end_of_standard_support_moves_the_control_plane(as_of: date, party: str) -> None:
    platform = draw("AWS::EKS::Cluster", {"Version": "1.34"}, as_of).cell(layers.PLATFORM)
    assert platform.party == party
    assert platform.customer


def test_aws_may_leave_the_customer_a_deadline() -> None:
    guest = draw("AWS::RDS::DBInstance", {"Engine": "mysql"}).cell(layers.GUEST_OS)
    assert guest.party == "aws" and "optional system updates" in guest.customer


def test_a_row_says_where_it_was_read() -> None:
    backup = draw("AWS::RDS::DBInstance", {"BackupRetentionPeriod": 0}).cell(layers.BACKUP)
    assert backup.confirmed and backup.read == "2026-11-23"
    assert backup.source.endswith("USER_WorkingWithAutomatedBackups.BackupRetention.html")
    assert "BackupRetentionPeriod" in backup.because


def test_a_source_of_its_own_takes_no_confirmation_from_the_family() -> None:
    identity = draw("AWS::S3::Bucket", {}).cell(layers.IDENTITY)
    assert identity.source.endswith("security.html")
    assert not identity.confirmed and not identity.read


def test_what_cannot_be_seen_is_told() -> None:
    movement = what_moves("AWS::RDS::DBInstance", TODAY)
    assert any("Pending maintenance" in fact for fact in movement.facts)
    assert {"Engine", "KmsKeyId", "BackupTarget"} <= set(movement.reads)
    whens = [move.when for move in movement.moves if move.cell.layer is layers.BACKUP]
    assert any("BackupRetentionPeriod is 1 or more" in when for when in whens)
    conditions = {move.family: move.family_when for move in movement.moves}
    assert conditions["rds-custom-oracle"] == "Engine begins with custom-oracle"
    assert conditions["rds-instance"] == ""
