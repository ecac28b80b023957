// Containers behind a balancer with a database, in an account and Region named beforehand.

import { Duration, Stack, aws_ec2 as ec2, aws_ecs as ecs, aws_ecs_patterns as patterns,
  aws_elasticache as elasticache, aws_elasticloadbalancingv2 as elb, aws_rds as rds,
  aws_s3 as s3 } from 'aws-cdk-lib';

class Shop extends Stack {
  constructor(scope, id) {
    super(scope, id, { env: { account: '111122223333', region: 'eu-west-1' } });

    const vpc = new ec2.Vpc(this, 'Network', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      natGateways: 1,
      flowLogs: { all: {} },
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    vpc.addInterfaceEndpoint('Secrets', {
      service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    });

    const database = new rds.DatabaseCluster(this, 'Database', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({
        version: rds.AuroraPostgresEngineVersion.VER_16_6,
      }),
      vpc,
      writer: rds.ClusterInstance.provisioned('writer', {
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
      }),
      readers: [rds.ClusterInstance.serverlessV2('reader')],
      storageEncrypted: true,
      deletionProtection: true,
      iamAuthentication: true,
      backup: { retention: Duration.days(14) },
      cloudwatchLogsExports: ['postgresql'],
    });
    database.addRotationSingleUser();
    const reports = new rds.DatabaseInstance(this, 'Reports', {
      engine: rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0 }),
      vpc,
      publiclyAccessible: true,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      storageEncrypted: false,
      multiAz: false,
    });
    reports.connections.allowFromAnyIpv4(ec2.Port.tcp(3306), 'open on purpose');

    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    const service = new patterns.ApplicationLoadBalancedFargateService(this, 'Web', {
      cluster,
      cpu: 512,
      memoryLimitMiB: 1024,
      desiredCount: 3,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      taskImageOptions: {
        image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/httpd:2.4'),
        secrets: { PASSWORD: ecs.Secret.fromSecretsManager(database.secret, 'password') },
        environment: { DATABASE: database.clusterEndpoint.hostname },
      },
    });
    service.loadBalancer.logAccessLogs(new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
    }));
    service.targetGroup.configureHealthCheck({ path: '/healthz' });
    service.service.autoScaleTaskCount({ maxCapacity: 10 })
      .scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    database.connections.allowDefaultPortFrom(service.service);

    const inner = new elb.NetworkLoadBalancer(this, 'Inner', { vpc, internetFacing: false });
    inner.addListener('Tcp', { port: 5432 }).addTargets('Database', { port: 5432 });

    const subnets = new elasticache.CfnSubnetGroup(this, 'CacheSubnets', {
      description: 'private',
      subnetIds: vpc.privateSubnets.map((subnet) => subnet.subnetId),
    });
    new elasticache.CfnReplicationGroup(this, 'Cache', {
      replicationGroupDescription: 'sessions',
      cacheNodeType: 'cache.t4g.small',
      engine: 'redis',
      numNodeGroups: 1,
      replicasPerNodeGroup: 1,
      automaticFailoverEnabled: true,
      transitEncryptionEnabled: true,
      cacheSubnetGroupName: subnets.ref,
    });
  }
}

export function build(app) {
  new Shop(app, 'Shop');
}
