"""How far each type reaches: a zone, a Region, or the whole partition; and what its part is.

A type that nobody put into these tables is not presumed to survive anything: how it spans zones
is then a doubt.

Source: AWS Fault Isolation Boundaries, "Zonal services", "Regional services" and "Global
services", read 2026-11-23; the service of each type, its own guide's "Resilience" page (not
re-read).
"""

from __future__ import annotations

from typing import Final, Literal

Scope = Literal["zonal", "regional", "global", "unknown"]

GLOBAL_SERVICES: Final = frozenset(
    {"CloudFront", "GlobalAccelerator", "IAM", "Organizations", "Route53", "Shield"}
)
"""One for the whole partition; changes to them are made in one Region, use of them is not."""

REGIONAL_SERVICES: Final = frozenset(
    {
        *(
            "ACMPCA",
            "APS",
            "AccessAnalyzer",
            "ApiGateway",
            "ApiGatewayV2",
            "AppConfig",
            "AppRunner",
        ),
        *("AppSync", "ApplicationAutoScaling", "Athena", "AutoScaling", "Backup", "BackupGateway"),
        *("Bedrock", "CertificateManager", "CloudFormation", "CloudTrail", "CloudWatch"),
        *("CodeArtifact", "CodeBuild", "CodeCommit", "CodeDeploy", "CodePipeline", "Cognito"),
        *("Config", "DLM", "Detective", "DynamoDB", "ECR", "Events", "EventSchemas", "FIS"),
        *("Glue", "Grafana", "GuardDuty", "Inspector", "InspectorV2", "KMS", "Kinesis"),
        *("KinesisFirehose", "KinesisVideo", "LakeFormation", "Lambda", "Logs", "Macie", "Oam"),
        *("OpenSearchServerless", "Pipes", "RAM", "RedshiftServerless", "ResourceGroups"),
        *("RolesAnywhere", "Route53Resolver", "S3", "SES", "SNS", "SQS", "SSM", "SSO"),
        *("Scheduler", "SecretsManager", "SecurityHub", "ServiceCatalog", "ServiceDiscovery"),
        *("Signer", "StepFunctions", "Synthetics", "Timestream", "VpcLattice", "WAFv2", "XRay"),
    }
)
"""AWS runs these over the zones of a Region: the premise `regional-services-span-zones`."""

REGIONAL_TYPES: Final = frozenset(
    {
        *("AWS::EC2::CustomerGateway", "AWS::EC2::DHCPOptions", "AWS::EC2::EIP"),
        *("AWS::EC2::EIPAssociation", "AWS::EC2::EgressOnlyInternetGateway", "AWS::EC2::FlowLog"),
        *("AWS::EC2::GatewayRouteTableAssociation", "AWS::EC2::InternetGateway"),
        *("AWS::EC2::ClientVpnAuthorizationRule", "AWS::EC2::KeyPair"),
        *("AWS::EC2::LaunchTemplate", "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"),
        *("AWS::EC2::NetworkInterfaceAttachment", "AWS::EC2::NetworkInterfacePermission"),
        *("AWS::EC2::PrefixList", "AWS::EC2::Route"),
        *("AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress"),
        *("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupVpcAssociation"),
        *("AWS::EC2::SnapshotBlockPublicAccess", "AWS::EC2::SubnetNetworkAclAssociation"),
        *("AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::TransitGateway"),
        *("AWS::EC2::TransitGatewayPeeringAttachment", "AWS::EC2::TransitGatewayRoute"),
        "AWS::EC2::TransitGatewayRouteTable",
        *("AWS::EC2::TransitGatewayRouteTableAssociation",),
        *("AWS::EC2::TransitGatewayRouteTablePropagation", "AWS::EC2::VPC"),
        *("AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::VPCBlockPublicAccessOptions"),
        *("AWS::EC2::VPCCidrBlock", "AWS::EC2::VPCDHCPOptionsAssociation"),
        "AWS::EC2::VPCEndpointConnectionNotification",
        *("AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpointServicePermissions"),
        *("AWS::EC2::VPCGatewayAttachment", "AWS::EC2::VPCPeeringConnection"),
        *("AWS::EC2::VPNConnection", "AWS::EC2::VPNConnectionRoute", "AWS::EC2::VPNGateway"),
        *("AWS::EC2::VPNGatewayRoutePropagation", "AWS::EC2::VolumeAttachment"),
        *("AWS::ECS::CapacityProvider", "AWS::ECS::Cluster", "AWS::ECS::TaskDefinition"),
        *("AWS::ECS::ClusterCapacityProviderAssociations",),
        *("AWS::EFS::AccessPoint", "AWS::EKS::AccessEntry", "AWS::EKS::Addon"),
        *("AWS::EKS::Cluster", "AWS::EKS::IdentityProviderConfig"),
        *("AWS::EKS::PodIdentityAssociation", "AWS::ElastiCache::GlobalReplicationGroup"),
        *("AWS::ElastiCache::ParameterGroup", "AWS::ElastiCache::SubnetGroup"),
        *("AWS::ElastiCache::User", "AWS::ElastiCache::UserGroup"),
        "AWS::ElasticLoadBalancingV2::Listener",
        *("AWS::ElasticLoadBalancingV2::ListenerCertificate",),
        *("AWS::ElasticLoadBalancingV2::ListenerRule",),
        *("AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::MSK::Configuration"),
        *("AWS::MemoryDB::ACL", "AWS::MemoryDB::ParameterGroup"),
        *(
            "AWS::MemoryDB::SubnetGroup",
            "AWS::MemoryDB::User",
            "AWS::NetworkFirewall::FirewallPolicy",
        ),
        *("AWS::NetworkFirewall::LoggingConfiguration", "AWS::NetworkFirewall::RuleGroup"),
        *(
            "AWS::DAX::ParameterGroup",
            "AWS::DAX::SubnetGroup",
            "AWS::DocDB::DBClusterParameterGroup",
        ),
        *("AWS::DMS::ReplicationSubnetGroup", "AWS::MSK::ClusterPolicy"),
        *("AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBClusterParameterGroup"),
        *("AWS::Neptune::DBParameterGroup", "AWS::Neptune::DBSubnetGroup"),
        *("AWS::RDS::DBClusterParameterGroup", "AWS::RDS::DBParameterGroup"),
        *("AWS::RDS::DBSubnetGroup", "AWS::RDS::OptionGroup", "AWS::RDS::EventSubscription"),
        *("AWS::Redshift::ClusterParameterGroup", "AWS::Redshift::ClusterSubnetGroup"),
        *("AWS::AmazonMQ::Configuration", "AWS::AmazonMQ::ConfigurationAssociation"),
        *("AWS::DocDB::DBCluster", "AWS::EFS::FileSystem", "AWS::Neptune::DBCluster"),
        *("AWS::RDS::DBCluster", "Partywall::EC2::AccountSettings"),
        *("Partywall::EC2::MainRouteTableAssociation", "Partywall::EC2::NetworkInterfaceGroup"),
    }
)
"""Types of services that also have zonal ones; most are configuration, held for the Region."""

