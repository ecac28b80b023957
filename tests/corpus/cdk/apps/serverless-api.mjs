// An HTTP interface on functions and a table, with users who sign in.

import { Duration, RemovalPolicy, Stack, aws_apigateway as apigateway, aws_cognito as cognito,
  aws_dynamodb as dynamodb, aws_kms as kms, aws_lambda as lambda, aws_logs as logs,
  aws_wafv2 as wafv2 } from 'aws-cdk-lib';

class Api extends Stack {
  constructor(scope, id, { code }) {
    super(scope, id, { description: 'Orders over HTTP' });

    const key = new kms.Key(this, 'Key', { enableKeyRotation: true, alias: 'orders' });
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'placed', type: dynamodb.AttributeType.NUMBER },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expires',
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'by-state',
      partitionKey: { name: 'state', type: dynamodb.AttributeType.STRING },
    });
    const sessions = new dynamodb.TableV2(this, 'Sessions', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const place = new lambda.Function(this, 'Place', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(code),
      timeout: Duration.seconds(10),
      environment: { TABLE: orders.tableName, SESSIONS: sessions.tableName },
      environmentEncryption: key,
      tracing: lambda.Tracing.ACTIVE,
      reservedConcurrentExecutions: 20,
    });
    const list = new lambda.Function(this, 'List', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      environment: { TABLE: orders.tableName },
    });
    orders.grantReadWriteData(place);
    orders.grantReadData(list);
    sessions.grantReadData(place);

    const pool = new cognito.UserPool(this, 'People', {
      selfSignUpEnabled: false,
      mfa: cognito.Mfa.REQUIRED,
      passwordPolicy: { minLength: 14 },
    });
    pool.addClient('Shop', { authFlows: { userSrp: true } });

    const access = new logs.LogGroup(this, 'Access', { retention: logs.RetentionDays.ONE_YEAR });
    const api = new apigateway.RestApi(this, 'Http', {
      deployOptions: {
        stageName: 'live',
        accessLogDestination: new apigateway.LogGroupLogDestination(access),
        tracingEnabled: true,
        cachingEnabled: true,
        throttlingRateLimit: 100,
      },
      defaultCorsPreflightOptions: { allowOrigins: apigateway.Cors.ALL_ORIGINS },
    });
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'SignedIn', {
      cognitoUserPools: [pool],
    });
    const resource = api.root.addResource('orders');
    resource.addMethod('POST', new apigateway.LambdaIntegration(place), { authorizer });
    resource.addMethod('GET', new apigateway.LambdaIntegration(list));

    const firewall = new wafv2.CfnWebACL(this, 'Firewall', {
      defaultAction: { allow: {} },
      scope: 'REGIONAL',
      visibilityConfig: {
        cloudWatchMetricsEnabled: true, metricName: 'orders', sampledRequestsEnabled: true,
      },
      rules: [{
        name: 'rate',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: 'IP' } },
        visibilityConfig: {
          cloudWatchMetricsEnabled: true, metricName: 'rate', sampledRequestsEnabled: true,
        },
      }],
    });
    new wafv2.CfnWebACLAssociation(this, 'Behind', {
      resourceArn: api.deploymentStage.stageArn,
      webAclArn: firewall.attrArn,
    });
  }
}

export function build(app, assets) {
  new Api(app, 'Api', assets);
}
