"""EC2 Auto Scaling: groups that outlive a zone, and machines that are renewed."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.controls.ec2.administration import ADMINISTRATION
from partywall.controls.openings import closed_to_internet
from partywall.controls.questions import Questions
from partywall.estate.views.autoscaling import Group, LaunchConfiguration
from partywall.estate.views.ec2.instance import SUBNET_DECIDES, script
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
    MONITORING,
    NETWORK_CONFIGURATION,
    PLATFORM,
    RESILIENCE,
)


@control(
    "autoscaling-group-several-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("AutoScaling.2", "autoscaling_group_multiple_az"),
)
def group_in_several_zones(group: Group) -> Verdict:
    """The group starts machines in at least two subnets or zones.

    When a zone fails, the group makes up for it in the others, without anybody being woken.

    Fix: name subnets of several zones in VPCZoneIdentifier.

    Undecided when it is not known how many there are.

    Refuted by::

        {MinSize: "1", MaxSize: "3", VPCZoneIdentifier: [subnet-1]}

    Proved by::

        {MinSize: "1", MaxSize: "3", VPCZoneIdentifier: [subnet-1, subnet-2]}

    Source: Security Hub User Guide, "AutoScaling.2" (not re-read).
    """
    zones = group.zones
    return proved_if(zones.items().count() >= 2, zones, "one zone only")


@control(
    "autoscaling-group-elb-health-check",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "AutoScaling.1",
        "CKV2_AWS_15",
        "autoscaling_group_elb_health_check_enabled",
    ),
)
def group_uses_balancer_health(group: Group) -> Verdict:
    """The group replaces a machine when the load balancer finds it sick.

    By itself the group sees only whether the machine runs, not whether it answers.

    Fix: set HealthCheckType to ELB.

    Undecided when the value is not known.

    Refuted by::

        {TargetGroupARNs: [web], HealthCheckType: EC2}

    Proved by::

        {TargetGroupARNs: [web], HealthCheckType: ELB, HealthCheckGracePeriod: 60}

    Not applicable by::

        {MinSize: "1", MaxSize: "3"}

    Source: Security Hub User Guide, "AutoScaling.1" (not re-read).
    """
    if no(group.behind_balancer):
        return not_applicable(group.at("TargetGroupARNs"), "no load balancer stands before it")
    kind = group.at("HealthCheckType")
    return proved_if(
        kind.equals("ELB", "EC2,ELB", "ELB,EC2", "VPC_LATTICE"), kind, "a machine that hangs stays"
    )


@control(
    "autoscaling-group-launch-template",
    layer=PLATFORM,
    weight=LOW,
    also_known_as=(
        "AutoScaling.9",
        "CKV_AWS_315",
        "autoscaling_group_using_ec2_launch_template",
    ),
)
def group_uses_launch_template(group: Group) -> Verdict:
    """The group starts machines from a launch template.

    Launch configurations know neither new instance types nor new settings, and have no versions
    to go back to.

    Fix: make a launch template of the launch configuration.

    Undecided when the value is not known.

    Refuted by::

        LaunchConfigurationName: web

    Proved by::

        LaunchTemplate: {LaunchTemplateId: lt-0123, Version: "4"}

    Source: Security Hub User Guide, "AutoScaling.9" (not re-read).
    """
    template = group.at("LaunchTemplate")
    mixed = group.at("MixedInstancesPolicy")
    used = template.is_set | mixed.is_set
    shown = mixed if template.value is None else template
    return proved_if(used, shown, "no launch template is used")


@control("autoscaling-group-machines-renewed", layer=GUEST_OS, weight=LOW)
def group_renews_machines(group: Group) -> Verdict:
    """Every machine of the group is replaced after a time.

    A new machine starts from today's image. One that is never replaced keeps the flaws of the
    day it started, and whatever an intruder has left.

    Fix: set MaxInstanceLifetime, in seconds: 2592000 is 30 days.

    Undecided when the value is not known.

    Refuted by::

        {MinSize: "1", MaxSize: "3"}

    Proved by::

        MaxInstanceLifetime: 2592000

    Source: EC2 Auto Scaling User Guide, "Replace Auto Scaling instances based on maximum instance
    lifetime" (not re-read).
    """
    lifetime = group.at("MaxInstanceLifetime")
    return proved_if(lifetime.at_least(1), lifetime, "machines stay as long as they run")


@control(
    "autoscaling-launch-configuration-metadata-needs-token",
    layer=CREDENTIALS,
    weight=HIGH,
    also_known_as=(
        "AutoScaling.3",
        "CKV_AWS_79",
        "AVD-AWS-0130",
        "autoscaling_group_launch_configuration_requires_imdsv2",
    ),
)
def configuration_metadata_needs_token(configuration: LaunchConfiguration) -> Verdict:
    """Machines started from the launch configuration answer only to a session token (IMDSv2).

    With version 1 a single forged request is enough to read the credentials of the role.

    Fix: set MetadataOptions.HttpTokens to required.

    Undecided when it is not written: the image decides.

    Refuted by::

        MetadataOptions: {HttpTokens: optional}

    Proved by::

        MetadataOptions: {HttpTokens: required}

    Source: Security Hub User Guide, "AutoScaling.3" (not re-read).
    """
    endpoint = configuration.at("MetadataOptions", "HttpEndpoint")
    tokens = configuration.at("MetadataOptions", "HttpTokens").either(LEFT_TO_ACCOUNT)
    safe = tokens.equals("required") | endpoint.equals("disabled")
    return proved_if(safe, tokens, "version 1 is answered, too")


@control(
    "autoscaling-launch-configuration-no-public-address",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "AutoScaling.5",
        "CKV_AWS_389",
        "AVD-AWS-0009",
        "autoscaling_group_launch_configuration_no_public_ip",
    ),
)
def configuration_gives_no_public_address(configuration: LaunchConfiguration) -> Verdict:
    """Machines started from the launch configuration get no public IPv4 address.

    One wrong security group rule is all that stands between the Internet and such a machine.

    Fix: set AssociatePublicIpAddress to false.

    Undecided when it is not written: the subnet decides.

    Refuted by::

        AssociatePublicIpAddress: true

    Proved by::

        AssociatePublicIpAddress: false

    Undecided by::

        InstanceType: m7g.large

    Source: Security Hub User Guide, "AutoScaling.5" (not re-read).
    """
    given = configuration.at("AssociatePublicIpAddress").either(SUBNET_DECIDES)
    return proved_if(no(given.is_true), given, "public addresses are given out")


@control(
    "autoscaling-launch-configuration-disks-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=("CKV_AWS_8", "AVD-AWS-0008"),
)
def configuration_disks_encrypted(configuration: LaunchConfiguration) -> Verdict:
    """Every EBS volume that the launch configuration describes is encrypted.

    A snapshot shared by mistake shows everything when the disk is not encrypted.

    Fix: set Encrypted in every block device mapping.

    Undecided when it is not written: the account's default and the image decide.

    Refuted by::

        BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: false}}]

    Proved by::

        BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {Encrypted: true}}]

    Source: EBS User Guide, "Amazon EBS encryption" (not re-read).
    """
    mappings = configuration.at("BlockDeviceMappings")
    disks = [one.at("Ebs") for one in mappings.items() if one.at("Ebs").value is not None]
    bare, sure = some(disks, lambda disk: no(disk.at("Encrypted").either(LEFT_TO_ACCOUNT).is_true))
    if sure:
        return refuted(bare, "this volume is not encrypted")
    if not disks:
        return undecided(mappings.doubt("the image and the account decide about its disk"))
    return proved(*disks)


@control(
    "autoscaling-launch-configuration-user-data-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "CKV_AWS_46",
        "AVD-AWS-0122",
        "autoscaling_find_secrets_ec2_launch_configuration",
    ),
)
def configuration_user_data_without_credentials(configuration: LaunchConfiguration) -> Verdict:
    """The start-up script holds no access key, private key or password.

    Every program on the machine can read it, and so can everyone who may describe the launch
    configuration.

    Fix: store the credential in Secrets Manager and fetch it with the machine's role; then
    change it, for it has been seen.

    Undecided when the script is not known, or only its digest is.

    Refuted by::

        UserData: export DB_PASSWORD=correct-horse-battery

    Proved by::

        UserData: dnf install -y nginx

    Source: EC2 User Guide, "Run commands when you launch an EC2 instance with user data input"
    (not re-read).
    """
    written = configuration.at("UserData")
    if text_holds_credential(written) is True or text_holds_credential(script(written)):
        return refuted(veiled(written), "a credential in plain text")
    return proved(unshown(written), note="nothing in it looks like a credential")


@control(
    "autoscaling-group-administration-unreachable",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    needs="reach",
)
def group_administration_is_unreachable(group: Group, ask: Questions) -> Verdict:
    """No packet from the Internet arrives at the machines' ports of administration.

    Those are SSH (22), Remote Desktop (3389) and WinRM (5985, 5986), on whatever the group
    starts, by its template, its subnets and what stands before them.

    Fix: admit these ports from your own network only, or use Session Manager, which needs none.

    Undecided when something on the way is not known or not modelled.

    Refuted by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Template:
            Type: AWS::EC2::LaunchTemplate
            Properties:
              LaunchTemplateData:
                NetworkInterfaces:
                  - {DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: [!Ref Group]}
          Example:
            Type: AWS::AutoScaling::AutoScalingGroup
            Properties:
              VPCZoneIdentifier: [!Ref Subnet]
              LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: "1"}

    Proved by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Template:
            Type: AWS::EC2::LaunchTemplate
            Properties:
              LaunchTemplateData:
                NetworkInterfaces:
                  - {DeviceIndex: 0, AssociatePublicIpAddress: false, Groups: [!Ref Group]}
          Example:
            Type: AWS::AutoScaling::AutoScalingGroup
            Properties:
              VPCZoneIdentifier: [!Ref Subnet]
              LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: "1"}

    Source: Reachability Analyzer, "Explanation codes", read 2026-11-23.
    """
    return closed_to_internet(group, group.at("VPCZoneIdentifier"), ask, ADMINISTRATION)
