"""Golden pairs, one at least for each family that an option moves; see `pairs`."""

from __future__ import annotations

from .pairs import MINE, Props

FAMILY_PAIRS: list[tuple[str, Props, Props, str]] = [
    ("AWS::AIOps::InvestigationGroup", {}, {"EncryptionConfig": {"KmsKeyId": MINE}}, "keys A>C"),
    (
        "AWS::APS::Workspace",
        {},
        {
            "KmsKeyArn": MINE,
            "LoggingConfiguration": {
                "LogGroupArn": "arn:aws:logs:eu-west-1:111122223333:log-group:a"
            },
        },
        "keys A>C, log C>S",
    ),
    (
        "AWS::ApiGatewayV2::Stage",
        {},
        {
            "AccessLogSettings": {
                "DestinationArn": "arn:aws:logs:eu-west-1:111122223333:log-group:a"
            }
        },
        "log C>S",
    ),
    ("AWS::AppConfig::ConfigurationProfile", {}, {"KmsKeyIdentifier": MINE}, "keys A>C"),
    ("AWS::AppFlow::ConnectorProfile", {}, {"KMSArn": MINE}, "keys A>C"),
    ("AWS::AppFlow::Flow", {}, {"KMSArn": MINE}, "keys A>C"),
    ("AWS::AppIntegrations::DataIntegration", {}, {"KmsKey": MINE}, "keys A>C"),
    ("AWS::AppSync::Api", {}, {"EventConfig": {"LogConfig": {"LogLevel": "ERROR"}}}, "log C>S"),
    (
        "AWS::AppSync::ApiCache",
        {},
        {"TransitEncryptionEnabled": True},
        "transit C>S",
    ),
    (
        "AWS::AppSync::GraphQLApi",
        {"LogConfig": {"FieldLogLevel": "NONE"}},
        {"LogConfig": {"FieldLogLevel": "ERROR"}},
        "log C>S",
    ),
    (
        "AWS::Athena::WorkGroup",
        {},
        {
            "WorkGroupConfiguration": {
                "ResultConfiguration": {
                    "EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": MINE}
                }
            }
        },
        "rest C>S, keys A>C",
    ),
    (
        "AWS::AutoScaling::AutoScalingGroup",
        {},
        {
            "Tags": [
                {"Key": "kubernetes.io/cluster/shop", "Value": "owned", "PropagateAtLaunch": True}
            ]
        },
        "",
    ),
    ("AWS::BackupGateway::Hypervisor", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::Batch::ComputeEnvironment",
        {"ComputeResources": {"Type": "EC2"}},
        {"ComputeResources": {"Type": "FARGATE"}},
        "guest C>A, runtime C>A, keys S>A, resil C>S",
    ),
    ("AWS::Bedrock::Agent", {}, {"CustomerEncryptionKeyArn": MINE}, "keys A>C"),
    (
        "AWS::Bedrock::DataSource",
        {},
        {"ServerSideEncryptionConfiguration": {"KmsKeyArn": MINE}},
        "keys A>C",
    ),
    ("AWS::Bedrock::Guardrail", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    ("AWS::BedrockAgentCore::Gateway", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    ("AWS::BedrockAgentCore::Memory", {}, {"EncryptionKeyArn": MINE}, "keys A>C"),
    (
        "AWS::Cassandra::Table",
        {},
        {
            "EncryptionSpecification": {
                "EncryptionType": "CUSTOMER_MANAGED_KMS_KEY",
                "KmsKeyIdentifier": MINE,
            },
            "PointInTimeRecoveryEnabled": True,
        },
        "keys A>C, backup C>S",
    ),
    ("AWS::CleanRooms::IdMappingTable", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::CloudTrail::EventDataStore",
        {},
        {"KmsKeyId": MINE, "IngestionEnabled": False},
        "keys A>C, log S>C",
    ),
    ("AWS::CodeArtifact::Domain", {}, {"EncryptionKey": MINE}, "keys A>C"),
    ("AWS::CodeBuild::Fleet", {}, {"ImageId": "ami-1"}, "guest A>C"),
    ("AWS::CodeCommit::Repository", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::CodePipeline::Pipeline",
        {},
        {"ArtifactStore": {"EncryptionKey": {"Id": MINE, "Type": "KMS"}}},
        "keys A>C",
    ),
    ("AWS::Cognito::UserPool", {}, {"KeyConfiguration": {"KmsKeyArn": MINE}}, "keys A>C"),
    ("AWS::Comprehend::DocumentClassifier", {}, {"ModelKmsKeyId": MINE}, "keys A>C"),
    ("AWS::CustomerProfiles::Domain", {}, {"DefaultEncryptionKey": MINE}, "keys A>C"),
    (
        "AWS::DAX::Cluster",
        {"ReplicationFactor": 1},
        {
            "ReplicationFactor": 3,
            "SSESpecification": {"SSEEnabled": True},
            "ClusterEndpointEncryptionType": "TLS",
        },
        "transit C>S, rest C>S, resil C>S",
    ),
    (
        "AWS::DMS::ReplicationConfig",
        {},
        {"ComputeConfig": {"KmsKeyId": MINE, "MultiAZ": True}},
        "keys A>C, resil C>S",
    ),
    (
        "AWS::DMS::ReplicationInstance",
        {},
        {"MultiAZ": True, "AutoMinorVersionUpgrade": False},
        "runtime A>S, resil C>S",
    ),
    ("AWS::DSQL::Cluster", {}, {"KmsEncryptionKey": MINE}, "keys A>C"),
    (
        "AWS::DataSync::Task",
        {},
        {"CloudWatchLogGroupArn": "arn:aws:logs:eu-west-1:111122223333:log-group:a"},
        "log C>S",
    ),
    ("AWS::DataSync::Task", {"TaskMode": "BASIC"}, {"TaskMode": "ENHANCED"}, "log C>S"),
    ("AWS::DataZone::Domain", {}, {"KmsKeyIdentifier": MINE}, "keys A>C"),
    ("AWS::Deadline::Farm", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::DocDB::DBCluster",
        {},
        {
            "StorageEncrypted": True,
            "ManageMasterUserPassword": True,
            "EnableCloudwatchLogsExports": ["audit"],
        },
        "rest C>S, creds C>S, log C>S",
    ),
    ("AWS::DocDBElastic::Cluster", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::DynamoDB::GlobalTable",
        {"Replicas": [{"Region": "eu-west-1"}]},
        {
            "Replicas": [
                {
                    "Region": "eu-west-1",
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                    "SSESpecification": {"KMSMasterKeyId": MINE},
                }
            ]
        },
        "keys A>C, backup C>S",
    ),
    (
        "AWS::EC2::ClientVpnEndpoint",
        {"ConnectionLogOptions": {"Enabled": False}},
        {"ConnectionLogOptions": {"Enabled": True}},
        "log C>S",
    ),
    ("AWS::EC2::Host", {}, {"HostRecovery": "on"}, "resil C>S"),
    ("AWS::EC2::Image", {}, {"ImageOwnerAlias": "amazon"}, "guest C>S"),
    ("AWS::EC2::Instance", {}, {"SourceDestCheck": False}, ""),
    ("AWS::EC2::Instance", {}, {"Tags": [{"Key": "role", "Value": "postgres"}]}, ""),
    ("AWS::EC2::Snapshot", {}, {"Encrypted": True}, "rest C>S"),
    (
        "AWS::EC2::Subnet",
        {},
        {"OutpostArn": "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"},
        "site A>C, hw A>S, fabric A>S, resil S>C, log C>S",
    ),
    (
        "AWS::EC2::Subnet",
        {"AvailabilityZone": "eu-west-1a"},
        {"AvailabilityZone": "us-east-1-wl1-bos-wlz-1"},
        "site A>S, resil S>C",
    ),
    (
        "AWS::EC2::Subnet",
        {"AvailabilityZone": "us-west-2a"},
        {"AvailabilityZone": "us-west-2-lax-1a"},
        "resil S>C",
    ),
    ("AWS::EC2::VerifiedAccessEndpoint", {}, {"SseSpecification": {"KmsKeyArn": MINE}}, "keys A>C"),
    ("AWS::EC2::VerifiedAccessGroup", {}, {"SseSpecification": {"KmsKeyArn": MINE}}, "keys A>C"),
    (
        "AWS::EC2::VerifiedAccessInstance",
        {"LoggingConfigurations": {"S3": {"Enabled": False}}},
        {"LoggingConfigurations": {"S3": {"Enabled": True, "BucketName": "b"}}},
        "log C>S",
    ),
    (
        "AWS::EC2::VerifiedAccessTrustProvider",
        {},
        {"SseSpecification": {"KmsKeyArn": MINE}},
        "keys A>C",
    ),
    (
        "AWS::ECR::RepositoryCreationTemplate",
        {},
        {"EncryptionConfiguration": {"KmsKey": MINE}},
        "keys A>C",
    ),
    (
        "AWS::ECS::Service",
        {"LaunchType": "EC2"},
        {"LaunchType": "EXTERNAL"},
        (
            "site A>C, hw A>C, fabric A>C, virt A>C, host A>C, platform A>S, transit S>C, "
            "rest S>C, keys S>C"
        ),
    ),
    (
        "AWS::ECS::TaskDefinition",
        {"RequiresCompatibilities": ["EC2"]},
        {"RequiresCompatibilities": ["FARGATE"]},
        "rest C>A",
    ),
    (
        "AWS::EKS::AccessEntry",
        {"Type": "EC2_LINUX"},
        {"Type": "HYBRID_LINUX"},
        (
            "site A>C, hw A>C, fabric A>C, virt A>C, host A>C, guest A>C, runtime A>C, "
            "app .>C, netcfg .>C, transit .>C, rest .>C, keys .>C, creds .>C, data .>C, "
            "backup .>C, resil .>C, log .>S, monitor .>C, client .>C"
        ),
    ),
    (
        "AWS::EKS::Cluster",
        {},
        {
            "OutpostConfig": {
                "OutpostArns": ["arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"]
            }
        },
        "site A>C, hw A>S, fabric A>S, guest A>S, runtime A>C",
    ),
    ("AWS::EKS::Cluster", {}, {"ComputeConfig": {"Enabled": True}}, ""),
    (
        "AWS::EKS::Cluster",
        {},
        {"RemoteNetworkConfig": {"RemoteNodeNetworks": [{"Cidrs": ["10.1.0.0/16"]}]}},
        (
            "site A>C, hw A>C, fabric A>C, virt A>C, host A>C, guest A>C, runtime A>C, "
            "transit S>C, rest S>C"
        ),
    ),
    ("AWS::EMR::Studio", {}, {"EncryptionKeyArn": MINE}, "keys A>C"),
    ("AWS::EVS::Environment", {}, {"KmsKeyId": MINE}, "creds S>C"),
    (
        "AWS::ElastiCache::CacheCluster",
        {"AutoMinorVersionUpgrade": False},
        {"SnapshotRetentionLimit": 3, "TransitEncryptionEnabled": True},
        "runtime S>A, transit C>S, backup C>S",
    ),
    (
        "AWS::ElastiCache::ServerlessCache",
        {},
        {"KmsKeyId": MINE, "SnapshotRetentionLimit": 3},
        "keys A>C, backup C>S",
    ),
    (
        "AWS::ElasticLoadBalancing::LoadBalancer",
        {"Listeners": [{"Protocol": "HTTP"}]},
        {"Listeners": [{"Protocol": "HTTPS"}]},
        "transit C>S",
    ),
    (
        "AWS::ElasticLoadBalancing::LoadBalancer",
        {"Listeners": [{"Protocol": "HTTPS"}]},
        {
            "Listeners": [{"Protocol": "HTTPS"}, {"Protocol": "TCP"}],
            "AccessLoggingPolicy": {"Enabled": True},
        },
        "transit S>C, log C>S",
    ),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        {"Protocol": "HTTP"},
        {"Protocol": "HTTPS"},
        "transit C>S",
    ),
    (
        "AWS::Elasticsearch::Domain",
        {},
        {
            "EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": MINE},
            "ElasticsearchClusterConfig": {"ZoneAwarenessEnabled": True},
        },
        "rest C>S, keys A>C, resil C>S",
    ),
    (
        "AWS::Elasticsearch::Domain",
        {},
        {
            "NodeToNodeEncryptionOptions": {"Enabled": True},
            "LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": True}},
        },
        "transit C>S, log C>S",
    ),
    ("AWS::Events::Connection", {}, {"KmsKeyIdentifier": MINE}, "keys A>C"),
    ("AWS::Events::EventBus", {}, {"KmsKeyIdentifier": MINE}, "keys A>C"),
    (
        "AWS::FIS::ExperimentTemplate",
        {},
        {"LogConfiguration": {"LogSchemaVersion": 2, "S3Configuration": {"BucketName": "b"}}},
        "log C>S",
    ),
    ("AWS::FSx::FileCache", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::FSx::FileSystem",
        {"LustreConfiguration": {"DeploymentType": "PERSISTENT_2"}},
        {"LustreConfiguration": {"DeploymentType": "SCRATCH_2"}},
        "backup S>C",
    ),
    (
        "AWS::GameLift::Fleet",
        {"ComputeType": "EC2"},
        {"ComputeType": "ANYWHERE"},
        (
            "site A>C, hw A>C, fabric A>C, virt A>C, host A>C, guest S>C, platform A>S, "
            "transit S>C, rest S>C, keys S>C"
        ),
    ),
    (
        "AWS::Glue::DataCatalogEncryptionSettings",
        {
            "DataCatalogEncryptionSettings": {
                "EncryptionAtRest": {"CatalogEncryptionMode": "DISABLED"}
            }
        },
        {
            "DataCatalogEncryptionSettings": {
                "EncryptionAtRest": {"CatalogEncryptionMode": "SSE-KMS", "SseAwsKmsKeyId": MINE}
            }
        },
        "rest C>S, keys A>C",
    ),
    (
        "AWS::Glue::DataCatalogEncryptionSettings",
        {},
        {
            "DataCatalogEncryptionSettings": {
                "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": True}
            }
        },
        "creds C>S",
    ),
    ("AWS::Glue::Integration", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::HealthImaging::Datastore", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::HealthLake::FHIRDatastore",
        {},
        {"SseConfiguration": {"KmsEncryptionConfig": {"KmsKeyId": MINE}}},
        "keys A>C",
    ),
    (
        "AWS::IVSChat::Room",
        {},
        {
            "LoggingConfigurationIdentifiers": [
                "arn:aws:ivschat:eu-west-1:111122223333:logging-configuration/a"
            ]
        },
        "log C>S",
    ),
    ("AWS::ImageBuilder::Component", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::IoT::Logging", {"DefaultLogLevel": "DISABLED"}, {"DefaultLogLevel": "WARN"}, "log C>S"),
    (
        "AWS::KafkaConnect::Connector",
        {"KafkaClusterEncryptionInTransit": {"EncryptionType": "PLAINTEXT"}},
        {
            "KafkaClusterEncryptionInTransit": {"EncryptionType": "TLS"},
            "LogDelivery": {"WorkerLogDelivery": {"S3": {"Enabled": True, "Bucket": "b"}}},
        },
        "transit C>S, log C>S",
    ),
    (
        "AWS::Kendra::Index",
        {},
        {"ServerSideEncryptionConfiguration": {"KmsKeyId": MINE}},
        "keys A>C",
    ),
    (
        "AWS::KinesisAnalyticsV2::Application",
        {},
        {
            "ApplicationConfiguration": {
                "ApplicationEncryptionConfiguration": {
                    "KeyType": "CUSTOMER_MANAGED_KEY",
                    "KeyId": MINE,
                },
                "ApplicationSnapshotConfiguration": {"SnapshotsEnabled": True},
            }
        },
        "keys A>C, backup C>S",
    ),
    (
        "AWS::KinesisFirehose::DeliveryStream",
        {},
        {"DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK"}},
        "rest C>S",
    ),
    (
        "AWS::KinesisFirehose::DeliveryStream",
        {"DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK"}},
        {
            "DeliveryStreamEncryptionConfigurationInput": {
                "KeyType": "CUSTOMER_MANAGED_CMK",
                "KeyARN": MINE,
            }
        },
        "keys A>C",
    ),
    ("AWS::KinesisVideo::Stream", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::Lightsail::Database",
        {"BackupRetention": False},
        {"BackupRetention": True},
        "backup C>S",
    ),
    (
        "AWS::Lightsail::Disk",
        {},
        {"AddOns": [{"AddOnType": "AutoSnapshot", "Status": "Enabled"}]},
        "backup C>S",
    ),
    (
        "AWS::Lightsail::Instance",
        {"AddOns": [{"AddOnType": "AutoSnapshot", "Status": "Disabled"}]},
        {"AddOns": [{"AddOnType": "AutoSnapshot", "Status": "Enabled"}]},
        "backup C>S",
    ),
    ("AWS::Location::Tracker", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::Logs::LogAnomalyDetector", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::M2::Application", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::M2::Environment",
        {},
        {"KmsKeyId": MINE, "HighAvailabilityConfig": {"DesiredCapacity": 2}},
        "keys A>C, resil C>S",
    ),
    (
        "AWS::MWAA::Environment",
        {},
        {"KmsKey": MINE, "LoggingConfiguration": {"TaskLogs": {"Enabled": True}}},
        "keys A>C, log C>S",
    ),
    (
        "AWS::MemoryDB::Cluster",
        {"TLSEnabled": False, "NumReplicasPerShard": 0, "AutoMinorVersionUpgrade": False},
        {"SnapshotRetentionLimit": 3},
        "runtime S>A, transit C>S, backup C>S, resil C>S",
    ),
    ("AWS::MemoryDB::Cluster", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::Neptune::DBCluster",
        {},
        {"StorageEncrypted": True, "EnableCloudwatchLogsExports": ["audit"]},
        "rest C>S, log C>S",
    ),
    ("AWS::NeptuneGraph::Graph", {}, {"KmsKeyIdentifier": MINE}, "keys A>C"),
    ("AWS::OSIS::Pipeline", {}, {"EncryptionAtRestOptions": {"KmsKeyArn": MINE}}, "keys A>C"),
    ("AWS::OpenSearchServerless::Collection", {}, {"StandbyReplicas": "DISABLED"}, "resil S>C"),
    ("AWS::OpenSearchService::Application", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::Pipes::Pipe",
        {},
        {"KmsKeyIdentifier": MINE, "LogConfiguration": {"Level": "ERROR"}},
        "keys A>C, log C>S",
    ),
    (
        "AWS::QBusiness::Application",
        {},
        {"EncryptionConfiguration": {"KmsKeyId": MINE}},
        "keys A>C",
    ),
    (
        "AWS::RDS::DBCluster",
        {"Engine": "aurora-postgresql"},
        {
            "Engine": "aurora-postgresql",
            "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5},
            "ManageMasterUserPassword": True,
        },
        "creds C>S",
    ),
    (
        "AWS::RDS::DBInstance",
        {"Engine": "oracle-ee"},
        {"Engine": "custom-oracle-ee"},
        "guest A>C, runtime A>S, platform A>S, rest C>S, keys A>C, log C>S",
    ),
    (
        "AWS::RDS::DBInstance",
        {"Engine": "sqlserver-ee"},
        {"Engine": "custom-sqlserver-ee"},
        "guest A>S, runtime A>S, platform A>S, rest C>S, keys A>C, resil C>S, log C>S",
    ),
    (
        "AWS::RDS::DBInstance",
        {"Engine": "mysql"},
        {"Engine": "aurora-mysql"},
        "rest C>S, keys A>S, resil C>S",
    ),
    ("AWS::RDS::DBProxy", {"RequireTLS": False}, {"RequireTLS": True}, "transit C>S"),
    (
        "AWS::RDS::DBSnapshot",
        {"Encrypted": False},
        {"Encrypted": True, "KmsKeyId": MINE},
        "rest C>S, keys S>C",
    ),
    ("AWS::RDS::Integration", {}, {"KMSKeyId": MINE}, "keys A>C"),
    ("AWS::RUM::AppMonitor", {}, {"CwLogEnabled": True}, "log C>S"),
    (
        "AWS::Redshift::ClusterParameterGroup",
        {},
        {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true"}]},
        "transit C>S",
    ),
    ("AWS::Redshift::Integration", {}, {"KMSKeyId": MINE}, "keys A>C"),
    (
        "AWS::RedshiftServerless::Namespace",
        {},
        {"KmsKeyId": MINE, "ManageAdminPassword": True, "LogExports": ["userlog"]},
        "keys A>C, creds C>S, log C>S",
    ),
    (
        "AWS::Route53::HostedZone",
        {},
        {
            "QueryLoggingConfig": {
                "CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:a"
            }
        },
        "log C>S",
    ),
    (
        "AWS::S3Express::DirectoryBucket",
        {},
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {
                        "ServerSideEncryptionByDefault": {
                            "SSEAlgorithm": "aws:kms",
                            "KMSMasterKeyID": MINE,
                        }
                    }
                ]
            }
        },
        "keys A>C",
    ),
    (
        "AWS::S3Tables::TableBucket",
        {},
        {"EncryptionConfiguration": {"KMSKeyArn": MINE}},
        "keys A>C",
    ),
    (
        "AWS::S3Vectors::VectorBucket",
        {},
        {"EncryptionConfiguration": {"KmsKeyArn": MINE}},
        "keys A>C",
    ),
    (
        "AWS::SES::ConfigurationSet",
        {"DeliveryOptions": {"TlsPolicy": "OPTIONAL"}},
        {"DeliveryOptions": {"TlsPolicy": "REQUIRE"}},
        "transit C>S",
    ),
    ("AWS::SES::MailManagerArchive", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    ("AWS::SNS::Subscription", {"Protocol": "https"}, {"Protocol": "http"}, "transit A>C"),
    ("AWS::SageMaker::Domain", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::SageMaker::EndpointConfig", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::SageMaker::FeatureGroup",
        {},
        {"OnlineStoreConfig": {"SecurityConfig": {"KmsKeyId": MINE}}},
        "keys A>C",
    ),
    (
        "AWS::SageMaker::Model",
        {"PrimaryContainer": {"Image": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch:2"}},
        {"PrimaryContainer": {"Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/own:2"}},
        "runtime S>C",
    ),
    ("AWS::SageMaker::ModelCard", {}, {"SecurityConfig": {"KmsKeyId": MINE}}, "keys A>C"),
    ("AWS::SageMaker::NotebookInstance", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::SageMaker::PartnerApp", {}, {"KmsKeyId": MINE}, "keys A>C"),
    ("AWS::Scheduler::Schedule", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    (
        "AWS::SecurityLake::DataLake",
        {},
        {"EncryptionConfiguration": {"KmsKeyId": MINE}},
        "keys A>C",
    ),
    (
        "AWS::StepFunctions::Activity",
        {},
        {"EncryptionConfiguration": {"KmsKeyId": MINE}},
        "keys A>C",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        {},
        {
            "EncryptionConfiguration": {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": MINE},
            "LoggingConfiguration": {"Level": "ALL"},
        },
        "keys A>C, log C>S",
    ),
    (
        "AWS::StorageGateway::NFSFileShare",
        {},
        {
            "KMSEncrypted": True,
            "KMSKey": MINE,
            "AuditDestinationARN": "arn:aws:logs:eu-west-1:111122223333:log-group:a",
        },
        "keys A>C, log C>S",
    ),
    ("AWS::Synthetics::Canary", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    ("AWS::Timestream::Database", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::Timestream::InfluxDBInstance",
        {"DeploymentType": "SINGLE_AZ"},
        {
            "DeploymentType": "WITH_MULTIAZ_STANDBY",
            "LogDeliveryConfiguration": {"S3Configuration": {"BucketName": "b", "Enabled": True}},
        },
        "resil C>S, log C>S",
    ),
    ("AWS::Timestream::ScheduledQuery", {}, {"KmsKeyId": MINE}, "keys A>C"),
    (
        "AWS::Transfer::Connector",
        {},
        {"LoggingRole": "arn:aws:iam::111122223333:role/log"},
        "log C>S",
    ),
    ("AWS::Translate::Terminology", {}, {"EncryptionKey": {"Id": MINE}}, "keys A>C"),
    (
        "AWS::VerifiedPermissions::PolicyStore",
        {},
        {"EncryptionSettings": {"KmsEncryptionSettings": {"Key": MINE}}},
        "keys A>C",
    ),
    (
        "AWS::Wisdom::Assistant",
        {},
        {"ServerSideEncryptionConfiguration": {"KmsKeyId": MINE}},
        "keys A>C",
    ),
    ("AWS::WorkSpacesThinClient::Environment", {}, {"KmsKeyArn": MINE}, "keys A>C"),
    ("AWS::WorkSpacesWeb::Portal", {}, {"CustomerManagedKey": MINE}, "keys A>C"),
    (
        "Partywall::EC2::AccountSettings",
        {"EbsEncryptionByDefault": False},
        {"EbsEncryptionByDefault": True},
        "rest C>S",
    ),
]
