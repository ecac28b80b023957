// A site in a bucket behind CloudFront, its content deployed by a custom resource.

import { Duration, RemovalPolicy, Stack, aws_certificatemanager as acm, aws_cloudfront as cloudfront,
  aws_cloudfront_origins as origins, aws_route53 as route53, aws_route53_targets as targets,
  aws_s3 as s3, aws_s3_deployment as deployment } from 'aws-cdk-lib';

class Site extends Stack {
  constructor(scope, id, { site }) {
    super(scope, id);

    const logs = new s3.Bucket(this, 'Logs', {
      objectOwnership: s3.ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    });
    const content = new s3.Bucket(this, 'Content', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'content/',
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    const open = new s3.Bucket(this, 'OldSite', {
      websiteIndexDocument: 'index.html',
      publicReadAccess: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
      cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['*'] }],
    });

    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    const certificate = new acm.Certificate(this, 'Certificate', {
      domainName: 'www.example.com',
      validation: acm.CertificateValidation.fromDns(zone),
    });
    const rewrite = new cloudfront.Function(this, 'Rewrite', {
      code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }'),
    });
    const distribution = new cloudfront.Distribution(this, 'Cdn', {
      defaultRootObject: 'index.html',
      domainNames: ['www.example.com'],
      certificate,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      enableLogging: true,
      logBucket: logs,
      geoRestriction: cloudfront.GeoRestriction.denylist('KP'),
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(content),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
        functionAssociations: [{
          function: rewrite, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
        }],
      },
      additionalBehaviors: {
        '/old/*': { origin: new origins.S3StaticWebsiteOrigin(open) },
        '/api/*': {
          origin: new origins.HttpOrigin('api.example.com'),
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        },
      },
    });
    new route53.ARecord(this, 'Name', {
      zone,
      recordName: 'www',
      target: route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(distribution)),
    });
    new deployment.BucketDeployment(this, 'Deploy', {
      sources: [deployment.Source.asset(site)],
      destinationBucket: content,
      distribution,
    });
  }
}

export function build(app, assets) {
  new Site(app, 'Site', assets);
}
