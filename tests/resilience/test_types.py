"""What becomes of each type when its zone, another zone, its Region or its key is lost."""

from __future__ import annotations

import pytest

from partywall.estate import schema
from partywall.estate.resource import Resource
from partywall.resilience.layouts import LAYOUTS
from partywall.resilience.lifelines import LIFELINES
from partywall.resilience.rules import RULES
from partywall.resilience.scopes import GLOBAL_TYPES, KEEPS_DATA, REGIONAL_TYPES, RUNS_CODE, SERVES
from resilience.estates import HIDDEN, fate, group, make, network, ref, subnets

A, B, C = "az:eu-west-1a", "az:eu-west-1b", "az:eu-west-1c"
AB = (A, B)
HOME = "region:eu-west-1"
AWAY = "region:eu-central-1"

GROUP = group("AWS::RDS::DBSubnetGroup", "db-subnets")
CACHES = group("AWS::ElastiCache::SubnetGroup", "cache-subnets")
MEMORY = group("AWS::MemoryDB::SubnetGroup", "memory-subnets")


def db(**properties: object) -> list[Resource]:
    properties.setdefault("DBSubnetGroupName", ref("db-subnets"))
    return [GROUP, make("AWS::RDS::DBInstance", "x", **properties)]


def asg(**properties: object) -> list[Resource]:
    properties.setdefault("VPCZoneIdentifier", subnets())
    return [make("AWS::AutoScaling::AutoScalingGroup", "x", **properties)]


def service(**properties: object) -> list[Resource]:
    placed = {"AwsvpcConfiguration": {"Subnets": subnets()}}
    properties = {"LaunchType": "FARGATE", "NetworkConfiguration": placed} | properties
    return [make("AWS::ECS::Service", "x", **properties)]


def cache(**properties: object) -> list[Resource]:
    properties.setdefault("CacheSubnetGroupName", ref("cache-subnets"))
    return [CACHES, make("AWS::ElastiCache::ReplicationGroup", "x", **properties)]


def only(kind: str, **properties: object) -> list[Resource]:
    return [make(kind, "x", **properties)]


def search(**config: object) -> list[Resource]:
    return only(
        "AWS::OpenSearchService::Domain",
        ClusterConfig=config,
        VPCOptions={"SubnetIds": subnets()},
    )


def files(*zones: str, **properties: object) -> list[Resource]:
    mounts = [
        make("AWS::EFS::MountTarget", f"m-{one}", FileSystemId=ref("x"), SubnetId=ref(f"sub-{one}"))
        for one in zones
    ]
    return [make("AWS::EFS::FileSystem", "x", **properties), *mounts]


def aurora(*zones: object) -> list[Resource]:
    cluster = make("AWS::RDS::DBCluster", "x", Engine="aurora-mysql")
    members = [
        make(
            "AWS::RDS::DBInstance",
            f"i{n}",
            DBClusterIdentifier=ref("x"),
            **({} if zone is None else {"AvailabilityZone": zone}),
        )
        for n, zone in enumerate(zones)
    ]
    return [cluster, *members]


def balancer(zones: str, workers: str) -> list[Resource]:
    return [
        make("AWS::ElasticLoadBalancingV2::LoadBalancer", "x", Subnets=subnets(zones)),
        make("AWS::ElasticLoadBalancingV2::TargetGroup", "targets"),
        make(
            "AWS::ElasticLoadBalancingV2::Listener",
            "listener",
            LoadBalancerArn=ref("x"),
            DefaultActions=[{"Type": "forward", "TargetGroupArn": ref("targets")}],
        ),
        make(
            "AWS::AutoScaling::AutoScalingGroup",
            "workers",
            VPCZoneIdentifier=subnets(workers),
            MinSize=len(workers),
            TargetGroupARNs=[ref("targets")],
        ),
    ]


def nat(**properties: object) -> list[Resource]:
    return only("AWS::EC2::NatGateway", **properties)


Case = tuple[list[Resource], dict[str | tuple[str, ...], str]]

