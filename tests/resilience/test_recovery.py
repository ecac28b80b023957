"""Which copies are left, how old they may be, and how something comes back."""

from __future__ import annotations

import pytest

from partywall.estate.resource import Resource
from partywall.resilience.recovery import Recovery
from partywall.resilience.schedule import DAY, HOUR, MINUTE
from resilience.estates import HIDDEN, effect, group, make, network, ref, subnets, survey

HOME, AWAY = "region:eu-west-1", "region:eu-central-1"
A = "az:eu-west-1a"
TAGGED = {"Tags": [{"Key": "Backup", "Value": "daily"}]}


def recovery(resources: list[Resource], *lost: str) -> Recovery:
    return effect(survey([*network(), *resources]), "x", *lost).recovery


def db(**properties: object) -> Resource:
    properties.setdefault("AvailabilityZone", "eu-west-1a")
    return make("AWS::RDS::DBInstance", "x", **properties)


def key(address: str, region: str) -> Resource:
    return make("AWS::KMS::Key", address, region=region)


def test_synchronous_standby_loses_nothing() -> None:
    subnet_group = group("AWS::RDS::DBSubnetGroup", "g")
    database = make("AWS::RDS::DBInstance", "x", MultiAZ=True, DBSubnetGroupName=ref("g"))
    found = recovery([subnet_group, database], A)
    assert found.kind == "failover"
    assert found.bound is not None
    assert (found.bound.seconds, found.bound.field) == (0, "MultiAZ")


def test_a_cache_promises_nothing_when_it_fails_over() -> None:
    cache = make(
        "AWS::ElastiCache::ReplicationGroup",
        "x",
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
        MultiAZEnabled=True,
        CacheSubnetGroupName=ref("g"),
    )
    found = recovery([group("AWS::ElastiCache::SubnetGroup", "g"), cache], A)
    assert found.kind == "failover"
    assert found.bound is not None
    assert found.bound.seconds is None


def test_point_in_time_restore_is_five_minutes() -> None:
    found = recovery([db(BackupRetentionPeriod=7)], A)
    assert found.kind == "restore"
    assert found.bound is not None
    assert (found.bound.seconds, found.bound.field) == (5 * MINUTE, "BackupRetentionPeriod")
    assert found.control_planes == ("rds in eu-west-1",)


def test_backups_are_on_unless_they_are_off() -> None:
    assert recovery([db()], A).kind == "restore"
    assert recovery([db(BackupRetentionPeriod=0)], A).kind == "impossible"
    hidden = recovery([db(BackupRetentionPeriod=HIDDEN)], A)
    assert (hidden.kind, bool(hidden.doubt)) == ("restore", True)


def test_a_backup_in_the_lost_region_is_none() -> None:
    assert recovery([db(BackupRetentionPeriod=7)], HOME).kind == "impossible"


def test_a_backup_under_the_lost_key_is_none() -> None:
    locked = db(KmsKeyId=ref("k", "Arn"))
    assert recovery([locked, key("k", "eu-west-1")], "k").kind == "impossible"
    assert recovery([locked, key("k", "eu-west-1")], A).kind == "restore"


def test_a_copy_under_a_key_of_the_lost_region_is_none() -> None:
    def away(of: str) -> list[Resource]:
        replicated = db(
            AutomaticBackupReplicationRegion="eu-central-1",
            AutomaticBackupReplicationKmsKeyId=ref(of, "Arn"),
        )
        return [replicated, key("near", "eu-west-1"), key("far", "eu-central-1")]

    assert recovery(away("far"), HOME).kind == "restore"
    assert recovery(away("near"), HOME).kind == "impossible"


def test_a_read_replica_is_promoted_and_promises_nothing() -> None:
    replica = make(
        "AWS::RDS::DBInstance",
        "r",
        region="eu-central-1",
        SourceDBInstanceIdentifier=ref("x", "Arn"),
    )
    found = recovery([db(BackupRetentionPeriod=7), replica], HOME)
    assert found.kind == "promotion"
    assert found.bound is not None
    assert found.bound.seconds is None
    both = recovery([db(BackupRetentionPeriod=7), replica], A)
    assert [one.kind for one in both.choices] == ["promotion", "restore"]


def test_a_replica_comes_back_from_its_source() -> None:
    replica = make("AWS::RDS::DBInstance", "x", SourceDBInstanceIdentifier=ref("s", "Arn"))
    source = make("AWS::RDS::DBInstance", "s", region="eu-central-1")
    found = recovery([replica, source], HOME)
    assert found.kind == "restore"
    assert found.bound is not None
    assert found.bound.seconds == 0


def bucket(**destination: object) -> list[Resource]:
    rule = {"Status": "Enabled", "Destination": {"Bucket": ref("copy", "Arn")} | destination}
    return [
        make("AWS::S3::Bucket", "x", ReplicationConfiguration={"Rules": [rule]}),
        make("AWS::S3::Bucket", "copy", region="eu-central-1"),
    ]


def test_replication_time_control_is_fifteen_minutes() -> None:
    found = recovery(bucket(ReplicationTime={"Status": "Enabled"}), HOME)
    assert found.kind == "promotion"
    assert found.bound is not None
    assert found.bound.seconds == 15 * MINUTE


def test_replication_without_it_has_no_limit() -> None:
    found = recovery(bucket(), HOME)
    assert found.bound is not None
    assert found.bound.seconds is None


def test_replicated_objects_under_a_key_of_the_lost_region() -> None:
    encrypted = bucket(EncryptionConfiguration={"ReplicaKmsKeyID": ref("k", "Arn")})
    assert recovery([*encrypted, key("k", "eu-west-1")], HOME).kind == "impossible"
    assert recovery([*encrypted, key("k", "eu-central-1")], HOME).kind == "promotion"


