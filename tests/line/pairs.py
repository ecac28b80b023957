"""Golden pairs: two configurations that differ in one option, and exactly the cells it moves.

Moves are written as `keys A>C, backup .>C`: the layer's short name, the party before and after
(A for AWS, C for the customer, S for shared, a dot where the layer is not there).
"""

from __future__ import annotations

from typing import Any

MINE = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

Props = dict[str, Any]


def setting(namespace: str, option: str, value: str) -> Props:
    return {"OptionSettings": [{"Namespace": namespace, "OptionName": option, "Value": value}]}


def sse(algorithm: str, key: str | None = None) -> Props:
    default = {"SSEAlgorithm": algorithm} | ({"KMSMasterKeyID": key} if key else {})
    rules = [{"ServerSideEncryptionByDefault": default}]
    return {"BucketEncryption": {"ServerSideEncryptionConfiguration": rules}}


EC2, RDS, S3, LAMBDA = "AWS::EC2::", "AWS::RDS::", "AWS::S3::", "AWS::Lambda::"
ECS, EKS, CACHE = "AWS::ECS::", "AWS::EKS::", "AWS::ElastiCache::"
MANAGED = "aws:elasticbeanstalk:managedactions"
ONE_ZONE = {"Status": "Enabled", "Transitions": [{"StorageClass": "ONEZONE_IA"}]}
TLS, PLAIN = {"Protocol": "HTTPS"}, {"Protocol": "HTTP"}
REDIRECT = {"DefaultActions": [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS"}}]}
MSK = "AWS::MSK::Cluster"
OS = "AWS::OpenSearchService::Domain"
REDSHIFT = "AWS::Redshift::Cluster"

PAIRS: list[tuple[str, Props, Props, str]] = [
    # -- keys: no key or AWS's alias, against a key of the customer's
    (f"{EC2}Volume", {"Encrypted": True}, {"Encrypted": True, "KmsKeyId": MINE}, "keys A>C"),
    (f"{EC2}Volume", {"Encrypted": True, "KmsKeyId": "alias/aws/ebs"},
     {"Encrypted": True, "KmsKeyId": MINE}, "keys A>C"),
    (f"{RDS}DBInstance", {"Engine": "mysql"}, {"Engine": "mysql", "KmsKeyId": MINE}, "keys A>C"),
    (f"{RDS}DBCluster", {"Engine": "aurora-mysql"},
     {"Engine": "aurora-mysql", "KmsKeyId": MINE}, "keys A>C"),
    (f"{S3}Bucket", {}, sse("AES256"), ""),
    (f"{S3}Bucket", {}, sse("aws:kms"), ""),
    (f"{S3}Bucket", sse("aws:kms", "alias/aws/s3"), sse("aws:kms", MINE), "keys A>C"),
    (f"{S3}Bucket", sse("AES256"), sse("aws:kms:dsse", MINE), "keys A>C"),
    ("AWS::DynamoDB::Table", {"SSESpecification": {"SSEEnabled": True}},
     {"SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": MINE}}, "keys A>C"),
    ("AWS::SQS::Queue", {"KmsMasterKeyId": "alias/aws/sqs"}, {"KmsMasterKeyId": MINE}, "keys A>C"),
    ("AWS::SNS::Topic", {"KmsMasterKeyId": "alias/aws/sns"}, {"KmsMasterKeyId": MINE}, "keys A>C"),
    ("AWS::Kinesis::Stream",
     {"StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}},
     {"StreamEncryption": {"EncryptionType": "KMS", "KeyId": MINE}}, "keys A>C"),
    ("AWS::SecretsManager::Secret", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::Logs::LogGroup", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::EFS::FileSystem", {"Encrypted": True}, {"Encrypted": True, "KmsKeyId": MINE},
     "keys A>C"),
    ("AWS::SSM::Parameter", {"Type": "SecureString"}, {"Type": "SecureString", "KeyId": MINE},
     "keys A>C"),
    ("AWS::ECR::Repository", {}, {"EncryptionConfiguration": {"KmsKey": MINE}}, "keys A>C"),
    ("AWS::CloudTrail::Trail", {"IsLogging": True}, {"IsLogging": True, "KMSKeyId": MINE},
     "keys A>C"),
    (f"{EKS}Cluster", {}, {"EncryptionConfig": [{"Provider": {"KeyArn": MINE}}]}, "keys A>C"),
    (f"{ECS}Cluster", {}, {"Configuration": {"ManagedStorageConfiguration": {
        "FargateEphemeralStorageKmsKeyId": MINE}}}, "keys A>C"),
    (f"{CACHE}ReplicationGroup", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (REDSHIFT, {}, {"KmsKeyId": MINE}, "keys A>C"),
    (MSK, {}, {"EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": MINE}}}, "keys A>C"),
    (OS, {}, {"EncryptionAtRestOptions": {"Enabled": False, "KmsKeyId": MINE}}, "keys A>C"),
    ("AWS::Backup::BackupVault", {}, {"EncryptionKeyArn": MINE}, "keys A>C"),
    ("AWS::KMS::Key", {}, {"Origin": "EXTERNAL"}, "keys S>C, backup .>C"),
    ("AWS::KMS::Key", {}, {"Origin": "EXTERNAL_KEY_STORE"},
     "site A>S, hw A>S, keys S>C, backup .>C, resil A>C"),
    ("AWS::CertificateManager::Certificate", {"ValidationMethod": "DNS"},
     {"ValidationMethod": "EMAIL"}, "keys A>S"),
    # -- data at rest: off, against on
    (f"{EC2}Volume", {"Encrypted": False}, {"Encrypted": True}, "rest C>S"),
    (f"{EC2}Volume", {"Encrypted": "false"}, {"Encrypted": "true"}, "rest C>S"),
    (f"{RDS}DBInstance", {"Engine": "postgres"}, {"Engine": "postgres", "StorageEncrypted": True},
     "rest C>S"),
    ("AWS::EFS::FileSystem", {}, {"Encrypted": True}, "rest C>S"),
    (f"{CACHE}ReplicationGroup", {}, {"AtRestEncryptionEnabled": True}, "rest C>S"),
    (OS, {}, {"EncryptionAtRestOptions": {"Enabled": True}}, "rest C>S"),
    (REDSHIFT, {"Encrypted": False}, {"Encrypted": True}, "rest C>S"),
    ("AWS::SNS::Topic", {}, {"KmsMasterKeyId": "alias/aws/sns"}, ""),
    ("AWS::SQS::Queue", {"SqsManagedSseEnabled": False}, {}, "rest C>S"),
    ("AWS::Kinesis::Stream", {}, {"StreamEncryption": {"EncryptionType": "KMS"}}, "rest C>S"),
    ("AWS::WorkSpaces::Workspace", {"RootVolumeEncryptionEnabled": True},
     {"RootVolumeEncryptionEnabled": True, "UserVolumeEncryptionEnabled": True}, "rest C>S"),
    ("AWS::SSM::Parameter", {"Type": "String"}, {"Type": "SecureString"}, "rest C>S"),
    ("AWS::ApiGateway::Stage", {}, {"CacheClusterEnabled": True}, "rest A>C"),
    (f"{RDS}DBCluster", {"Engine": "aurora-mysql"},
     {"Engine": "aurora-mysql", "StorageEncrypted": True}, ""),
    (f"{RDS}DBCluster", {"Engine": "mysql"}, {"Engine": "mysql", "StorageEncrypted": True},
     "rest C>S"),
    (f"{CACHE}ReplicationGroup", {"Engine": "redis"}, {"Engine": "valkey"}, "rest C>S"),
    ("AWS::CodeBuild::Project", {"Artifacts": {"EncryptionDisabled": True}},
     {"Artifacts": {"EncryptionDisabled": False}}, "rest C>S"),
    # -- data in transit
    ("AWS::ElasticLoadBalancingV2::Listener", PLAIN, TLS, "transit C>S"),
    ("AWS::ElasticLoadBalancingV2::Listener", PLAIN, PLAIN | REDIRECT, "transit C>S"),
    (f"{CACHE}ReplicationGroup", {}, {"TransitEncryptionEnabled": True}, "transit C>S"),
    (OS, {}, {"NodeToNodeEncryptionOptions": {"Enabled": True}}, "transit C>S"),
    (MSK, {}, {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}}},
     "transit S>C"),
    ("AWS::Transfer::Server", {"Protocols": ["SFTP"]}, {"Protocols": ["SFTP", "FTP"]},
     "transit S>C"),
    ("AWS::DMS::Endpoint", {"SslMode": "none"}, {"SslMode": "verify-full"}, "transit C>S"),
    ("AWS::DirectConnect::Connection", {}, {"RequestMACSec": True}, "transit C>S"),
    (f"{EC2}VPCPeeringConnection", {}, {"PeerRegion": "eu-central-1"}, "transit S>A"),
    ("AWS::CloudFront::Distribution", {"DistributionConfig": {"DefaultCacheBehavior": {
        "ViewerProtocolPolicy": "allow-all"}}}, {"DistributionConfig": {"DefaultCacheBehavior": {
            "ViewerProtocolPolicy": "https-only"}}}, "transit C>S"),
    # -- backup
    (f"{RDS}DBInstance", {"Engine": "postgres", "BackupRetentionPeriod": 0},
     {"Engine": "postgres"}, "backup C>S"),
    (f"{RDS}DBInstance", {"Engine": "mysql", "BackupRetentionPeriod": "0"},
     {"Engine": "mysql", "BackupRetentionPeriod": "7"}, "backup C>S, runtime S>A"),
    (f"{CACHE}ReplicationGroup", {}, {"SnapshotRetentionLimit": 5}, "backup C>S"),
    ("AWS::DynamoDB::Table", {}, {"PointInTimeRecoverySpecification": {
        "PointInTimeRecoveryEnabled": True}}, "backup C>S"),
    ("AWS::EFS::FileSystem", {}, {"BackupPolicy": {"Status": "ENABLED"}}, "backup C>S"),
    (f"{S3}Bucket", {}, {"VersioningConfiguration": {"Status": "Enabled"}}, "backup C>S"),
    (f"{S3}Bucket", {}, {"VersioningConfiguration": {"Status": "Suspended"}}, ""),
    ("AWS::FSx::FileSystem", {"WindowsConfiguration": {"AutomaticBackupRetentionDays": 0}},
     {"WindowsConfiguration": {"AutomaticBackupRetentionDays": 7}}, "backup C>S"),
    (REDSHIFT, {"NodeType": "dc2.large", "AutomatedSnapshotRetentionPeriod": 0},
     {"NodeType": "ra3.xlplus", "AutomatedSnapshotRetentionPeriod": 0}, "backup C>S"),
    # -- resilience
    (f"{RDS}DBInstance", {"Engine": "mysql"}, {"Engine": "mysql", "MultiAZ": True}, "resil C>S"),
    (f"{CACHE}ReplicationGroup", {}, {"AutomaticFailoverEnabled": True}, "resil C>S"),
    ("AWS::AmazonMQ::Broker", {"DeploymentMode": "SINGLE_INSTANCE"},
     {"DeploymentMode": "CLUSTER_MULTI_AZ"}, "resil C>S"),
    ("AWS::EFS::FileSystem", {}, {"AvailabilityZoneName": "eu-west-1a"},
     "resil A>S, backup C>S"),
    (f"{S3}Bucket", {}, {"LifecycleConfiguration": {"Rules": [ONE_ZONE]}}, "resil A>S"),
    (f"{S3}Bucket", {}, {"LifecycleConfiguration": {"Rules": [ONE_ZONE | {"Status": "Disabled"}]}},
     ""),
    (OS, {}, {"ClusterConfig": {"ZoneAwarenessEnabled": True}}, "resil C>S"),
    (f"{EC2}NatGateway", {}, {"AvailabilityMode": "regional"}, "resil C>A"),
    # -- logging and monitoring
    (f"{S3}Bucket", {}, {"LoggingConfiguration": {"DestinationBucketName": "logs"}}, "log C>S"),
    (f"{EKS}Cluster", {}, {"Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "audit"}]}}},
     "log C>S"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", {}, {"LoadBalancerAttributes": [
        {"Key": "access_logs.s3.enabled", "Value": "true"}]}, "log C>S"),
    (OS, {"LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": False}}},
     {"LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": True}}}, "log C>S"),
    ("AWS::CloudTrail::Trail", {"IsLogging": False}, {"IsLogging": True}, "log C>S"),
    ("AWS::GuardDuty::Detector", {"Enable": False}, {"Enable": True}, "monitor C>S"),
    # -- who patches the runtime or engine
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"PackageType": "Image"}, "runtime A>C"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "python3.13",
     "RuntimeManagementConfig": {"UpdateRuntimeOn": "Auto"}}, ""),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "python3.13",
     "RuntimeManagementConfig": {"UpdateRuntimeOn": "FunctionUpdate"}}, "runtime A>S"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "python3.13",
     "RuntimeManagementConfig": {"UpdateRuntimeOn": "Manual"}}, "runtime A>C"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "provided.al2023"},
     "runtime A>S"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "python3.8"}, "runtime A>C"),
    (f"{RDS}DBInstance", {"Engine": "mysql"}, {"Engine": "mysql",
     "AutoMinorVersionUpgrade": False}, "runtime A>S"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "python3.10"}, "runtime A>C"),
    (f"{LAMBDA}Function", {"Runtime": "provided.al2023"}, {"Runtime": "provided.al2"},
     "runtime S>C"),
    (f"{LAMBDA}Function", {"Runtime": "java17"}, {"Runtime": "dotnet8"}, "runtime A>C"),
    (f"{EKS}Cluster", {"Version": "1.34"}, {"Version": "1.30"}, "platform A>S"),
    (f"{EKS}Cluster", {"Version": "1.34"}, {"Version": "1.27"}, "platform A>S"),
    (f"{LAMBDA}Function", {"Runtime": "python3.13"}, {"Runtime": "custom"}, "runtime A>C"),
    ("AWS::Neptune::DBInstance", {}, {"AutoMinorVersionUpgrade": "false"}, "runtime A>S"),
    (REDSHIFT, {}, {"AllowVersionUpgrade": False}, "runtime A>S"),
    (OS, {}, {"SoftwareUpdateOptions": {"AutoSoftwareUpdateEnabled": True}}, "runtime S>A"),
    ("AWS::Glue::Job", {"GlueVersion": "5.0"}, {"GlueVersion": "2.0"}, "runtime A>C"),
    ("AWS::Glue::Job", {}, {"GlueVersion": "1.0"}, "runtime A>C"),
    ("AWS::Glue::MLTransform", {}, {"GlueVersion": "5.0"}, "runtime C>A"),
    ("AWS::AppRunner::Service", {"SourceConfiguration": {"CodeRepository": {}}},
     {"SourceConfiguration": {"ImageRepository": {"ImageIdentifier": "x"}}}, "runtime S>C"),
    ("AWS::CodeBuild::Project", {"Environment": {"Image": "aws/codebuild/standard:7.0"}},
     {"Environment": {"Image": "registry.example/build:1"}}, "runtime S>C"),
    (f"{ECS}Service", {"LaunchType": "FARGATE"},
     {"LaunchType": "FARGATE", "PlatformVersion": "1.4.0"}, "runtime A>S"),
    # -- who patches the system
    (f"{EKS}Nodegroup", {"AmiType": "AL2023_x86_64_STANDARD"}, {"AmiType": "CUSTOM"},
     "guest S>C, runtime S>C"),
    ("AWS::EMR::Cluster", {"ReleaseLabel": "emr-7.5.0"}, {"ReleaseLabel": "emr-5.30.0"},
     "guest S>C"),
    ("AWS::EMR::Cluster", {"ReleaseLabel": "emr-7.5.0"},
     {"ReleaseLabel": "emr-7.5.0", "CustomAmiId": "ami-1"}, "guest S>C"),
    ("AWS::ElasticBeanstalk::Environment", setting(MANAGED, "ManagedActionsEnabled", "true"),
     setting(MANAGED, "ManagedActionsEnabled", "false"), "guest S>C, runtime S>C, platform A>S"),
    (f"{ECS}CapacityProvider", {"ManagedInstancesProvider": {"InfrastructureRoleArn": "r"}},
     {"AutoScalingGroupProvider": {"AutoScalingGroupArn": "a"}}, "guest A>C, runtime A>C"),
    ("AWS::Batch::ComputeEnvironment", {"ComputeResources": {"Type": "EC2"}},
     {"ComputeResources": {"Type": "ECS_MANAGED_INSTANCES"}}, "guest C>A, runtime C>A"),
    ("AWS::SageMaker::Cluster", {}, {"InstanceGroups": [{"AutoPatchConfig": {"x": 1}}]},
     "guest C>S"),
    # -- platform, credentials, place
    (f"{EC2}VPNConnection", {}, {"VpnTunnelOptionsSpecifications": [
        {"EnableTunnelLifecycleControl": True}]}, "platform A>S"),
    (f"{RDS}DBInstance", {"Engine": "mysql"}, {"Engine": "mysql",
     "ManageMasterUserPassword": True}, "creds C>S"),
    (f"{EC2}Volume", {"Encrypted": True}, {"Encrypted": True, "OutpostArn": "arn:aws:outposts:x"},
     "site A>C, hw A>S, fabric A>S"),
    (f"{RDS}DBInstance", {"Engine": "mysql"}, {"Engine": "mysql", "BackupTarget": "outposts"},
     "site A>C, hw A>S, fabric A>S"),
    (f"{EC2}Instance", {"InstanceType": "m7i.large"}, {"InstanceType": "mac2.metal"}, "virt A>."),
    (f"{EC2}Instance", {"InstanceType": "m7i.large"}, {"InstanceType": "m7i.metal-24xl"},
     "virt A>S"),
    (f"{EC2}Instance", {"InstanceType": "m7i.large"}, {"InstanceType": "m7gd.large"}, ""),
]  # fmt: skip
