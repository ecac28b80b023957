"""Doors: entries from the Internet that are no interface of a VPC, and what they lead to inside.

Sources: EKS User Guide, "Amazon EKS cluster endpoint access control"; the CloudFormation Template
Reference of each type (not re-read); Global Accelerator Developer Guide, "Secure VPC connections
in AWS Global Accelerator", read 2026-11-23: an internal Application Load Balancer or an instance
needs no public address to be an endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path, Unknown
from partywall.reach.addresses import EVERYWHERE, Span
from partywall.reach.model import Door, Network
from partywall.reach.topology.values import block, elements, existence, flag, not_known, ref, told

DOORS: Final[dict[str, str]] = {
    "AWS::CloudFront::Distribution": "its origins answer as its behaviours say",
    "AWS::ApiGateway::RestApi": "its methods' authorisation and its policy decide",
    "AWS::ApiGatewayV2::Api": "its routes' authorisation decides",
    "AWS::GlobalAccelerator::Accelerator": "its listeners and endpoint groups decide",
    "AWS::Lambda::Url": "its AuthType and the function's policy decide",
    "AWS::EC2::ClientVpnEndpoint": "its authorisation rules decide",
    "AWS::EC2::VerifiedAccessEndpoint": "its policy decides",
    "AWS::VpcLattice::Service": "its auth policy decides",
    "AWS::AppRunner::Service": "its ingress configuration decides",
    "AWS::Transfer::Server": "its endpoint type and its users decide",
}
"""Types of entry point, and what decides there; packets alone do not."""

NOT_MODELLED: Final[dict[str, tuple[Path, tuple[object, ...]]]] = {
    "AWS::Batch::ComputeEnvironment": ((), ()),
    "AWS::Cloud9::EnvironmentEC2": ((), ()),
    "AWS::EC2::EC2Fleet": ((), ()),
    "AWS::EC2::SpotFleet": ((), ()),
    "AWS::ECS::ExpressGatewayService": ((), ()),
    "AWS::ElasticBeanstalk::Environment": ((), ()),
    "AWS::EMR::Cluster": ((), ()),
    "AWS::GameLift::Fleet": ((), ()),
    "AWS::Lightsail::Container": ((), ()),
    "AWS::Lightsail::Instance": ((), ()),
    "AWS::Lightsail::LoadBalancer": ((), ()),
    "AWS::Lightsail::Database": (("PubliclyAccessible",), (None, False)),
    "AWS::MediaConnect::Flow": ((), ()),
    "AWS::MediaLive::Input": ((), ()),
    "AWS::MWAA::Environment": (("WebserverAccessMode",), (None, "PRIVATE_ONLY")),
    "AWS::NeptuneGraph::Graph": (("PublicConnectivity",), (None, False)),
    "AWS::OpenSearchServerless::Collection": ((), ()),
    "AWS::OpsWorks::Instance": ((), ()),
    "AWS::RDS::DBShardGroup": (("PubliclyAccessible",), (None, False)),
    "AWS::WorkspacesInstances::WorkspaceInstance": ((), ()),
}
"""Types that may have public addresses of their own and whose places nothing here reads, each with
a property, if there is one, and its values that surely make it none.