def test_objects_under_a_kms_key_are_replicated_only_if_chosen() -> None:
    source, copy = bucket()
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": ref("k", "Arn")}
    source.properties["BucketEncryption"] = {
        "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default}]
    }
    assert recovery([source, copy, key("k", "eu-west-1")], HOME).kind == "impossible"


def test_a_rule_for_a_part_of_the_objects_is_in_doubt() -> None:
    source, copy = bucket()
    source.properties["ReplicationConfiguration"]["Rules"][0]["Filter"] = {"Prefix": "a/"}  # type: ignore[index]
    found = recovery([source, copy], HOME)
    assert (found.kind, found.doubt) == ("promotion", "its rule covers a part of the objects")


def test_tables() -> None:
    table = make("AWS::DynamoDB::Table", "x")
    assert recovery([table], "x").kind == "impossible"
    table.properties["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": True}
    found = recovery([table], "x")
    assert found.kind == "restore"
    assert found.bound is not None
    assert found.bound.seconds == 5 * MINUTE


def plan(selection: dict[str, object], **rule: object) -> list[Resource]:
    rules = [{"TargetBackupVault": ref("vault"), "ScheduleExpression": "rate(1 day)"} | rule]
    return [
        make("AWS::Backup::BackupVault", "vault", EncryptionKeyArn=ref("vk", "Arn")),
        key("vk", "eu-west-1"),
        make("AWS::Backup::BackupPlan", "plan", BackupPlan={"BackupPlanRule": rules}),
        make(
            "AWS::Backup::BackupSelection",
            "selection",
            BackupPlanId=ref("plan"),
            BackupSelection=selection,
        ),
    ]


NAMED: dict[str, object] = {"Resources": [ref("x", "Arn")]}
BY_TAG: dict[str, object] = {
    "ListOfTags": [
        {"ConditionType": "STRINGEQUALS", "ConditionKey": "Backup", "ConditionValue": "daily"}
    ]
}


def volume(**properties: object) -> Resource:
    return make("AWS::EC2::Volume", "x", AvailabilityZone="eu-west-1a", **properties)


def test_a_backup_is_as_old_as_interval_and_windows() -> None:
    windows = plan(NAMED, StartWindowMinutes=60, CompletionWindowMinutes=180)
    found = recovery([volume(), *windows], A)
    assert found.kind == "restore"
    assert found.bound is not None
    assert found.bound.seconds == DAY + 4 * HOUR
    assert found.bound.field == "BackupPlan.BackupPlanRule.ScheduleExpression"
    default = recovery([volume(), *plan(NAMED)], A)
    assert default.bound is not None
    assert default.bound.seconds == DAY + 8 * HOUR + 7 * DAY


def test_a_backup_is_lost_with_its_vault_or_the_vaults_key() -> None:
    assert recovery([volume(), *plan(NAMED)], A, "vault").kind == "impossible"
    assert recovery([volume(), *plan(NAMED)], A, "vk").kind == "impossible"


def test_a_volume_nobody_backs_up_is_gone() -> None:
    assert recovery([volume()], A).kind == "impossible"
    other = {"Resources": ["arn:aws:ec2:eu-west-1:1:volume/other"]}
    assert recovery([volume(), *plan(other)], A).kind == "impossible"


def test_a_backup_by_tag_depends_on_the_accounts_opt_in() -> None:
    found = recovery([volume(**TAGGED), *plan(BY_TAG)], A)
    assert (found.kind, "opted in" in found.doubt) == ("restore", True)
    assert recovery([volume(), *plan(BY_TAG)], A).kind == "impossible"
    hidden = recovery([volume(Tags=HIDDEN), *plan(BY_TAG)], A)
    assert (hidden.kind, hidden.doubt) == ("restore", "which tags it has")


def test_a_copied_backup_outlives_the_region_with_its_own_key() -> None:
    away = [
        make(
            "AWS::Backup::BackupVault",
            "far",
            region="eu-central-1",
            EncryptionKeyArn=ref("fk", "Arn"),
        ),
        key("fk", "eu-central-1"),
    ]
    copied = plan(NAMED, CopyActions=[{"DestinationBackupVaultArn": ref("far", "Arn")}])
    found = recovery([volume(), *copied, *away], HOME)
    assert found.kind == "restore"
    assert found.bound is not None
    assert found.bound.seconds is None


@pytest.mark.parametrize("schedule", [HIDDEN, "cron(0 5 L * ? *)"])
def test_a_schedule_that_is_not_understood_bounds_nothing(schedule: object) -> None:
    found = recovery([volume(), *plan(NAMED, ScheduleExpression=schedule)], A)
    assert found.bound is not None
    assert found.bound.seconds is None


def test_what_keeps_no_data() -> None:
    instance = make("AWS::EC2::Instance", "x", SubnetId=ref("sub-a"))
    assert recovery([instance], A).kind == "rebuild"
    workers = make(
        "AWS::AutoScaling::AutoScalingGroup", "x", MinSize=3, VPCZoneIdentifier=subnets()
    )
    launched = recovery([workers], A)
    assert launched.kind == "launch"
    assert launched.control_planes == ("autoscaling in eu-west-1", "ec2 in eu-west-1")
    assert recovery([workers], HOME).kind == "rebuild"
    topic = make("AWS::SNS::Topic", "x", KmsMasterKeyId=ref("k", "Arn"))
    assert recovery([topic, key("k", "eu-west-1")], "k").kind == "none needed"


def test_nothing_is_needed_where_nothing_is_lost() -> None:
    assert recovery([make("AWS::S3::Bucket", "x")], A).kind == "none needed"
