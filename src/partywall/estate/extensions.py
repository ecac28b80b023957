"""Resource types of our own, for facts that CloudFormation has no type for.

Settings of an account in a Region (EBS encryption by default), and things that CloudFormation
does not create but that have owners and access lists all the same (snapshots, images). Each
type is written as one in `schema`: a property name and the form of its value.

Source: the API reference of each service (EC2: EnableEbsEncryptionByDefault,
ModifyEbsDefaultKmsKeyId, ModifyInstanceMetadataDefaults, EnableSerialConsoleAccess,
EnableImageBlockPublicAccess, Snapshot, Image; IAM: PasswordPolicy, GetAccountSummary; S3 Control:
PublicAccessBlockConfiguration; KMS: CreateGrant; EMR: BlockPublicAccessConfiguration; Inspector:
Enable) and Terraform's page of `aws_network_interface_sg_attachment`, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

_TAGS: Final = ["array", {"p": {"Key": "s", "Value": "s"}}]

EXTENSIONS: Final[dict[str, dict[str, Any]]] = {
    "Partywall::EC2::AccountSettings": {
        "EbsEncryptionByDefault": "b",
        "EbsDefaultKmsKeyId": "s",
        "ImageBlockPublicAccess": ["enum", "block-new-sharing", "unblocked"],
        "InstanceMetadataDefaults": {
            "p": {
                "HttpEndpoint": ["enum", "disabled", "enabled", "no-preference"],
                "HttpPutResponseHopLimit": "i",
                "HttpTokens": ["enum", "no-preference", "optional", "required"],
                "InstanceMetadataTags": ["enum", "disabled", "enabled", "no-preference"],
            }
        },
        "SerialConsoleAccess": "b",
    },
    "Partywall::EC2::Image": {
        "Architecture": "s",
        "BlockDeviceMappings": [
            "array",
            {
                "p": {
                    "DeviceName": "s",
                    "VirtualName": "s",
                    "Ebs": {
                        "p": {
                            "DeleteOnTermination": "b",
                            "Encrypted": "b",
                            "Iops": "i",
                            "KmsKeyId": "s",
                            "SnapshotId": "s",
                            "Throughput": "i",
                            "VolumeSize": "i",
                            "VolumeType": "s",
                        }
                    },
                }
            },
        ],
        "DeprecationTime": "s",
        "Description": "s",
        "ImdsSupport": ["enum", "v2.0"],
        "LaunchPermissions": [
            "array",
            {
                "p": {
                    "Group": "s",
                    "OrganizationArn": "s",
                    "OrganizationalUnitArn": "s",
                    "UserId": "s",
                }
            },
        ],
        "Name": "s",
        "RootDeviceName": "s",
        "SourceImageId": "s",
        "SourceImageRegion": "s",
        "SourceInstanceId": "s",
        "Tags": _TAGS,
        "TpmSupport": "s",
        "VirtualizationType": "s",
    },
    "Partywall::EC2::MainRouteTableAssociation": {"RouteTableId": "s", "VpcId": "s"},
    "Partywall::EC2::NetworkInterfaceGroup": {"GroupId": "s", "NetworkInterfaceId": "s"},
    "Partywall::EC2::Snapshot": {
        "CreateVolumePermissions": ["array", {"p": {"Group": "s", "UserId": "s"}}],
        "Description": "s",
        "Encrypted": "b",
        "KmsKeyId": "s",
        "OutpostArn": "s",
        "SourceRegion": "s",
        "SourceSnapshotId": "s",
        "StorageTier": ["enum", "archive", "standard"],
        "Tags": _TAGS,
        "VolumeId": "s",
    },
    "Partywall::EMR::AccountSettings": {
        "BlockPublicSecurityGroupRules": "b",
        "PermittedPublicSecurityGroupRuleRanges": [
            "array",
            {"p": {"MinRange": "i", "MaxRange": "i"}},
        ],
    },
    "Partywall::IAM::AccountPasswordPolicy": {
        "AllowUsersToChangePassword": "b",
        "HardExpiry": "b",
        "MaxPasswordAge": "i",
        "MinimumPasswordLength": "i",
        "PasswordReusePrevention": "i",
        "RequireLowercaseCharacters": "b",
        "RequireNumbers": "b",
        "RequireSymbols": "b",
        "RequireUppercaseCharacters": "b",
    },
    "Partywall::IAM::RootUser": {
        "AccessKey1LastUsed": "s",
        "AccessKey2LastUsed": "s",
        "AccessKeysPresent": "b",
        "MfaEnabled": "b",
        "PasswordLastUsed": "s",
        "PasswordPresent": "b",
        "SeenUntil": "s",
        "SigningCertificateActive": "b",
    },
    "Partywall::InspectorV2::AccountSettings": {
        "AccountIds": ["array", "s"],
        "ResourceTypes": [
            "array",
            ["enum", "CODE_REPOSITORY", "EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
        ],
    },
    "Partywall::KMS::Grant": {
        "Constraints": [
            "array",
            {
                "p": {
                    "EncryptionContextEquals": ["map", "s"],
                    "EncryptionContextSubset": ["map", "s"],
                }
            },
        ],
        "GranteePrincipal": "s",
        "KeyId": "s",
        "Name": "s",
        "Operations": ["array", "s"],
        "RetiringPrincipal": "s",
    },
    "Partywall::RDS::Snapshot": {
        "DBInstanceIdentifier": "s",
        "DBSnapshotIdentifier": "s",
        "Encrypted": "b",
        "KmsKeyId": "s",
        "SharedAccounts": ["array", "s"],
        "Tags": _TAGS,
    },
    "Partywall::S3::AccountPublicAccessBlock": {
        "AccountId": "s",
        "BlockPublicAcls": "b",
        "BlockPublicPolicy": "b",
        "IgnorePublicAcls": "b",
        "RestrictPublicBuckets": "b",
    },
}
"""Type → property → the form of its value, as in `schema`."""

MORE: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "AWS::DynamoDB::Table": {
        "": {
            "Replicas": [
                "array",
                {
                    "p": {
                        "PointInTimeRecoverySpecification": {
                            "p": {"PointInTimeRecoveryEnabled": "b"}
                        },
                        "Region": "s",
                        "SSESpecification": {"p": {"KMSMasterKeyId": "s"}},
                    }
                },
            ]
        }
    },
    "AWS::EC2::Route": {"": {"State": ["enum", "active", "blackhole"]}},
    "AWS::EC2::TransitGatewayRoute": {"": {"PrefixListId": "s"}},
    "AWS::EC2::TransitGatewayVpcAttachment": {
        "": {"DefaultRouteTableAssociation": "b", "DefaultRouteTablePropagation": "b"}
    },
    "AWS::EC2::VPC": {"": {"DefaultRouteTableId": "s", "MainRouteTableId": "s"}},
    "AWS::S3::Bucket": {"VersioningConfiguration": {"MfaDelete": ["enum", "Disabled", "Enabled"]}},
    "AWS::SSM::Parameter": {"": {"KeyId": "s"}},
}
"""Properties of our own on types of CloudFormation: type → definition ("" is the top) → those.

Source: Terraform's pages of `aws_dynamodb_table`, `aws_ec2_transit_gateway_vpc_attachment`,
`aws_ec2_transit_gateway_prefix_list_reference` and `aws_vpc`; EC2 API reference, Route; S3 API
reference, VersioningConfiguration; Systems Manager API reference, PutParameter, read 2026-11-23.
"""
