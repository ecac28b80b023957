"""Amazon SQS: who may use a queue, how it is encrypted, what becomes of failures."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.shared import services_bring_their_source
from partywall.estate.node import Node
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.policies import (
    public_statement,
    refuses_plain_http,
)
from partywall.estate.views.sqs import Queue
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    RESILIENCE,
)


@control(
    "sqs-queue-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "SQS.1",
        "CKV_AWS_27",
        "AVD-AWS-0096",
        "sqs_queues_server_side_encryption_enabled",
    ),
)
def queue_is_encrypted(queue: Queue) -> Verdict:
    """Messages that wait in the queue are encrypted.

    SQS does so with its own keys unless told not to.

    Fix: remove SqsManagedSseEnabled: false, or set KmsMasterKeyId.

    Undecided when a value is not known.

    Proved by::

        {QueueName: orders}

    Refuted by::

        {SqsManagedSseEnabled: false}

    Source: CloudFormation template reference, "AWS::SQS::Queue" (not re-read).
    """
    return proved_if(
        queue.is_encrypted,
        queue.at("SqsManagedSseEnabled"),
        otherwise="encryption is switched off",
        also=[queue.at("KmsMasterKeyId")],
    )


@control(
    "sqs-queue-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV2_AWS_73",
        "AVD-AWS-0135",
    ),
)
def queue_uses_customer_key(queue: Queue) -> Verdict:
    """Messages are encrypted with a key that the customer manages.

    The key policy is then a second lock: the queue's policy alone does not open a message.

    Fix: set KmsMasterKeyId to a key of your own, and let producers and consumers use it.

    Undecided when the key is named by id only.

    Proved by::

        {KmsMasterKeyId: alias/orders}

    Refuted by::

        {KmsMasterKeyId: alias/aws/sqs}

    Source: SQS API Reference, "CreateQueue", read 2026-11-23.
    """
    key = queue.at("KmsMasterKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "sqs-queue-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=(
        "SQS.3",
        "CKV_AWS_168",
        "CKV_AWS_387",
        "sqs_queues_not_publicly_accessible",
    ),
)
def queue_is_not_public(queue: Queue) -> Verdict:
    """No policy lets callers in whom nobody has named.

    A stranger who may send can feed your programs; one who may receive takes the messages away.

    Fix: name the principals, or add a condition on aws:SourceArn or aws:PrincipalOrgID.

    Undecided when a policy, or the queue that it belongs to, is not known.

    Proved by::

        {QueueName: orders}

    Refuted by::

        Resources:
          Example: {Type: "AWS::SQS::Queue", Properties: {QueueName: orders}}
          Policy:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref Example]
              PolicyDocument:
                Statement: [{Effect: Allow, Principal: "*", Action: "sqs:SendMessage"}]

    Source: SQS Developer Guide, "Identity and access management in Amazon SQS" (not re-read).
    """
    statement, public = public_statement(queue.policies, "PolicyDocument")
    if public:
        return refuted(statement, "everybody is let in")
    shown: list[Node] = [*queue.policies]
    return proved(*(shown or [queue.at("QueueName")]), note="no policy lets everybody in")


@control("sqs-queue-tls-only", layer=ENCRYPTION_IN_TRANSIT, weight=LOW)
def queue_answers_tls_only(queue: Queue) -> Verdict:
    """A policy refuses requests that come without TLS.

    SQS still answers plain HTTP in some places; only a denial of yours closes it.

    Fix: deny sqs:* to everybody when aws:SecureTransport is false.

    Undecided when a policy, or the queue that it belongs to, is not known.

    Proved by::

        Resources:
          Example: {Type: "AWS::SQS::Queue", Properties: {QueueName: orders}}
          Policy:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Deny
                    Principal: "*"
                    Action: "sqs:*"
                    Condition: {Bool: {"aws:SecureTransport": "false"}}

    Refuted by::

        {QueueName: orders}

    Source: SQS Developer Guide, "Amazon SQS security best practices" (not re-read).
    """
    refuses = refuses_plain_http(
        queue.policies, "PolicyDocument", "sqs:SendMessage", "sqs:ReceiveMessage"
    )
    if refuses:
        return proved(*queue.policies)
    return refuted(queue.at("QueueName"), "no policy refuses plain HTTP")


@control("sqs-queue-keeps-failures", layer=RESILIENCE, weight=LOW)
def queue_keeps_failures(queue: Queue) -> Verdict:
    """A message that cannot be processed goes to a dead-letter queue.

    Else it comes back until it expires, and takes with it what it was about.

    Fix: set RedrivePolicy with deadLetterTargetArn and maxReceiveCount.

    Undecided when it is not known whether one is set, or the queue may itself be one.

    Proved by::

        {RedrivePolicy: {deadLetterTargetArn: "arn:aws:sqs:eu-west-1:1:dead", maxReceiveCount: 5}}

    Refuted by::

        {QueueName: orders}

    Not applicable by::

        Resources:
          Example: {Type: "AWS::SQS::Queue", Properties: {QueueName: dead}}
          Orders:
            Type: AWS::SQS::Queue
            Properties:
              RedrivePolicy: {deadLetterTargetArn: !GetAtt Example.Arn, maxReceiveCount: 5}

    Source: SQS Developer Guide, "Using dead-letter queues in Amazon SQS" (not re-read).
    """
    redrive = queue.at("RedrivePolicy")
    if redrive.is_set:
        return proved(redrive)
    if queue.is_dead_letter:
        return not_applicable(queue.at("RedriveAllowPolicy"), "it is a dead-letter queue")
    return refuted(redrive, "failures come back until they expire")


@control("sqs-queue-service-source-fixed", layer=IDENTITY, weight=LOW)
def queue_service_source_is_fixed(queue: Queue) -> Verdict:
    """A service may send to the queue only on behalf of the account or resource that is named.

    A service acts for whoever asks it; without a source a stranger can have it send to yours.

    Fix: add a condition on aws:SourceArn or aws:SourceAccount.

    Undecided when policy or condition is not known.

    Proved by::

        Resources:
          Example: {Type: AWS::SQS::Queue}
          Policy:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: events.amazonaws.com}
                    Action: "sqs:SendMessage"
                    Resource: "*"
                    Condition: {StringEquals: {"aws:SourceAccount": "111122223333"}}

    Refuted by::

        Resources:
          Example: {Type: AWS::SQS::Queue}
          Policy:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: events.amazonaws.com}
                    Action: "sqs:SendMessage"
                    Resource: "*"

    Not applicable by::

        {QueueName: orders}

    Source: IAM User Guide, "The confused deputy problem" (not re-read).
    """
    return services_bring_their_source(queue, queue.policies)