Source: the CloudFormation Template Reference of each type (not re-read).
"""

UNREAD: Final = (
    "aws_cloud9_environment_ec2", "aws_ec2_fleet", "aws_ecs_task_set", "aws_gamelift_fleet",
    "aws_lightsail_container_service", "aws_lightsail_database", "aws_lightsail_lb",
    "aws_medialive_input", "aws_neptunegraph_graph", "aws_spot_fleet_request",
    "aws_spot_instance_request", "aws_timestreaminfluxdb_db_cluster",
    "aws_timestreaminfluxdb_db_instance",
)  # fmt: skip
"""Terraform types that may have public addresses and are not read."""

CARRIERS: Final = (
    "aws_cloudfront_vpc_origin", "aws_globalaccelerator_custom_routing_endpoint_group",
    "aws_globalaccelerator_endpoint_group", "aws_verifiedaccess_endpoint",
    "aws_vpclattice_target_group", "aws_vpclattice_target_group_attachment",
)  # fmt: skip
"""Terraform types that carry requests into a VPC, where nobody reads to what."""

SEARCH: Final = ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain")


INTEGRATION: Final = "AWS::ApiGatewayV2::Integration"

LEADS: Final[dict[str, tuple[Path, str]]] = {
    "AWS::GlobalAccelerator::EndpointGroup": (
        ("EndpointConfigurations", "EndpointId"), "its accelerator's listeners decide"
    ),
    "AWS::CloudFront::VpcOrigin": (
        ("VpcOriginEndpointConfig", "Arn"), "the distributions that have this origin decide"
    ),
    "AWS::ApiGateway::VpcLink": (("TargetArns",), "the methods that use this link decide"),
    INTEGRATION: (("IntegrationUri",), "the routes with it decide"),
    "AWS::EC2::VerifiedAccessEndpoint": (
        ("LoadBalancerOptions", "LoadBalancerArn"), "its policy decides"
    ),
    "AWS::VpcLattice::TargetGroup": (("Targets", "Id"), "the services that have it decide"),
}  # fmt: skip
"""Types that carry requests into a VPC: where each names its targets, and what decides."""

ENDS: Final = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::Listener", "AWS::EC2::Instance", "AWS::EC2::NetworkInterface",
)  # fmt: skip


def add_doors(network: Network, estate: Estate) -> None:
    """Entries from the Internet with a condition of their own."""
    for kind, condition in DOORS.items():
        for resource in estate.by_type.get(kind, ()):
            network.doors[resource.address] = Door(resource.address, kind, 443, None, condition)
    for resource in _unread(estate):
        condition = "where it stands and what it lets in is not modelled"
        network.doors[resource.address] = Door(resource.address, resource.type, -1, None, condition)
    for kind, (path, condition) in LEADS.items():
        for resource in estate.by_type.get(kind, ()):
            leads = tuple(_led_to(network, estate, resource, path))
            if leads:
                carrier = Door(resource.address, kind, 443, None, condition, leads=leads)
                network.doors[carrier.id] = carrier
    anything = (*network.balancers, *(one.address for kind in ENDS[3:]
                                      for one in estate.by_type.get(kind, ())))  # fmt: skip
    for kind in CARRIERS:
        for resource in estate.by_type.get(kind, ()):
            condition = f"what it carries requests to is not read from {kind}"
            carrier = Door(resource.address, kind, 443, None, condition, leads=anything)
            network.doors[carrier.id] = carrier
    network.fronted |= {id for door in network.doors.values() for id in door.leads}
    for resource in estate.by_type.get("AWS::EKS::Cluster", ()):
        door = _cluster(resource)
        if door is not None:
            network.doors[door.id] = door


def _unread(estate: Estate) -> Iterator[Resource]:
    """Resources that may be entries, and of which it is not read whether they are."""
    for kind, (path, never) in NOT_MODELLED.items():
        for resource in estate.by_type.get(kind, ()):
            value = told(resource, *path) if path else Unknown("not read")
            if type(value) is Unknown or (str(value) if value else value) not in never:
                yield resource
    for kind in UNREAD:
        yield from estate.by_type.get(kind, ())
    for kind in SEARCH:
        for resource in estate.by_type.get(kind, ()):
            if _without_vpc(told(resource, "VPCOptions")):
                yield resource


def _without_vpc(options: object) -> bool:
    """Whether a search domain has, or may have, an endpoint on the Internet."""
    return type(options) is Unknown or not options


def _led_to(network: Network, estate: Estate, resource: Resource, path: Path) -> Iterator[str]:
    """The resources that are, or may be, its targets; all balancers, when nobody knows."""
    if resource.type == INTEGRATION and told(resource, "ConnectionType") in (None, "INTERNET"):
        return
    for named in _at(told(resource, path[0]), path[1:]):
        found = [one for kind in ENDS for one in _meant(estate, named, kind)]
        if type(named) is Unknown and not found and not named.refs:
            found = list(network.balancers)
        yield from found


def _at(value: object, path: Path) -> Iterator[object]:
    for _, one in elements(value):
        if path and isinstance(one, dict):
            yield from _at(one.get(path[0]), path[1:])
        elif one is not None:
            yield one


def _meant(estate: Estate, named: object, kind: str) -> Iterator[str]:
    """What a name of a type leads to; a listener is its balancer."""
    for id in ref(estate, named, kind).ids:
        one = estate.by_address.get(id)
        if one is None or one.type != kind:
            continue
        if kind.endswith("::Listener"):
            yield from ref(estate, told(one, "LoadBalancerArn"), ENDS[0]).ids
        else:
            yield id


def _cluster(resource: Resource) -> Door | None:
    """The public endpoint of an EKS cluster, open to the blocks that it names."""
    config = told(resource, "ResourcesVpcConfig")
    public = flag(told(resource, "ResourcesVpcConfig", "EndpointPublicAccess"), default=True)
    if public is False:
        return None
    written = told(resource, "ResourcesVpcConfig", "PublicAccessCidrs")
    spans: list[Span] = list(EVERYWHERE) if written is None else []
    doubt = existence(resource)
    if public is None or type(config) is Unknown:
        doubt = not_known(resource, "EndpointPublicAccess")
    for _, one in elements(written):
        found = block(one)
        if found is None:
            doubt = not_known(resource, "PublicAccessCidrs", one)
            spans = list(EVERYWHERE)
            break
        spans.append(found)
    return Door(
        resource.address, resource.type, 443, tuple(spans),
        "then Kubernetes asks for an identity", doubt,
    )  # fmt: skip
