"""Instances and launch templates: how machines start, and what they may say about themselves."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.views.ec2.instance import Instance, LaunchTemplate, Machine, script
from partywall.estate.views.secrets import text_holds_credential, unshown, veiled
from partywall.kernel.truth import no, some
from partywall.kernel.unknown import LEFT_TO_ACCOUNT
from partywall.kernel.verdict import (
    Verdict,
    not_applicable,
    proved,
    proved_if,
    refuted,
    undecided,
)
from partywall.line.layer import (
    CREDENTIALS,
    ENCRYPTION_AT_REST,
    GUEST_OS,
    IDENTITY,
    MONITORING,
    NETWORK_CONFIGURATION,
)


@control(
    "ec2-instance-metadata-needs-token",
    layer=CREDENTIALS,
    weight=HIGH,
    also_known_as=(
        "EC2.8",
        "EC2.170",
        "CIS v5.0.0/5.7",
        "CIS v3.0.0/5.6",
        "CKV_AWS_79",
        "AVD-AWS-0028",
        "AVD-AWS-0130",
        "ec2_instance_imdsv2_enabled",
        "ec2_launch_template_imdsv2_required",
    ),
)
def metadata_needs_token(machine: Machine) -> Verdict:
    """The instance metadata service answers only to a session token (IMDSv2).

    With version 1 a single forged request through a proxy or a flawed web application is
    enough to read the credentials of the instance's role.

    Fix: set MetadataOptions.HttpTokens to required.

    Undecided when it is not written: the account's default or the image decides.

    Refuted by::

        MetadataOptions: {HttpTokens: optional}

    Proved by::

        MetadataOptions: {HttpTokens: required}

    Undecided by::

        ImageId: ami-0123456789abcdef0

    Source: EC2 User Guide, "Configure the Instance Metadata Service options" (not re-read).
    """
    options = machine.setting("MetadataOptions")
    if options.at("HttpEndpoint").equals("disabled") is True:
        return proved(options.at("HttpEndpoint"), note="the metadata service is off")
    tokens = options.at("HttpTokens").either(LEFT_TO_ACCOUNT)
    return proved_if(
        tokens.equals("required") | options.at("HttpEndpoint").equals("disabled"),
        tokens,
        "version 1 is answered, too",
    )


@control(
    "ec2-instance-no-public-address",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("EC2.9", "CKV_AWS_88", "ec2_instance_public_ip"),
)
def instance_has_no_public_address(instance: Instance, ask: Questions) -> Verdict:
    """The instance has no public IPv4 address.

    With a public address one wrong security group rule is all that stands between the
    Internet and the machine.

    Fix: place it in a private subnet, behind a load balancer or a NAT gateway.

    Undecided when the subnet decides and is not known.

    Refuted by::

        Resources:
          Subnet: {Type: AWS::EC2::Subnet, Properties: {MapPublicIpOnLaunch: true}}
          Example: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet}}

    Proved by::

        NetworkInterfaces:
          - {DeviceIndex: "0", AssociatePublicIpAddress: false, SubnetId: subnet-1}

    Undecided by::

        SubnetId: subnet-0123456789abcdef0

    Source: EC2 User Guide, "Amazon EC2 instance IP addressing" (not re-read).
    """
    elastic, has_elastic = some(instance.elastic_addresses, lambda _one: True)
    if has_elastic is True:
        return opening(elastic, "it has an elastic address", ask.reached(instance))
    addresses = instance.public_addresses
    public, given = some(addresses, lambda one: one.is_true)
    if given | has_elastic:
        return opening(public, "it gets a public address", ask.reached(instance))
    return proved(*addresses, note="no interface gets a public address")


@control(
    "ec2-launch-template-no-public-address",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "EC2.25",
        "CKV_AWS_88",
        "ec2_launch_template_no_public_ip",
    ),
)
def template_gives_no_public_address(template: LaunchTemplate) -> Verdict:
    """The launch template does not ask for public IPv4 addresses.

    Every machine that a fleet starts from it would stand on the Internet.

    Fix: set AssociatePublicIpAddress to false for every interface.

    Undecided when the value is not known. When nothing is written, the subnet decides: that is
    the subnet's control, not this one.

    Refuted by::

        LaunchTemplateData:
          NetworkInterfaces: [{DeviceIndex: 0, AssociatePublicIpAddress: true}]

    Proved by::

        LaunchTemplateData:
          NetworkInterfaces: [{DeviceIndex: 0, AssociatePublicIpAddress: false}]

    Source: Security Hub User Guide, "EC2.25" (not re-read).
    """
    interfaces = template.at("LaunchTemplateData", "NetworkInterfaces")
    public, asks = some(interfaces.items(), lambda one: one.at("AssociatePublicIpAddress").is_true)
    if asks:
        return refuted(public, "asks for a public address")
    return proved(interfaces, note="asks for no public address")


@control(
    "ec2-instance-disks-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "EC2.181",
        "CKV_AWS_8",
        "AVD-AWS-0131",
    ),
)
def disks_encrypted(machine: Machine) -> Verdict:
    """Every EBS volume that the machine starts with is encrypted.

    A snapshot that is shared or copied by mistake shows everything when the disk is not
    encrypted; with encryption the key policy still stands in the way.

    Fix: set Encrypted in every block device mapping, and switch on encryption by default for
    the account.

    Undecided when it is not written: the account's default and the image decide.

    Refuted by::

        BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: false, VolumeSize: 20}}]

    Proved by::

        BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: true, VolumeSize: 20}}]

    Undecided by::

        BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {VolumeSize: 20}}]

    Source: EBS User Guide, "Amazon EBS encryption" (not re-read).
    """
    disks = machine.disks
    bare, sure = some(disks, lambda disk: no(disk.is_encrypted))
    if sure:
        return refuted(bare, "this volume is not encrypted")
    if not disks:
        mappings = machine.setting("BlockDeviceMappings")
        return undecided(mappings.doubt("the image and the account decide about its disk"))
    return proved(*disks)


@control(
    "ec2-instance-detailed-monitoring",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_126",
        "ec2_instance_detailed_monitoring_enabled",
    ),
)
def detailed_monitoring(machine: Machine) -> Verdict:
    """CloudWatch gets the machine's metrics every minute.

    Every five minutes, which is the default, is too slow to scale by or to be woken by.

    Fix: set Monitoring.

    Undecided when the value is not known.

    Refuted by::

        InstanceType: m7g.large

    Proved by::

        Monitoring: true

    Source: EC2 User Guide, "Manage detailed monitoring for your EC2 instances" (not re-read).
    """
    monitoring = machine.setting("Monitoring")
    if machine.is_template or isinstance(monitoring.value, dict):
        monitoring = monitoring.at("Enabled")
    return proved_if(monitoring.is_true, monitoring, "metrics come every five minutes")


@control(
    "ec2-instance-has-role",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("CKV2_AWS_41", "ec2_instance_profile_attached"),
)
def instance_has_role(machine: Machine) -> Verdict:
    """The machine has an instance profile, so its programs get credentials that expire.

    Programs that need AWS and have no role are given access keys, which are copied and stay.

    Fix: set IamInstanceProfile to a role with the permissions that the machine needs.

    Undecided when the value is not known.

    Refuted by::

        InstanceType: m7g.large

    Proved by::

        IamInstanceProfile: web-server

    Source: IAM User Guide, "Use instance profiles" (not re-read).
    """
    profile = machine.setting("IamInstanceProfile")
    return proved_if(profile.is_set, profile, "no instance profile")


@control(
    "ec2-user-data-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "CKV_AWS_46",
        "AVD-AWS-0029",
        "AVD-AWS-0129",
        "ec2_instance_secrets_user_data",
        "ec2_launch_template_no_secrets",
    ),
)
def user_data_without_credentials(machine: Machine) -> Verdict:
    """The start-up script holds no access key, private key or password.

    User data is no secret: every program on the machine can read it, and so can everyone who
    may describe the instance.

    Fix: store the credential in Secrets Manager and fetch it with the instance's role; then
    change it, for it has been seen.

    Undecided when the script is not known, or only its digest is.

    Refuted by::

        UserData: |
          #!/bin/sh
          export DB_PASSWORD=correct-horse-battery

    Proved by::

        UserData: |
          #!/bin/sh
          dnf install -y nginx

    Source: EC2 User Guide, "Run commands when you launch an EC2 instance with user data input"
    (not re-read).
    """
    written = machine.setting("UserData")
    if text_holds_credential(written) is True:
        return refuted(veiled(written), "a credential in plain text")
    if text_holds_credential(script(written)):
        return refuted(veiled(written), "a credential in plain text")
    return proved(unshown(written), note="nothing in it looks like a credential")


@control("ec2-launch-template-follows-image", layer=GUEST_OS, weight=LOW)
def template_follows_image(template: LaunchTemplate) -> Verdict:
    """New machines start from the newest image, not from one that was fixed by hand.

    A fixed image gets older every day, and each machine started from it has all the flaws
    found since. A parameter that names the newest image is patched by whoever builds it.

    Fix: set ImageId to resolve:ssm: and the name of a parameter, AWS's public one or your own.

    Undecided when the image is not known, or is not named here at all.

    Refuted by::

        LaunchTemplateData: {ImageId: ami-0123456789abcdef0}

    Proved by::

        LaunchTemplateData:
          ImageId: resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64

    Source: EC2 User Guide, "Use a Systems Manager parameter instead of an AMI ID" (not re-read).
    """
    image = template.at("LaunchTemplateData", "ImageId")
    if image.value is None:
        return not_applicable(image, "the template names no image")
    return proved_if(image.matches("resolve:ssm:"), image, "this image stays as it is")
