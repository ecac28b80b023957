// Work that flows through queues, topics, a bus and a state machine.

import { Duration, Stack, aws_events as events, aws_events_targets as targets, aws_iam as iam,
  aws_kms as kms, aws_lambda as lambda, aws_lambda_destinations as destinations,
  aws_lambda_event_sources as sources, aws_logs as logs, aws_pipes as pipes,
  aws_scheduler as scheduler, aws_scheduler_targets as scheduled, aws_secretsmanager as secrets,
  aws_sns as sns, aws_sns_subscriptions as subscriptions, aws_sqs as sqs, aws_ssm as ssm,
  aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';

class Events extends Stack {
  constructor(scope, id, { code }) {
    super(scope, id, { terminationProtection: true });

    const key = new kms.Key(this, 'Key');
    const dead = new sqs.Queue(this, 'Dead', { retentionPeriod: Duration.days(14) });
    const work = new sqs.Queue(this, 'Work', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
    });
    const ordered = new sqs.Queue(this, 'Ordered', {
      fifo: true, contentBasedDeduplication: true, encryption: sqs.QueueEncryption.UNENCRYPTED,
    });
    const topic = new sns.Topic(this, 'Placed', { masterKey: key });
    topic.addSubscription(new subscriptions.SqsSubscription(work, {
      filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) },
    }));
    topic.addSubscription(new subscriptions.EmailSubscription('team@example.com'));
    topic.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      principals: [new iam.AnyPrincipal()],
    }));

    const token = new secrets.Secret(this, 'Token', { generateSecretString: { passwordLength: 40 } });
    const limit = new ssm.StringParameter(this, 'Limit', { stringValue: '250' });
    const consumer = new lambda.Function(this, 'Consumer', {
      runtime: lambda.Runtime.PYTHON_3_12,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(code),
      deadLetterQueue: dead,
      onFailure: new destinations.SqsDestination(dead),
      environment: { TOKEN: token.secretArn },
    });
    consumer.addEventSource(new sources.SqsEventSource(work, { batchSize: 5 }));
    consumer.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    consumer.addAlias('live');
    token.grantRead(consumer);
    limit.grantRead(consumer);
    token.addRotationSchedule('Rotate', {
      rotationLambda: consumer, automaticallyAfter: Duration.days(30),
    });

    const machine = new sfn.StateMachine(this, 'Fulfil', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new tasks.LambdaInvoke(this, 'Charge', { lambdaFunction: consumer })
          .next(new sfn.Choice(this, 'Paid')
            .when(sfn.Condition.booleanEquals('$.paid', true), new tasks.SqsSendMessage(this, 'Ship', {
              queue: ordered,
              messageBody: sfn.TaskInput.fromJsonPathAt('$'),
              messageGroupId: 'orders',
            }))
            .otherwise(new sfn.Fail(this, 'Refuse'))),
      ),
      tracingEnabled: true,
      logs: { destination: new logs.LogGroup(this, 'Log'), level: sfn.LogLevel.ALL },
    });

    const bus = new events.EventBus(this, 'Bus');
    bus.archive('Archive', {
      eventPattern: { source: ['orders'] }, retention: Duration.days(30),
    });
    new events.Rule(this, 'OnOrder', {
      eventBus: bus,
      eventPattern: { source: ['orders'], detailType: ['placed'] },
      targets: [new targets.SfnStateMachine(machine, { deadLetterQueue: dead })],
    });
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron({ minute: '15', hour: '3' }),
      targets: [new targets.LambdaFunction(consumer)],
    });
    new scheduler.Schedule(this, 'Hourly', {
      schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)),
      target: new scheduled.SqsSendMessage(work),
    });
    const mover = new iam.Role(this, 'Mover', {
      assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com'),
    });
    work.grantConsumeMessages(mover);
    ordered.grantSendMessages(mover);
    new pipes.CfnPipe(this, 'Pipe', {
      roleArn: mover.roleArn, source: work.queueArn, target: ordered.queueArn,
      targetParameters: { sqsQueueParameters: { messageGroupId: 'all' } },
    });
  }
}

export function build(app, assets) {
  new Events(app, 'Events', assets);
}