CASES: dict[str, Case] = {
    # -- computers
    "instance": (
        only("AWS::EC2::Instance", SubnetId=ref("sub-a")),
        {A: "stops", B: "survives", HOME: "stops", AWAY: "survives", "vpc": "stops"},
    ),
    "instance by zone": (
        only("AWS::EC2::Instance", AvailabilityZone="eu-west-1b"),
        {A: "survives", B: "stops", HOME: "stops"},
    ),
    "instance somewhere": (only("AWS::EC2::Instance"), {A: "undecided", HOME: "stops"}),
    "instance in hidden subnet": (
        only("AWS::EC2::Instance", SubnetId=HIDDEN),
        {A: "undecided", "sub-a": "undecided", HOME: "stops"},
    ),
    "instance in a subnet outside": (
        only("AWS::EC2::Instance", SubnetId="subnet-0123"),
        {A: "undecided", HOME: "stops"},
    ),
    "three in three zones": (
        asg(MinSize=3),
        {A: "degraded", AB: "degraded", (A, B, C): "stops", HOME: "stops"},
    ),
    "two in three zones": (asg(MinSize=2), {A: "degraded", AB: "undecided", (A, B, C): "stops"}),
    "one in three zones": (asg(MinSize=1), {A: "undecided", (A, B, C): "stops"}),
    "one in one zone": (
        asg(MinSize=1, VPCZoneIdentifier=subnets("a")),
        {A: "stops", B: "survives"},
    ),
    "hidden size": (asg(MinSize=HIDDEN), {A: "undecided", (A, B, C): "stops"}),
    "hidden subnets": (
        asg(MinSize=3, VPCZoneIdentifier=HIDDEN),
        {A: "undecided", (A, B, C): "undecided", HOME: "stops"},
    ),
    "group by zones": (
        only(
            "AWS::AutoScaling::AutoScalingGroup",
            MinSize=2,
            AvailabilityZones=["eu-west-1a", "eu-west-1b"],
        ),
        {A: "degraded", AB: "stops", C: "survives"},
    ),
    "tasks": (service(DesiredCount=3), {A: "degraded", (A, B, C): "stops"}),
    "tasks on instances": (service(DesiredCount=3, LaunchType="EC2"), {A: "undecided"}),
    "tasks of Fargate Spot": (
        service(
            DesiredCount=3,
            LaunchType=None,
            CapacityProviderStrategy=[{"CapacityProvider": "FARGATE_SPOT"}],
        ),
        {A: "degraded"},
    ),
    "nodes": (
        only("AWS::EKS::Nodegroup", Subnets=subnets(), ScalingConfig={"DesiredSize": 3}),
        {A: "degraded", (A, B, C): "stops"},
    ),
    "function without a VPC": (only("AWS::Lambda::Function"), {A: "survives", HOME: "stops"}),
    "function in one subnet": (
        only("AWS::Lambda::Function", VpcConfig={"SubnetIds": subnets("a")}),
        {A: "stops", B: "survives"},
    ),
    "function in three subnets": (
        only("AWS::Lambda::Function", VpcConfig={"SubnetIds": subnets()}),
        {A: "degraded", (A, B, C): "stops"},
    ),
    "function in a hidden VPC": (
        only("AWS::Lambda::Function", VpcConfig=HIDDEN),
        {A: "undecided", HOME: "stops"},
    ),
    # -- databases
    "database alone": (db(MultiAZ=False), {A: "undecided", (A, B, C): "stops", HOME: "stops"}),
    "database in a zone": (
        db(MultiAZ=False, AvailabilityZone="eu-west-1a"),
        {A: "stops", B: "survives"},
    ),
    "database with a standby": (
        db(MultiAZ=True),
        {A: "degraded", AB: "undecided", (A, B, C): "stops"},
    ),
    "database, standby hidden": (db(MultiAZ=HIDDEN), {A: "undecided", (A, B, C): "stops"}),
    "database in the default VPC": (
        only("AWS::RDS::DBInstance", MultiAZ=True),
        {A: "undecided", HOME: "stops"},
    ),
    "Aurora, two zones": (
        aurora("eu-west-1a", "eu-west-1b"),
        {A: "survives", AB: "stops", HOME: "stops"},
    ),
    "Aurora, one instance": (aurora("eu-west-1a"), {A: "stops", B: "survives"}),
    "Aurora, zones not said": (aurora(None, None), {A: "undecided"}),
    "Aurora, no instance here": (aurora(), {A: "undecided", HOME: "stops"}),
    "three-instance cluster": (
        [
            GROUP,
            make(
                "AWS::RDS::DBCluster",
                "x",
                DBClusterInstanceClass="db.m6g.large",
                DBSubnetGroupName=ref("db-subnets"),
            ),
        ],
        {A: "degraded", AB: "undecided", (A, B, C): "stops"},
    ),
    "DocumentDB": (
        [
            make("AWS::DocDB::DBCluster", "x"),
            make(
                "AWS::DocDB::DBInstance",
                "i",
                DBClusterIdentifier=ref("x"),
                AvailabilityZone="eu-west-1a",
            ),
        ],
        {A: "stops", B: "survives"},
    ),
    "Redshift": (
        only("AWS::Redshift::Cluster", AvailabilityZone="eu-west-1a"),
        {A: "stops", B: "survives"},
    ),
    "table": (only("AWS::DynamoDB::Table"), {A: "survives", HOME: "stops"}),
    "global table": (
        only(
            "AWS::DynamoDB::GlobalTable",
            Replicas=[{"Region": "eu-west-1"}, {"Region": "eu-central-1"}],
        ),
        {HOME: "survives", AWAY: "survives", (HOME, AWAY): "stops"},
    ),
    # -- caches, queues, search
    "cache, replica in another zone": (
        cache(NumCacheClusters=2, AutomaticFailoverEnabled=True, MultiAZEnabled=True),
        {A: "degraded", (A, B, C): "stops"},
    ),
    "cache, replica anywhere": (
        cache(NumCacheClusters=2, AutomaticFailoverEnabled=True),
        {A: "undecided"},
    ),
    "cache, nothing takes over": (
        cache(NumCacheClusters=2, AutomaticFailoverEnabled=False),
        {A: "undecided", (A, B, C): "stops"},
    ),
    "sharded cache": (
        cache(
            NumNodeGroups=3,
            ReplicasPerNodeGroup=1,
            AutomaticFailoverEnabled=True,
            MultiAZEnabled=True,
        ),
        {A: "degraded"},
    ),
    "serverless cache": (
        only("AWS::ElastiCache::ServerlessCache"),
        {A: "survives", HOME: "stops"},
    ),
    "MemoryDB": (
        [MEMORY, make("AWS::MemoryDB::Cluster", "x", SubnetGroupName=ref("memory-subnets"))],
        {A: "degraded"},
    ),
    "queue": (only("AWS::SQS::Queue"), {A: "survives", HOME: "stops"}),
    "stream": (only("AWS::Kinesis::Stream"), {A: "survives", HOME: "stops"}),
    "Kafka": (
        only(
            "AWS::MSK::Cluster",
            NumberOfBrokerNodes=3,
            BrokerNodeGroupInfo={"ClientSubnets": subnets()},
        ),
        {A: "undecided", (A, B, C): "stops"},
    ),
    "serverless Kafka": (
        only("AWS::MSK::ServerlessCluster", VpcConfigs=[{"SubnetIds": subnets("ab")}]),
        {A: "degraded", AB: "stops"},
    ),
    "one broker": (
        only("AWS::AmazonMQ::Broker", DeploymentMode="SINGLE_INSTANCE", SubnetIds=subnets("a")),
        {A: "stops", B: "survives"},
    ),
    "a broker and its standby": (
        only(
            "AWS::AmazonMQ::Broker",
            DeploymentMode="ACTIVE_STANDBY_MULTI_AZ",
            SubnetIds=subnets("ab"),
        ),
        {A: "degraded", AB: "stops"},
    ),
    "a cluster of brokers": (
        only("AWS::AmazonMQ::Broker", DeploymentMode="CLUSTER_MULTI_AZ", SubnetIds=subnets()),
        {A: "undecided", (A, B, C): "stops"},
    ),
    "search in one zone": (search(ZoneAwarenessEnabled=False), {A: "undecided"}),
    "search in zones": (search(ZoneAwarenessEnabled=True), {A: "undecided"}),
    "search with standby": (
        search(ZoneAwarenessEnabled=True, MultiAZWithStandbyEnabled=True),
        {A: "degraded", (A, B, C): "stops"},
    ),
    # -- files and objects
    "bucket": (only("AWS::S3::Bucket"), {A: "survives", HOME: "stops", AWAY: "survives"}),
    "directory bucket": (
        only("AWS::S3Express::DirectoryBucket", LocationName="euw1-az1"),
        {"az:euw1-az1": "stops", "az:euw1-az2": "survives", HOME: "stops"},
    ),
    "file system": (files("a", "b"), {A: "survives", AB: "stops"}),
    "file system, one mount target": (files("a"), {A: "stops", B: "survives"}),
    "file system in one zone": (
        files(AvailabilityZoneName="eu-west-1b"),
        {A: "survives", B: "stops"},
    ),
    "volume": (
        only("AWS::EC2::Volume", AvailabilityZone="eu-west-1a"),
        {A: "stops", B: "survives"},
    ),
    "Windows files in two zones": (
        only(
            "AWS::FSx::FileSystem",
            SubnetIds=subnets("ab"),
            WindowsConfiguration={"DeploymentType": "MULTI_AZ_1"},
        ),
        {A: "degraded", AB: "stops"},
    ),
    "Lustre": (
        only("AWS::FSx::FileSystem", SubnetIds=subnets("a")),
        {A: "stops", B: "survives"},
    ),
    # -- network
    "balancer": (balancer("ab", "ab"), {A: "degraded", AB: "stops"}),
    "balancer, targets in one zone": (balancer("ab", "a"), {A: "stops", B: "degraded"}),
    "balancer without targets here": (
        balancer("ab", "ab")[:3],
        {A: "undecided", HOME: "stops"},
    ),
    "NAT gateway": (nat(SubnetId=ref("sub-a")), {A: "stops", B: "survives"}),
    "regional NAT gateway": (
        nat(AvailabilityMode="regional", VpcId=ref("vpc")),
        {A: "survives", HOME: "stops"},
    ),
    "NAT gateway, mode hidden": (
        nat(AvailabilityMode=HIDDEN, SubnetId=ref("sub-a")),
        {A: "undecided", HOME: "stops"},
    ),
    "interface endpoint": (
        only("AWS::EC2::VPCEndpoint", VpcEndpointType="Interface", SubnetIds=subnets("ab")),
        {A: "degraded", AB: "stops"},
    ),
    "gateway endpoint": (only("AWS::EC2::VPCEndpoint"), {A: "survives", HOME: "stops"}),
    "Internet gateway": (only("AWS::EC2::InternetGateway"), {A: "survives", HOME: "stops"}),
    "resolver in two zones": (
        only(
            "AWS::Route53Resolver::ResolverEndpoint",
            IpAddresses=[{"SubnetId": one} for one in subnets("ab")],
        ),
        {A: "degraded", AB: "stops"},
    ),
    "builds in a subnet": (
        only("AWS::CodeBuild::Project", VpcConfig={"Subnets": subnets("a")}),
        {A: "stops", B: "survives"},
    ),
    "a regional service in subnets, nobody knows how": (
        only("AWS::Bedrock::Agent", VpcConfiguration={"SubnetIds": subnets("a")}),
        {A: "undecided", B: "undecided", HOME: "stops"},
    ),
    "peering with another Region": (
        only("AWS::EC2::VPCPeeringConnection", PeerRegion="eu-central-1"),
        {A: "survives", HOME: "stops", AWAY: "stops"},
    ),
    "an API without integrations here": (
        only("AWS::ApiGatewayV2::Api"),
        {A: "undecided", HOME: "stops"},
    ),
    "a GraphQL API": (only("AWS::AppSync::GraphQLApi"), {"elsewhere": "undecided"}),
    "what nobody described, and what it refers to": (
        only("AWS::QLDB::Ledger", KmsKey=ref("vpc", "Arn")),
        {"vpc": "undecided", "elsewhere": "survives"},
    ),
    # -- of no Region, and of nobody's knowledge
    "role": (only("AWS::IAM::Role"), {A: "survives", HOME: "survives"}),
    "distribution": (only("AWS::CloudFront::Distribution"), {HOME: "survives"}),
    "a type nobody described": (
        only("AWS::QLDB::Ledger"),
        {A: "undecided", HOME: "stops"},
    ),
    "a Region that is not known": (
        [make("AWS::SQS::Queue", "x", region=None)],
        {A: "survives", HOME: "undecided"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_it(name: str) -> None:
    resources, expected = CASES[name]
    elsewhere = make("AWS::SQS::Queue", "elsewhere", region="eu-central-1")
    for lost, outcome in expected.items():
        things = (lost,) if isinstance(lost, str) else lost
        assert fate([*network(), *resources, elsewhere], "x", *things) == outcome, lost


LOCKED = [
    ("AWS::RDS::DBInstance", "KmsKeyId", "stops"),
    ("AWS::S3::Bucket", "", "survives"),
    ("AWS::SQS::Queue", "KmsMasterKeyId", "stops"),
    ("AWS::SecretsManager::Secret", "KmsKeyId", "stops"),
    ("AWS::EFS::FileSystem", "KmsKeyId", "stops"),
    ("AWS::EC2::Volume", "KmsKeyId", "undecided"),
]


@pytest.mark.parametrize("kind, path, outcome", LOCKED)
def test_without_its_key(kind: str, path: str, outcome: str) -> None:
    key = make("AWS::KMS::Key", "key")
    locked = {path: ref("key", "Arn")} if path else {}
    assert fate([key, make(kind, "x", **locked)], "x", "key") == outcome
    if path:
        other = make("AWS::KMS::Key", "other")
        assert fate([key, other, make(kind, "x", **locked)], "x", "other") == "survives"
        assert fate([key, other, make(kind, "x", **{path: HIDDEN})], "x", "other") == "undecided"
        assert fate([key, make(kind, "x", **{path: "alias/aws/s3"})], "x", "key") == "survives"


def test_an_alias_leads_to_its_key() -> None:
    alias = make("AWS::KMS::Alias", "alias", AliasName="alias/data", TargetKeyId=ref("key"))
    queue = make("AWS::SQS::Queue", "x", KmsMasterKeyId=ref("alias"))
    assert fate([make("AWS::KMS::Key", "key"), alias, queue], "x", "key") == "stops"


def test_a_key_outside_is_a_thing_in_its_own_region() -> None:
    arn = "arn:aws:kms:eu-central-1:111122223333:key/k"
    queue = make("AWS::SQS::Queue", "x", KmsMasterKeyId=arn)
    assert fate([queue], "x", arn) == "stops"
    assert fate([queue], "x", AWAY) == "stops"


def test_the_certificate_of_a_listener() -> None:
    arn = "arn:aws:acm:eu-west-1:111122223333:certificate/c"
    listener = make(
        "AWS::ElasticLoadBalancingV2::Listener", "x", Certificates=[{"CertificateArn": arn}]
    )
    assert fate([listener], "x", arn) == "stops"


def test_a_certificate_at_the_edge_outlives_its_region() -> None:
    arn = "arn:aws:acm:us-east-1:111122223333:certificate/c"
    config = {"ViewerCertificate": {"AcmCertificateArn": arn}}
    door = make("AWS::CloudFront::Distribution", "x", DistributionConfig=config)
    assert fate([door], "x", "region:us-east-1") == "survives"
    assert fate([door], "x", arn) == "stops"


def test_a_distribution_needs_the_origin_of_its_default_paths() -> None:
    config = {
        "Origins": [
            {"Id": "a", "DomainName": ref("assets", "DomainName")},
            {"Id": "b", "DomainName": ref("uploads", "DomainName")},
        ],
        "DefaultCacheBehavior": {"TargetOriginId": "a"},
    }
    found = [
        make("AWS::CloudFront::Distribution", "x", DistributionConfig=config),
        make("AWS::S3::Bucket", "assets"),
        make("AWS::S3::Bucket", "uploads"),
    ]
    assert fate(found, "x", "assets") == "stops"
    assert fate(found, "x", "uploads") == "undecided"


def test_what_runs_outlives_what_it_is_launched_from() -> None:
    template = make("AWS::EC2::LaunchTemplate", "template")
    workers = asg(MinSize=3, LaunchTemplate={"LaunchTemplateId": ref("template")})
    assert fate([*network(), template, *workers], "x", "template") == "survives"


# -- the tables themselves


def test_types_and_properties_are_those_of_the_schema() -> None:
    for kind in (
        *LAYOUTS,
        *LIFELINES,
        *RULES,
        *KEEPS_DATA,
        *REGIONAL_TYPES,
        *GLOBAL_TYPES,
        *SERVES,
    ):
        assert schema.is_type(kind), kind
    for kind, layout in LAYOUTS.items():
        paths = [*layout.subnets, *layout.zones, *(layout.group or ("",))[:1]]
        for path in filter(None, paths):
            assert schema.has_path(kind, steps(path)), f"{kind} {path}"
        if layout.group is not None:
            assert schema.has_path(layout.group[1], steps(layout.group[2]))
    for kind, lines in LIFELINES.items():
        for line in lines:
            assert schema.has_path(kind, steps(".".join(line.path))), f"{kind} {line.path}"


def steps(path: str) -> tuple[str | int, ...]:
    return tuple(0 if step == "*" else step for step in path.split("."))


def test_every_type_with_zones_is_tried() -> None:
    tried = {one.type for resources, _ in CASES.values() for one in resources}
    assert tried >= RUNS_CODE & set(LAYOUTS)
    assert tried >= KEEPS_DATA & (set(LAYOUTS) | set(RULES)) - {
        "AWS::ElastiCache::CacheCluster",
        "AWS::Neptune::DBCluster",
    }


@pytest.mark.parametrize(
    "kind",
    [
        "AWS::EC2::NetworkInterfaceAttachment", "AWS::EC2::TransitGatewayPeeringAttachment",
        "AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::VPNConnectionRoute",
        "AWS::EC2::VPNGatewayRoutePropagation", "Partywall::EC2::NetworkInterfaceGroup",
        "Partywall::EC2::MainRouteTableAssociation",
    ],
)  # fmt: skip
def test_configuration_of_a_network_is_held_for_its_region(kind: str) -> None:
    assert fate([*network(), make(kind, "x")], "x", A) == "survives"
    assert fate([*network(), make(kind, "x")], "x", HOME) == "stops"
