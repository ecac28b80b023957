// Two stages of one product: stacks that read each other, in two Regions, with assets and a cluster.

import { CfnOutput, NestedStack, Stack, Stage, Tags, aws_codebuild as codebuild, aws_ec2 as ec2,
  aws_ecr as ecr, aws_eks as eks, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3,
  aws_s3_assets as s3assets } from 'aws-cdk-lib';

class Ground extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    this.bucket = new s3.Bucket(this, 'Artifacts', { versioned: true });
    this.images = new ecr.Repository(this, 'Images', {
      imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE,
    });
    this.exportValue(this.bucket.bucketArn);
  }
}

class Jobs extends NestedStack {
  constructor(scope, id, { code, bucket }) {
    super(scope, id);
    const job = new lambda.Function(this, 'Job', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(code),
      environment: { BUCKET: bucket.bucketName },
    });
    bucket.grantReadWrite(job);
    new Inner(this, 'Inner', { bucket });
  }
}

class Inner extends NestedStack {
  constructor(scope, id, { bucket }) {
    super(scope, id);
    new codebuild.Project(this, 'Build', {
      source: codebuild.Source.s3({ bucket, path: 'source.zip' }),
      environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_7_0, privileged: true },
    });
  }
}

class Work extends Stack {
  constructor(scope, id, { ground, code, site, env }) {
    super(scope, id, { env });
    new Jobs(this, 'Jobs', { code, bucket: ground.bucket });
    const page = new s3assets.Asset(this, 'Page', { path: site });
    new CfnOutput(this, 'PageUrl', { value: page.s3ObjectUrl });
    const cluster = new eks.CfnCluster(this, 'Cluster', {
      roleArn: new iam.Role(this, 'ClusterRole', {
        assumedBy: new iam.ServicePrincipal('eks.amazonaws.com'),
      }).roleArn,
      version: '1.31',
      resourcesVpcConfig: {
        subnetIds: ground.vpc.privateSubnets.map((subnet) => subnet.subnetId),
        endpointPublicAccess: true,
        publicAccessCidrs: ['0.0.0.0/0'],
      },
      logging: { clusterLogging: { enabledTypes: [{ type: 'api' }, { type: 'audit' }] } },
    });
    new eks.CfnNodegroup(this, 'Nodes', {
      clusterName: cluster.ref,
      nodeRole: new iam.Role(this, 'NodeRole', {
        assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonEKSWorkerNodePolicy')],
      }).roleArn,
      subnets: ground.vpc.privateSubnets.map((subnet) => subnet.subnetId),
    });
    const deployer = new iam.User(this, 'Deployer');
    ground.images.grantPullPush(deployer);
  }
}

class Product extends Stage {
  constructor(scope, id, { env, ...assets }) {
    super(scope, id, { env });
    const ground = new Ground(this, 'Ground', { env });
    new Work(this, 'Work', { ground, env, ...assets });
    const away = { account: env.account, region: 'eu-central-1' };
    const copy = new Stack(this, 'Copy', { env: away, crossRegionReferences: true });
    new s3.Bucket(copy, 'Replica', { versioned: true });
    Tags.of(this).add('stage', id.toLowerCase());
  }
}

export function build(app, assets) {
  new Product(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' }, ...assets });
  new Product(app, 'Live', { env: { account: '444455556666', region: 'eu-west-1' }, ...assets });
}
