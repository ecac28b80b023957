"""Laws: what hides never decides, a further zone never makes it worse, a further loss never heals.

The estates are the zoo of `test_types` and the example web shop.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.assess.estates import estate_of
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path as Steps
from partywall.resilience.declared import NOTHING, Declared
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.survey import Survey, single_faults
from partywall.sources.inputs import InputOptions, Inputs
from resilience.estates import HIDDEN, declared, group, make, network, ref, subnet, subnets
from resilience.test_recovery import BY_TAG, NAMED, TAGGED, bucket, db, plan, volume
from resilience.test_types import CASES

STOREFRONT = Path(__file__).parents[2] / "examples" / "storefront"

COMPLETE = declared({"resource": "x", "complete": True})
ZONES = ["az:eu-west-1a", "az:eu-west-1b", "az:eu-west-1c"]
RANK = {"survives": 0, "undecided": 1, "stops": 2}


def paths(value: object, here: Steps = ()) -> Iterator[Steps]:
    """Every place in a value that can be hidden."""
    if here:
        yield here
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*here, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from paths(item, (*here, n))


def without(value: object, path: Steps) -> object:
    """The value with what stands at the path hidden."""
    if not path:
        return HIDDEN
    if isinstance(value, dict):
        return value | {path[0]: without(value[path[0]], path[1:])}
    assert isinstance(value, list)
    return [without(one, path[1:]) if n == path[0] else one for n, one in enumerate(value)]


def flips(estate: Estate, faults: list[Fault], before: Survey, declared: Declared) -> list[str]:
    """What an estate with something hidden decides otherwise than before."""
    model = Model(estate, declared, before.model.places.zones + before.model.places.regions)
    known = [one for one in faults if all(thing in model.graph for thing in one.lost)]
    after = Survey(model, known)
    found = []
    for fault in known:
        for address in before.model.by_address:
            was, now = (one.outcomes.of(address, fault.name) for one in (before, after))
            if now not in (was, "undecided"):
                found.append(f"{address} {was} → {now} without {fault.name}")
    return found


def hidden_in_turn(resources: list[Resource], only: slice) -> Iterator[tuple[str, Estate]]:
    """The estate with one place after the other hidden."""
    spots = [(one, path) for one in resources for path in paths(one.properties)]
    for one, path in spots[only]:
        kept = one.properties
        one.properties = without(kept, path)  # type: ignore[assignment]
        try:
            yield f"{one.address} {path}", Estate(resources)
        finally:
            one.properties = kept


@pytest.mark.parametrize("name", CASES)
def test_what_hides_never_decides(name: str) -> None:
    key = make("AWS::KMS::Key", "spare-key")
    resources = [*network(), *CASES[name][0], key]
    model = Model(Estate(resources), COMPLETE, ZONES)
    faults = single_faults(model)
    before = Survey(model, faults)
    for spot, estate in hidden_in_turn(resources, slice(None)):
        assert flips(estate, faults, before, COMPLETE) == [], spot


KEYS = [make("AWS::KMS::Key", "k"), make("AWS::KMS::Key", "fk", region="eu-central-1")]
VAULT = make(
    "AWS::Backup::BackupVault", "far", region="eu-central-1", EncryptionKeyArn=ref("fk", "Arn")
)


def encrypted_bucket(status: str) -> list[Resource]:
    source, copy = bucket(EncryptionConfiguration={"ReplicaKmsKeyID": ref("fk", "Arn")})
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": ref("k", "Arn")}
    rules = [{"ServerSideEncryptionByDefault": default}]
    source.properties["BucketEncryption"] = {"ServerSideEncryptionConfiguration": rules}
    (rule,) = source.properties["ReplicationConfiguration"]["Rules"]  # type: ignore[index]
    rule["SourceSelectionCriteria"] = {"SseKmsEncryptedObjects": {"Status": status}}
    return [source, copy]


COPIED: dict[str, list[Resource]] = {
    "database": [
        db(
            BackupRetentionPeriod=7,
            KmsKeyId=ref("k", "Arn"),
            AutomaticBackupReplicationRegion="eu-central-1",
            AutomaticBackupReplicationKmsKeyId=ref("fk", "Arn"),
        )
    ],
    "no backups": [db(BackupRetentionPeriod=0)],
    "objects under a key": encrypted_bucket("Enabled"),
    "objects left out": encrypted_bucket("Disabled"),
    "objects in time": bucket(ReplicationTime={"Status": "Enabled"}),
    "volume": [
        volume(KmsKeyId=ref("k", "Arn"), **TAGGED),
        *plan(NAMED, CopyActions=[{"DestinationBackupVaultArn": ref("far", "Arn")}]),
        VAULT,
    ],
    "table by tag": [
        make(
            "AWS::DynamoDB::Table",
            "x",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
            **TAGGED,
        ),
        *plan(BY_TAG),
    ],
    "files": [
        make(
            "AWS::EFS::FileSystem",
            "x",
            BackupPolicy={"Status": "ENABLED"},
            KmsKeyId=ref("k", "Arn"),
            ReplicationConfiguration={"Destinations": [{"Region": "eu-central-1"}]},
        )
    ],
    "secret": [
        make(
            "AWS::SecretsManager::Secret",
            "x",
            ReplicaRegions=[{"Region": "eu-central-1", "KmsKeyId": ref("fk", "Arn")}],
        )
    ],
}


def best(found: Survey, fault: Fault) -> tuple[float, bool]:
    """How much is surely no more than lost of `x`, and whether a copy may be left at all."""
    alive, perhaps = float("inf"), False
    for copy in found.model.copies["x"]:
        outcome = found.outcomes.of(copy.thing, fault.name)
        perhaps = perhaps or outcome != "stops"
        if outcome == "survives" and copy.bound.seconds is not None:
            alive = min(alive, copy.bound.seconds)
    return alive, perhaps


@pytest.mark.parametrize("name", COPIED)
def test_what_hides_neither_makes_a_copy_nor_takes_one_away(name: str) -> None:
    resources = [*network(), *COPIED[name], *KEYS]
    faults = [Fault(one, (one,)) for one in ("x", "k", ZONES[0], "region:eu-west-1")]
    before = Survey(Model(Estate(resources), asked=ZONES), faults)
    for spot, estate in hidden_in_turn(resources, slice(None)):
        after = Survey(Model(estate, asked=ZONES), faults)
        for fault in faults:
            (sure, left), (sure_now, left_now) = best(before, fault), best(after, fault)
            assert sure_now >= sure, f"{spot} without {fault.name}"
            assert left_now or not left, f"{spot} without {fault.name}"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["terraform", "plan.json", "cloudformation/storefront.yaml"])
def test_what_hides_never_decides_in_the_storefront(form: str) -> None:
    inputs = Inputs([str(STOREFRONT / form)], InputOptions(region="eu-west-1"))
    (reading,) = inputs.readings()
    resources = estate_of(reading).resources
    model = Model(Estate(resources))
    faults = single_faults(model)
    before = Survey(model, faults)
    for spot, estate in hidden_in_turn(resources, slice(None, None, 7)):
        assert flips(estate, faults, before, NOTHING) == [], spot


@given(
    st.sampled_from(sorted(CASES)),
    st.lists(st.sampled_from([*ZONES, "sub-a", "sub-b", "vpc", "region:eu-west-1"]), max_size=4),
    st.sampled_from([*ZONES, "sub-c", "x"]),
)
@settings(max_examples=300, deadline=None)
def test_a_further_loss_never_heals(name: str, lost: list[str], more: str) -> None:
    model = Model(Estate([*network(), *CASES[name][0]]), COMPLETE, ZONES)
    faults = [Fault("less", tuple(lost)), Fault("more", (*lost, more))]
    outcomes = Survey(model, faults).outcomes
    for address in model.by_address:
        less, worse = (outcomes.of(address, name) for name in ("less", "more"))
        assert RANK[less] <= RANK[worse]


SPREAD = {
    "instances": lambda zones: [
        make(
            "AWS::AutoScaling::AutoScalingGroup",
            "x",
            VPCZoneIdentifier=subnets(zones),
            MinSize=len(zones),
        )
    ],
    "tasks": lambda zones: [
        make(
            "AWS::ECS::Service",
            "x",
            LaunchType="FARGATE",
            DesiredCount=len(zones),
            NetworkConfiguration={"AwsvpcConfiguration": {"Subnets": subnets(zones)}},
        )
    ],
    "nodes of a cache": lambda zones: [
        group("AWS::ElastiCache::SubnetGroup", "g", zones),
        make(
            "AWS::ElastiCache::ReplicationGroup",
            "x",
            NumCacheClusters=len(zones),
            AutomaticFailoverEnabled=True,
            MultiAZEnabled=True,
            CacheSubnetGroupName=ref("g"),
        ),
    ],
    "readers": lambda zones: [
        make("AWS::RDS::DBCluster", "x", Engine="aurora-mysql"),
        *(
            make(
                "AWS::RDS::DBInstance",
                f"i-{one}",
                DBClusterIdentifier=ref("x"),
                AvailabilityZone=f"eu-west-1{one}",
            )
            for one in zones
        ),
    ],
    "mount targets": lambda zones: [
        make("AWS::EFS::FileSystem", "x"),
        *(
            make(
                "AWS::EFS::MountTarget",
                f"m-{one}",
                FileSystemId=ref("x"),
                SubnetId=ref(f"sub-{one}"),
            )
            for one in zones
        ),
    ],
}


@pytest.mark.parametrize("kind", SPREAD)
@pytest.mark.parametrize("zones, more", [("a", "ab"), ("ab", "abc"), ("abc", "abcd")])
def test_one_more_in_another_zone_is_never_worse(kind: str, zones: str, more: str) -> None:
    fourth = subnet("sub-d", "eu-west-1d")
    faults = [Fault(one, (one,)) for one in ZONES]
    faults += [Fault("ab", tuple(ZONES[:2])), Fault("abc", tuple(ZONES))]
    fewer, further = (
        Survey(Model(Estate([*network(), fourth, *SPREAD[kind](ones)]), COMPLETE, ZONES), faults)
        for ones in (zones, more)
    )
    for fault in faults:
        was, now = (one.outcomes.of("x", fault.name) for one in (fewer, further))
        assert RANK[now] <= RANK[was], fault.name


def test_the_order_of_resources_changes_nothing() -> None:
    resources = [
        *network(),
        *(one for case in ("balancer", "file system") for one in CASES[case][0]),
    ]
    resources = list({one.address: one for one in resources}.values())
    one, other = (
        Survey(model, single_faults(model))
        for model in (Model(Estate(resources)), Model(Estate(resources[::-1])))
    )
    assert one.faults == other.faults
    assert [one.outcomes.stopped(each.name) for each in one.faults].count(()) == 0
    for fault in one.faults:
        assert set(one.outcomes.stopped(fault.name)) == set(other.outcomes.stopped(fault.name))
        assert list(one.effects(fault)) == list(other.effects(fault))
