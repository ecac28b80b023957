"""What each type needs besides a place: keys, roles, secrets, certificates, images, gateways.

A table of properties. `STOPS`: without it the resource does its work no more. `MAY`: whether it
stops depends on something that no configuration shows. `LAUNCH`: what runs goes on running, and
nothing new can be started.

Source: the user guide of each service on the loss of a KMS key, read where a line says so (else
not re-read): KMS Developer Guide, "How unusable KMS keys affect data keys": an EBS volume stays
usable while it is attached, and cannot be attached again; RDS User Guide, "AWS KMS key
management", read 2026-11-23: a database whose key is lost becomes inaccessible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from partywall.estate.node import Node

Effect = Literal["stops", "may", "launch"]

STOPS: Final = "stops"
MAY: Final = "may"
LAUNCH: Final = "launch"

KEYS: Final = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias")
ROLES: Final = ("AWS::IAM::Role",)
PROFILES: Final = ("AWS::IAM::InstanceProfile",)
SECRETS: Final = ("AWS::SecretsManager::Secret",)
CERTIFICATES: Final = ("AWS::CertificateManager::Certificate", "AWS::IAM::ServerCertificate")


OF_A_REGION: Final = frozenset(
    {
        *("AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::EIP", "AWS::EC2::LaunchTemplate"),
        *("AWS::EC2::VPC", "AWS::ECS::Cluster", "AWS::ECS::TaskDefinition", "AWS::EKS::Cluster"),
    }
)
"""Types that are in no zone, and are named by what is in their Region only: an id of one that is
not in the input lies in its user's Region."""

DOORS: Final = (
    *("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"),
    *("AWS::CloudFront::Distribution", "AWS::ApiGateway::DomainName"),
    *("AWS::ApiGatewayV2::DomainName", "AWS::S3::Bucket"),
)


class Lifeline(Struct, frozen=True, gc=False):
    """A property that names something needed: where it stands, of which types, what its loss does.

    `path` is dotted; `*` is every element of a list. `doubt` completes "it is not known …" where
    the effect is `MAY`. `running` is the doubt whether what was started from this definition
    needs it as well, "" where it surely does not.
    """

    path: tuple[str, ...]
    kinds: tuple[str, ...]
    effect: Effect = STOPS
    doubt: str = ""
    running: str = ""


def _line(
    path: str, kinds: tuple[str, ...], effect: Effect = STOPS, doubt: str = "", running: str = ""
) -> Lifeline:
    return Lifeline(tuple(path.split(".")), kinds, effect, doubt, running)


def _key(path: str = "KmsKeyId", effect: Effect = STOPS, doubt: str = "") -> Lifeline:
    return _line(path, KEYS, effect, doubt)


_RUNNING: Final = "whether what runs there calls AWS with this role"
_RESTARTS: Final = "whether something restarts before the key is back"

