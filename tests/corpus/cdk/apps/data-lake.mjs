// Records that arrive in a stream and stay in a lake, catalogued, searched and trained on.

import { RemovalPolicy, Stack, aws_athena as athena, aws_cloudtrail as cloudtrail, aws_ec2 as ec2,
  aws_emrserverless as emr, aws_glue as glue, aws_iam as iam, aws_kinesis as kinesis,
  aws_kinesisfirehose as firehose, aws_kms as kms, aws_lakeformation as lakeformation,
  aws_opensearchservice as opensearch, aws_redshift as redshift, aws_s3 as s3,
  aws_sagemaker as sagemaker } from 'aws-cdk-lib';

class Lake extends Stack {
  constructor(scope, id) {
    super(scope, id);

    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    key.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: ['*'],
      principals: [new iam.AccountPrincipal('444455556666')],
    }));
    const raw = new s3.Bucket(this, 'Raw', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      intelligentTieringConfigurations: [{ name: 'old' }],
    });
    const results = new s3.Bucket(this, 'Results', { removalPolicy: RemovalPolicy.DESTROY });

    const stream = new kinesis.Stream(this, 'Stream', {
      encryption: kinesis.StreamEncryption.KMS, encryptionKey: key,
    });
    new firehose.DeliveryStream(this, 'Delivery', {
      source: new firehose.KinesisStreamSource(stream),
      destination: new firehose.S3Bucket(raw, {
        compression: firehose.Compression.GZIP, dataOutputPrefix: 'events/',
      }),
    });

    const database = new glue.CfnDatabase(this, 'Database', {
      catalogId: this.account, databaseInput: { name: 'lake' },
    });
    new glue.CfnTable(this, 'Events', {
      catalogId: this.account,
      databaseName: database.ref,
      tableInput: {
        name: 'events',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'day', type: 'date' }],
        storageDescriptor: {
          columns: [{ name: 'id', type: 'string' }, { name: 'amount', type: 'decimal(10,2)' }],
          location: raw.s3UrlForObject('events/'),
        },
      },
    });
    const crawler = new iam.Role(this, 'Crawler', {
      assumedBy: new iam.ServicePrincipal('glue.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSGlueServiceRole')],
    });
    raw.grantRead(crawler);
    new glue.CfnCrawler(this, 'Crawl', {
      role: crawler.roleArn,
      databaseName: database.ref,
      targets: { s3Targets: [{ path: raw.s3UrlForObject('events/') }] },
    });
    new glue.CfnJob(this, 'Clean', {
      role: crawler.roleArn,
      command: { name: 'glueetl', scriptLocation: results.s3UrlForObject('clean.py') },
    });
    new lakeformation.CfnResource(this, 'Governed', {
      resourceArn: raw.bucketArn, useServiceLinkedRole: true,
    });
    new athena.CfnWorkGroup(this, 'Analysts', {
      name: 'analysts',
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        resultConfiguration: { outputLocation: results.s3UrlForObject() },
      },
    });

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0 });
    new opensearch.Domain(this, 'Search', {
      version: opensearch.EngineVersion.OPENSEARCH_2_17,
      vpc,
      vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      capacity: { dataNodes: 2, multiAzWithStandbyEnabled: false },
      zoneAwareness: { enabled: true, availabilityZoneCount: 2 },
      encryptionAtRest: { enabled: true },
      nodeToNodeEncryption: true,
      enforceHttps: true,
    });
    new redshift.CfnCluster(this, 'Warehouse', {
      clusterType: 'single-node',
      dbName: 'warehouse',
      masterUsername: 'analyst',
      manageMasterPassword: true,
      nodeType: 'ra3.large',
      publiclyAccessible: true,
    });
    new emr.CfnApplication(this, 'Spark', { releaseLabel: 'emr-7.2.0', type: 'SPARK' });
    new sagemaker.CfnNotebookInstance(this, 'Notebook', {
      instanceType: 'ml.t3.medium', roleArn: crawler.roleArn, directInternetAccess: 'Enabled',
    });
    const trail = new cloudtrail.Trail(this, 'Trail', { sendToCloudWatchLogs: true });
    trail.addS3EventSelector([{ bucket: raw }]);
  }
}

export function build(app) {
  new Lake(app, 'Lake');
}
