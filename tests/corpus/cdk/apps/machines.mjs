// Machines in groups, their network, storage and backup in nested stacks.

import { CfnCondition, CfnMapping, CfnParameter, Duration, Fn, NestedStack, Size, Stack, Tags,
  aws_autoscaling as autoscaling, aws_backup as backup, aws_cloudwatch as cloudwatch,
  aws_cloudwatch_actions as actions, aws_ec2 as ec2, aws_efs as efs, aws_iam as iam,
  aws_sns as sns } from 'aws-cdk-lib';

class Network extends NestedStack {
  constructor(scope, id) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: [
        { name: 'edge', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'work', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    });
    const acl = new ec2.NetworkAcl(this, 'Acl', {
      vpc: this.vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    });
    acl.addEntry('In', {
      ruleNumber: 100,
      cidr: ec2.AclCidr.ipv4('10.0.0.0/16'),
      traffic: ec2.AclTraffic.tcpPort(2049),
      direction: ec2.TrafficDirection.INGRESS,
    });
  }
}

class Storage extends NestedStack {
  constructor(scope, id, { vpc }) {
    super(scope, id);
    this.files = new efs.FileSystem(this, 'Files', { vpc, encrypted: true });
    const volume = new ec2.Volume(this, 'Scratch', {
      availabilityZone: vpc.availabilityZones[0], size: Size.gibibytes(100), encrypted: false,
    });
    const plan = backup.BackupPlan.dailyWeeklyMonthly5YearRetention(this, 'Plan');
    plan.addSelection('Kept', {
      resources: [
        backup.BackupResource.fromEfsFileSystem(this.files), backup.BackupResource.fromTag('backup', 'yes'),
      ],
    });
    Tags.of(volume).add('backup', 'yes');
  }
}

class Fleet extends Stack {
  constructor(scope, id) {
    super(scope, id);

    const stage = new CfnParameter(this, 'Stage', {
      default: 'test', allowedValues: ['test', 'live'],
    });
    const isLive = new CfnCondition(this, 'IsLive', {
      expression: Fn.conditionEquals(stage.valueAsString, 'live'),
    });
    const sizes = new CfnMapping(this, 'Sizes', {
      mapping: { test: { type: 't3.small' }, live: { type: 'm6i.large' } },
    });
    const { vpc } = new Network(this, 'Network');
    const { files } = new Storage(this, 'Storage', { vpc });

    const role = new iam.Role(this, 'HostRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    const group = new ec2.SecurityGroup(this, 'Hosts', { vpc, allowAllOutbound: true });
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22), 'open on purpose');
    group.addIngressRule(ec2.Peer.anyIpv6(), ec2.Port.tcpRange(8000, 8100));
    files.connections.allowDefaultPortFrom(group);

    const template = new ec2.LaunchTemplate(this, 'Template', {
      machineImage: ec2.MachineImage.latestAmazonLinux2023(),
      instanceType: new ec2.InstanceType(sizes.findInMap(stage.valueAsString, 'type')),
      securityGroup: group,
      role,
      requireImdsv2: true,
      userData: ec2.UserData.forLinux(),
      blockDevices: [{
        deviceName: '/dev/xvda',
        volume: ec2.BlockDeviceVolume.ebs(40, { encrypted: true }),
      }],
    });
    const workers = new autoscaling.AutoScalingGroup(this, 'Workers', {
      vpc, launchTemplate: template, minCapacity: 2, maxCapacity: 12,
    });
    workers.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 55 });

    const bastion = new ec2.BastionHostLinux(this, 'Bastion', { vpc, requireImdsv2: false });
    bastion.instance.instance.cfnOptions.condition = isLive;

    const pager = new sns.Topic(this, 'Pager');
    new cloudwatch.Alarm(this, 'Busy', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/EC2',
        metricName: 'CPUUtilization',
        dimensionsMap: { AutoScalingGroupName: workers.autoScalingGroupName },
        period: Duration.minutes(5),
      }),
      threshold: 90,
      evaluationPeriods: 3,
    }).addAlarmAction(new actions.SnsAction(pager));
  }
}

export function build(app) {
  new Fleet(app, 'Fleet');
}