LIFELINES: Final[dict[str, tuple[Lifeline, ...]]] = {
    "AWS::KMS::Alias": (_key("TargetKeyId"),),
    "AWS::KMS::ReplicaKey": (),
    "AWS::IAM::InstanceProfile": (_line("Roles.*", ROLES),),
    "AWS::RDS::DBInstance": (
        _key(),
        _line("DBSubnetGroupName", ("AWS::RDS::DBSubnetGroup",), LAUNCH),
    ),
    "AWS::RDS::DBCluster": (
        _key(),
        _line("DBSubnetGroupName", ("AWS::RDS::DBSubnetGroup",), LAUNCH),
    ),
    "AWS::DocDB::DBCluster": (_key(),),
    "AWS::Neptune::DBCluster": (_key(),),
    "AWS::Redshift::Cluster": (_key(),),
    "AWS::RedshiftServerless::Namespace": (_key(),),
    "AWS::DynamoDB::Table": (_key("SSESpecification.KMSMasterKeyId"),),
    "AWS::Kinesis::Stream": (_key("StreamEncryption.KeyId"),),
    "AWS::S3::Bucket": (
        _key(
            "BucketEncryption.ServerSideEncryptionConfiguration.*"
            ".ServerSideEncryptionByDefault.KMSMasterKeyID"
        ),
    ),
    "AWS::SQS::Queue": (_key("KmsMasterKeyId"),),
    "AWS::SNS::Topic": (_key("KmsMasterKeyId"),),
    "AWS::SecretsManager::Secret": (_key(),),
    "AWS::SSM::Parameter": (_key("KeyId"),),
    "AWS::Backup::BackupVault": (_key("EncryptionKeyArn"),),
    "AWS::EC2::Volume": (_key("KmsKeyId", MAY, _RESTARTS),),
    "AWS::EFS::FileSystem": (_key(),),
    "AWS::FSx::FileSystem": (_key(),),
    "AWS::ElastiCache::ReplicationGroup": (
        _key("KmsKeyId", MAY, _RESTARTS),
        _line("CacheSubnetGroupName", ("AWS::ElastiCache::SubnetGroup",), LAUNCH),
    ),
    "AWS::ElastiCache::ServerlessCache": (_key("KmsKeyId", MAY, _RESTARTS),),
    "AWS::MemoryDB::Cluster": (_key("KmsKeyId", MAY, _RESTARTS),),
    "AWS::OpenSearchService::Domain": (_key("EncryptionAtRestOptions.KmsKeyId"),),
    "AWS::MSK::Cluster": (_key("EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId"),),
    "AWS::AmazonMQ::Broker": (_key("EncryptionOptions.KmsKeyId", MAY, _RESTARTS),),
    "AWS::DAX::Cluster": (_line("IAMRoleARN", ROLES),),
    "AWS::Events::EventBus": (_key("KmsKeyIdentifier"),),
    "AWS::Logs::LogGroup": (_key(),),
    "AWS::CloudTrail::Trail": (
        _key("KMSKeyId"),
        _line("S3BucketName", ("AWS::S3::Bucket",)),
        _line("CloudWatchLogsLogGroupArn", ("AWS::Logs::LogGroup",), MAY, "whether logs suffice"),
    ),
    "AWS::KinesisFirehose::DeliveryStream": (
        _line("S3DestinationConfiguration.BucketARN", ("AWS::S3::Bucket",)),
        _line("S3DestinationConfiguration.RoleARN", ROLES),
        _line("ExtendedS3DestinationConfiguration.BucketARN", ("AWS::S3::Bucket",)),
        _line("ExtendedS3DestinationConfiguration.RoleARN", ROLES),
        _line("KinesisStreamSourceConfiguration.KinesisStreamARN", ("AWS::Kinesis::Stream",)),
    ),
    "AWS::Lambda::Function": (
        _line("Role", ROLES),
        _key("KmsKeyArn"),
        _line("FileSystemConfigs.*.Arn", ("AWS::EFS::AccessPoint",)),
        _line("Code.ImageUri", ("AWS::ECR::Repository",), LAUNCH),
        _line("Code.S3Bucket", ("AWS::S3::Bucket",), LAUNCH),
    ),
    "AWS::EFS::AccessPoint": (_line("FileSystemId", ("AWS::EFS::FileSystem",)),),
    "AWS::StepFunctions::StateMachine": (
        _line("RoleArn", ROLES),
        _key("EncryptionConfiguration.KmsKeyId"),
    ),
    "AWS::EC2::Instance": (
        _line("IamInstanceProfile", PROFILES, MAY, _RUNNING),
        _key("BlockDeviceMappings.*.Ebs.KmsKeyId", MAY, _RESTARTS),
        _line("Volumes.*.VolumeId", ("AWS::EC2::Volume",), MAY, "what is kept on the volume"),
    ),
    "AWS::EC2::LaunchTemplate": (
        _line("LaunchTemplateData.IamInstanceProfile.Arn", PROFILES, running=_RUNNING),
        _line("LaunchTemplateData.IamInstanceProfile.Name", PROFILES, running=_RUNNING),
        _key("LaunchTemplateData.BlockDeviceMappings.*.Ebs.KmsKeyId"),
    ),
    "AWS::AutoScaling::LaunchConfiguration": (
        _line("IamInstanceProfile", PROFILES, running=_RUNNING),
    ),
    "AWS::AutoScaling::AutoScalingGroup": (
        _line("LaunchTemplate.LaunchTemplateId", ("AWS::EC2::LaunchTemplate",), LAUNCH),
        _line("LaunchTemplate.LaunchTemplateName", ("AWS::EC2::LaunchTemplate",), LAUNCH),
        _line(
            "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId",
            ("AWS::EC2::LaunchTemplate",),
            LAUNCH,
        ),
        _line("LaunchConfigurationName", ("AWS::AutoScaling::LaunchConfiguration",), LAUNCH),
    ),
    "AWS::ECS::TaskDefinition": (
        _line("ExecutionRoleArn", ROLES),
        _line("TaskRoleArn", ROLES, MAY, _RUNNING, _RUNNING),
        _line("ContainerDefinitions.*.Image", ("AWS::ECR::Repository",)),
        _line("ContainerDefinitions.*.Secrets.*.ValueFrom", (*SECRETS, "AWS::SSM::Parameter")),
        _line(
            "Volumes.*.EFSVolumeConfiguration.FilesystemId",
            ("AWS::EFS::FileSystem",),
            running="what is kept on the volume",
        ),
    ),
    "AWS::ECS::Service": (
        _line("TaskDefinition", ("AWS::ECS::TaskDefinition",), LAUNCH),
        _line("Cluster", ("AWS::ECS::Cluster",), LAUNCH),
    ),
    "AWS::EKS::Cluster": (
        _line("RoleArn", ROLES),
        _key("EncryptionConfig.*.Provider.KeyArn"),
    ),
    "AWS::EKS::Nodegroup": (
        _line("ClusterName", ("AWS::EKS::Cluster",), MAY, "what the control plane is needed for"),
        _line("NodeRole", ROLES, MAY, _RUNNING),
        _line("LaunchTemplate.Id", ("AWS::EC2::LaunchTemplate",), LAUNCH),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        _line("LoadBalancerArn", ("AWS::ElasticLoadBalancingV2::LoadBalancer",)),
        _line("Certificates.*.CertificateArn", CERTIFICATES),
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": (
        _line("Listeners.*.SSLCertificateId", CERTIFICATES),
    ),
    "AWS::CloudFront::Distribution": (
        _line("DistributionConfig.ViewerCertificate.AcmCertificateArn", CERTIFICATES),
    ),
    "AWS::ApiGateway::DomainName": (
        _line("CertificateArn", CERTIFICATES),
        _line("RegionalCertificateArn", CERTIFICATES),
    ),
    "AWS::ApiGatewayV2::DomainName": (
        _line("DomainNameConfigurations.*.CertificateArn", CERTIFICATES),
    ),
    "AWS::ApiGatewayV2::Integration": (_line("IntegrationUri", ("AWS::Lambda::Function",)),),
    "AWS::EC2::NatGateway": (_line("AllocationId", ("AWS::EC2::EIP",)),),
    "AWS::EC2::Subnet": (
        _line("VpcId", ("AWS::EC2::VPC",)),
        _line("OutpostArn", ()),
    ),
    "AWS::GlobalAccelerator::EndpointGroup": (
        _line("EndpointConfigurations.*.EndpointId", DOORS, MAY, "whether another takes over"),
    ),
    "AWS::ApiGateway::VpcLink": (_line("TargetArns.*", DOORS),),
    "AWS::Cognito::UserPool": tuple(
        _line(f"LambdaConfig.{one}", ("AWS::Lambda::Function",), MAY, "whether its trigger matters")
        for one in (
            *("CustomMessage", "PostAuthentication", "PostConfirmation", "PreAuthentication"),
            *("PreSignUp", "PreTokenGeneration", "UserMigration"),
        )
    ),
    "AWS::Route53::RecordSet": (
        _line("AliasTarget.DNSName", DOORS, MAY, "whether another record takes over"),
    ),
    "AWS::EC2::RouteTable": (_line("VpcId", ("AWS::EC2::VPC",)),),
    "AWS::EFS::MountTarget": (_line("FileSystemId", ("AWS::EFS::FileSystem",)),),
    "AWS::Lambda::EventSourceMapping": (
        _line("FunctionName", ("AWS::Lambda::Function",)),
        _line("EventSourceArn", ("AWS::SQS::Queue", "AWS::Kinesis::Stream", "AWS::MSK::Cluster")),
    ),
    "AWS::SNS::Subscription": (_line("TopicArn", ("AWS::SNS::Topic",)),),
    "AWS::SecretsManager::RotationSchedule": (
        _line("SecretId", SECRETS),
        _line("RotationLambdaARN", ("AWS::Lambda::Function",)),
    ),
    "AWS::CodeBuild::Project": (_line("ServiceRole", ROLES), _key("EncryptionKey")),
}
"""Type → the properties by which it names what it needs."""


def at(node: Node, path: tuple[str, ...]) -> Iterator[Node]:
    """The places that a path leads to; absent ones are left out."""
    for n, step in enumerate(path):
        if step == "*":
            for one in node.items():
                yield from at(one, path[n + 1 :])
            return
        node = node.at(step)
        if node.value is None:
            return
    yield node