GLOBAL_TYPES: Final = frozenset(
    {
        *("AWS::CertificateManager::Certificate", "AWS::DynamoDB::GlobalTable"),
        "AWS::RDS::GlobalCluster",
    }
)
"""Types that lie in several Regions by themselves, or whose use outlives the Region they are
managed in: a certificate goes on being shown by what has it."""

RUNS_CODE: Final = frozenset(
    {
        *("AWS::AppRunner::Service", "AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance"),
        *("AWS::ECS::Service", "AWS::EKS::Nodegroup", "AWS::ElasticBeanstalk::Environment"),
        *("AWS::Lambda::Function", "AWS::StepFunctions::StateMachine"),
    }
)
"""What runs the customer's own code; what that code calls, no configuration says."""

KEEPS_DATA: Final = frozenset(
    {
        *("AWS::AmazonMQ::Broker", "AWS::DocDB::DBCluster", "AWS::DynamoDB::GlobalTable"),
        *("AWS::DynamoDB::Table", "AWS::EC2::Volume", "AWS::EFS::FileSystem"),
        *("AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup"),
        *("AWS::ElastiCache::ServerlessCache", "AWS::FSx::FileSystem", "AWS::Kinesis::Stream"),
        *("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster", "AWS::MemoryDB::Cluster"),
        *("AWS::Neptune::DBCluster", "AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster"),
        *("AWS::RDS::DBInstance", "AWS::Redshift::Cluster", "AWS::RedshiftServerless::Namespace"),
        *("AWS::S3::Bucket", "AWS::S3Express::DirectoryBucket", "AWS::SQS::Queue"),
        *("AWS::SecretsManager::Secret", "AWS::Timestream::Table"),
    }
)
"""What holds data of which there may be a copy elsewhere, or not."""

SERVES: Final = (
    RUNS_CODE
    | KEEPS_DATA
    | {
        *("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::AppSync::GraphQLApi"),
        *("AWS::CloudFront::Distribution", "AWS::Cognito::UserPool", "AWS::DAX::Cluster"),
        *("AWS::EKS::Cluster", "AWS::ElasticLoadBalancing::LoadBalancer"),
        *("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::Events::EventBus"),
        *("AWS::KinesisFirehose::DeliveryStream", "AWS::SNS::Topic"),
        *("AWS::SSM::Parameter", "AWS::ServiceDiscovery::Service"),
    }
)
"""What an application may call, and whose stopping somebody notices: what a blast is counted in."""


def scope_of(type_name: str, layouts: frozenset[str]) -> Scope:
    """How far a type reaches; `layouts` are the types that say themselves which zones they use."""
    if type_name in layouts:
        return "zonal"
    if type_name in GLOBAL_TYPES:
        return "global"
    if type_name in REGIONAL_TYPES:
        return "regional"
    parts = type_name.split("::")
    service = parts[1] if len(parts) == 3 else ""
    if service in GLOBAL_SERVICES:
        return "global"
    return "regional" if service in REGIONAL_SERVICES else "unknown"
