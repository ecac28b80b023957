"""Which resource types say something about another resource, and by which property.

A bucket policy, a rule of a security group, a policy attached to a role: CloudFormation gives
each a type of its own, and what is true of the parent depends on all of them.

Source: the CloudFormation template reference of each type (not re-read).
"""

from __future__ import annotations

from typing import Final

COMPANIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AWS::ApiGateway::Stage": (("RestApiId", "AWS::ApiGateway::RestApi"),),
    "AWS::ApiGateway::Method": (("RestApiId", "AWS::ApiGateway::RestApi"),),
    "AWS::ApiGatewayV2::Stage": (("ApiId", "AWS::ApiGatewayV2::Api"),),
    "AWS::ApiGatewayV2::Route": (("ApiId", "AWS::ApiGatewayV2::Api"),),
    "AWS::AutoScaling::ScalingPolicy": (
        ("AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup"),
    ),
    "AWS::EC2::EIP": (("InstanceId", "AWS::EC2::Instance"),),
    "AWS::EC2::EIPAssociation": (
        ("InstanceId", "AWS::EC2::Instance"),
        ("NetworkInterfaceId", "AWS::EC2::Instance"),
        ("NetworkInterfaceId", "AWS::EC2::NetworkInterface"),
    ),
    "AWS::EC2::FlowLog": (
        ("ResourceId", "AWS::EC2::VPC"),
        ("ResourceId", "AWS::EC2::Subnet"),
    ),
    "AWS::EC2::NetworkInterfaceAttachment": (("InstanceId", "AWS::EC2::Instance"),),
    "AWS::EC2::NetworkAclEntry": (("NetworkAclId", "AWS::EC2::NetworkAcl"),),
    "AWS::EC2::Route": (("RouteTableId", "AWS::EC2::RouteTable"),),
    "AWS::EC2::SecurityGroupEgress": (("GroupId", "AWS::EC2::SecurityGroup"),),
    "AWS::EC2::SecurityGroupIngress": (
        ("GroupId", "AWS::EC2::SecurityGroup"),
        ("GroupName", "AWS::EC2::SecurityGroup"),
    ),
    "AWS::EC2::SubnetRouteTableAssociation": (
        ("SubnetId", "AWS::EC2::Subnet"),
        ("RouteTableId", "AWS::EC2::RouteTable"),
    ),
    "AWS::EC2::VPCGatewayAttachment": (("VpcId", "AWS::EC2::VPC"),),
    "AWS::EFS::MountTarget": (("FileSystemId", "AWS::EFS::FileSystem"),),
    "AWS::EKS::Addon": (("ClusterName", "AWS::EKS::Cluster"),),
    "AWS::EKS::Nodegroup": (("ClusterName", "AWS::EKS::Cluster"),),
    "AWS::ElasticLoadBalancingV2::Listener": (
        ("LoadBalancerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (
        ("ListenerArn", "AWS::ElasticLoadBalancingV2::Listener"),
    ),
    "AWS::Events::EventBusPolicy": (("EventBusName", "AWS::Events::EventBus"),),
    "AWS::IAM::ManagedPolicy": (
        ("Roles", "AWS::IAM::Role"),
        ("Users", "AWS::IAM::User"),
        ("Groups", "AWS::IAM::Group"),
    ),
    "AWS::IAM::Policy": (
        ("Roles", "AWS::IAM::Role"),
        ("Users", "AWS::IAM::User"),
        ("Groups", "AWS::IAM::Group"),
    ),
    "AWS::IAM::GroupPolicy": (("GroupName", "AWS::IAM::Group"),),
    "AWS::IAM::RolePolicy": (("RoleName", "AWS::IAM::Role"),),
    "AWS::IAM::UserPolicy": (("UserName", "AWS::IAM::User"),),
    "AWS::IAM::UserToGroupAddition": (("GroupName", "AWS::IAM::Group"),),
    "AWS::KMS::Alias": (("TargetKeyId", "AWS::KMS::Key"),),
    "AWS::Kinesis::ResourcePolicy": (("ResourceArn", "AWS::Kinesis::Stream"),),
    "AWS::Lambda::Alias": (("FunctionName", "AWS::Lambda::Function"),),
    "AWS::Lambda::EventInvokeConfig": (("FunctionName", "AWS::Lambda::Function"),),
    "AWS::Lambda::EventSourceMapping": (("FunctionName", "AWS::Lambda::Function"),),
    "AWS::Lambda::Permission": (("FunctionName", "AWS::Lambda::Function"),),
    "AWS::Lambda::Url": (("TargetFunctionArn", "AWS::Lambda::Function"),),
    "AWS::Logs::DeliverySource": (("ResourceArn", "AWS::CloudFront::Distribution"),),
    "AWS::NetworkFirewall::LoggingConfiguration": (
        ("FirewallArn", "AWS::NetworkFirewall::Firewall"),
    ),
    "AWS::RDS::DBInstance": (("DBClusterIdentifier", "AWS::RDS::DBCluster"),),
    "AWS::Route53::DNSSEC": (("HostedZoneId", "AWS::Route53::HostedZone"),),
    "AWS::S3::BucketPolicy": (("Bucket", "AWS::S3::Bucket"),),
    "AWS::SNS::Subscription": (("TopicArn", "AWS::SNS::Topic"),),
    "AWS::SNS::TopicPolicy": (("Topics", "AWS::SNS::Topic"),),
    "AWS::SNS::TopicInlinePolicy": (("TopicArn", "AWS::SNS::Topic"),),
    "AWS::SQS::QueueInlinePolicy": (("Queue", "AWS::SQS::Queue"),),
    "AWS::SQS::QueuePolicy": (("Queues", "AWS::SQS::Queue"),),
    "AWS::SecretsManager::ResourcePolicy": (("SecretId", "AWS::SecretsManager::Secret"),),
    "AWS::SecretsManager::RotationSchedule": (("SecretId", "AWS::SecretsManager::Secret"),),
    "AWS::WAFv2::WebACLAssociation": (
        ("ResourceArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
        ("ResourceArn", "AWS::ApiGateway::Stage"),
        ("ResourceArn", "AWS::AppSync::GraphQLApi"),
        ("ResourceArn", "AWS::Cognito::UserPool"),
    ),
    "AWS::WAFv2::LoggingConfiguration": (("ResourceArn", "AWS::WAFv2::WebACL"),),
    "Partywall::KMS::Grant": (("KeyId", "AWS::KMS::Key"), ("KeyId", "AWS::KMS::ReplicaKey")),
}
"""Companion type → (property that names the parent, the parent's type), one or several."""

IDENTITY: Final[dict[str, str]] = {
    "AWS::ApiGateway::RestApi": "Name",
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::EKS::Cluster": "Name",
    "AWS::Events::EventBus": "Name",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Kinesis::Stream": "Name",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SecretsManager::Secret": "Name",
}
"""The property by which others can mention a resource whose name the template fixes."""
