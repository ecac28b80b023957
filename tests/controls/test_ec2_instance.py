"""Instances, launch templates and volumes, case by case."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import ec2
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def template(**data: object) -> dict[str, Any]:
    one = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}
    return {"Resources": {"Example": one}}


def started_from(version: object, **data: object) -> dict[str, Any]:
    chosen = {"LaunchTemplateId": ref("Base"), "Version": version}
    return {
        "Resources": {
            "Base": {
                "Type": "AWS::EC2::LaunchTemplate",
                "Properties": {"LaunchTemplateData": data},
            },
            "Example": {"Type": "AWS::EC2::Instance", "Properties": {"LaunchTemplate": chosen}},
        }
    }


def in_subnet(instance: dict[str, Any], **subnet: object) -> dict[str, Any]:
    return {
        "Resources": {
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
            "Example": {
                "Type": "AWS::EC2::Instance",
                "Properties": {"SubnetId": ref("Subnet"), **instance},
            },
        }
    }


def with_elastic_address(instance_id: object) -> dict[str, Any]:
    return {
        "Resources": {
            "Address": {"Type": "AWS::EC2::EIP", "Properties": {"InstanceId": instance_id}},
            "Subnet": {"Type": "AWS::EC2::Subnet"},
            "Example": {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": ref("Subnet")}},
        }
    }


def disk(**ebs: object) -> dict[str, Any]:
    return {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": ebs}]}


V2 = {"HttpTokens": "required"}
SCRIPT = "#!/bin/sh\nexport DB_PASSWORD=correct-horse\n"
LATEST = ref("Base", "LatestVersionNumber")
KEY_OF_MINE = {
    "Resources": {
        "Key": {"Type": "AWS::KMS::Key"},
        "Example": {"Type": "AWS::EC2::Volume", "Properties": {"KmsKeyId": ref("Key", "Arn")}},
    }
}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (ec2.metadata_needs_token, {"MetadataOptions": V2}, "proved"),
        (ec2.metadata_needs_token, {"MetadataOptions": {"HttpTokens": "optional"}}, "refuted"),
        (ec2.metadata_needs_token, {"MetadataOptions": {"HttpEndpoint": "disabled"}}, "proved"),
        (ec2.metadata_needs_token, {"MetadataOptions": {"HttpTokens": UNKNOWN}}, "undecided"),
        (ec2.metadata_needs_token, {}, "undecided"),  # the account decides
        (ec2.metadata_needs_token, template(MetadataOptions=V2), "proved"),
        (ec2.metadata_needs_token, template(MetadataOptions={}), "undecided"),
        (ec2.metadata_needs_token, started_from("$Latest", MetadataOptions=V2), "proved"),
        (ec2.metadata_needs_token, started_from(LATEST, MetadataOptions=V2), "proved"),
        (ec2.metadata_needs_token, started_from("1", MetadataOptions=V2), "undecided"),
        (ec2.instance_has_no_public_address, in_subnet({}), "proved"),
        (ec2.instance_has_no_public_address, in_subnet({}, MapPublicIpOnLaunch=True), "refuted"),
        (ec2.instance_has_no_public_address, in_subnet({}, MapPublicIpOnLaunch=SET), "undecided"),
        (ec2.instance_has_no_public_address, {}, "undecided"),  # the default VPC
        (ec2.instance_has_no_public_address, {"NetworkInterfaces": []}, "undecided"),
        (
            ec2.instance_has_no_public_address,
            in_subnet({"NetworkInterfaces": []}, MapPublicIpOnLaunch=True),
            "refuted",
        ),
        (ec2.instance_has_no_public_address, with_elastic_address(ref("Example")), "refuted"),
        (ec2.instance_has_no_public_address, with_elastic_address(UNKNOWN), "undecided"),
        (ec2.instance_has_no_public_address, with_elastic_address("i-else"), "proved"),
        (
            ec2.instance_has_no_public_address,
            in_subnet({"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1"}]}),
            "undecided",
        ),
        (ec2.template_gives_no_public_address, template(), "proved"),
        (
            ec2.template_gives_no_public_address,
            template(NetworkInterfaces=[{"AssociatePublicIpAddress": "true"}]),
            "refuted",
        ),
        (
            ec2.template_gives_no_public_address,
            template(NetworkInterfaces=[{"AssociatePublicIpAddress": SET}]),
            "undecided",
        ),
        (ec2.template_gives_no_public_address, template(NetworkInterfaces=UNKNOWN), "undecided"),
        (ec2.disks_encrypted, disk(Encrypted=True), "proved"),
        (ec2.disks_encrypted, disk(Encrypted="false"), "refuted"),
        (ec2.disks_encrypted, disk(VolumeSize=8), "undecided"),  # the account decides
        (ec2.disks_encrypted, {}, "undecided"),
        (ec2.disks_encrypted, template(**disk(Encrypted=True)), "proved"),
        (ec2.disks_encrypted, {"BlockDeviceMappings": [{"VirtualName": "e0"}]}, "undecided"),
        (ec2.detailed_monitoring, {"Monitoring": True}, "proved"),
        (ec2.detailed_monitoring, {}, "refuted"),
        (ec2.detailed_monitoring, {"Monitoring": SET}, "undecided"),
        (ec2.detailed_monitoring, template(Monitoring={"Enabled": True}), "proved"),
        (ec2.detailed_monitoring, template(), "refuted"),
        (ec2.instance_has_role, {"IamInstanceProfile": "web"}, "proved"),
        (ec2.instance_has_role, {"IamInstanceProfile": SET}, "proved"),  # set, whatever it is
        (ec2.instance_has_role, {"IamInstanceProfile": UNKNOWN}, "undecided"),
        (ec2.instance_has_role, template(), "refuted"),
        (ec2.user_data_without_credentials, {}, "proved"),
        (ec2.user_data_without_credentials, {"UserData": SCRIPT}, "refuted"),
        (
            ec2.user_data_without_credentials,
            {"UserData": base64.b64encode(SCRIPT.encode()).decode()},
            "refuted",
        ),
        (ec2.user_data_without_credentials, {"UserData": "ab" * 20}, "undecided"),  # a digest
        (ec2.user_data_without_credentials, {"UserData": SET}, "undecided"),
        (ec2.template_follows_image, template(ImageId="resolve:ssm:/golden"), "proved"),
        (ec2.template_follows_image, template(ImageId="ami-1"), "refuted"),
        (ec2.template_follows_image, template(ImageId=SET), "undecided"),
        (ec2.template_follows_image, template(), "not_applicable"),
        (ec2.volume_encrypted, {"Encrypted": True}, "proved"),
        (ec2.volume_encrypted, {"Encrypted": False}, "refuted"),
        (ec2.volume_encrypted, {}, "undecided"),
        (ec2.volume_encrypted, {"Encrypted": SET}, "undecided"),
        (ec2.volume_uses_customer_key, KEY_OF_MINE, "proved"),
        (ec2.volume_uses_customer_key, {"KmsKeyId": "alias/aws/ebs"}, "refuted"),
        (ec2.volume_uses_customer_key, {"KmsKeyId": "alias/mine"}, "proved"),
        (ec2.volume_uses_customer_key, {}, "undecided"),
        (ec2.account_encrypts_volumes, {"EbsEncryptionByDefault": "true"}, "proved"),
        (ec2.account_encrypts_volumes, {"EbsEncryptionByDefault": SET}, "undecided"),
        (ec2.account_encrypts_volumes, {}, "not_applicable"),
        (ec2.account_metadata_needs_token, {"InstanceMetadataDefaults": {}}, "refuted"),
        (ec2.account_metadata_needs_token, {"InstanceMetadataDefaults": SET}, "undecided"),
        (ec2.snapshot_not_public, {}, "proved"),
        (ec2.snapshot_not_public, {"CreateVolumePermissions": [{"Group": "all"}]}, "refuted"),
        (ec2.snapshot_not_public, {"CreateVolumePermissions": UNKNOWN}, "undecided"),
        (ec2.snapshots_not_public, {"State": "block-all-sharing"}, "proved"),
        (ec2.snapshots_not_public, {"State": "unblocked"}, "refuted"),
        (ec2.snapshots_not_public, {"State": SET}, "undecided"),
        (ec2.vpc_internet_blocked, {"InternetGatewayBlockMode": "block-bidirectional"}, "proved"),
        (ec2.vpc_internet_blocked, {"InternetGatewayBlockMode": "off"}, "refuted"),
        (ec2.vpc_internet_blocked, {"InternetGatewayBlockMode": SET}, "undecided"),
    ],
)
def test_machines(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


def test_a_credential_is_never_shown() -> None:
    from controls.examples import as_case, judge

    case = as_case(ec2.user_data_without_credentials, {"UserData": SCRIPT})
    assert "correct-horse" not in repr(judge(ec2.user_data_without_credentials, case))
