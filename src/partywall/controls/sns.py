"""Amazon SNS: who may use a topic, and how its messages travel and rest."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.shared import services_bring_their_source
from partywall.estate.node import Node
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.policies import (
    public_statement,
    refuses_plain_http,
)
from partywall.estate.views.sns import Topic
from partywall.kernel.truth import Truth, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import (
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    LOGGING,
)


@control(
    "sns-topic-encrypted",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=(
        "SNS.1",
        "CKV_AWS_26",
        "AVD-AWS-0095",
        "sns_topics_kms_encryption_at_rest_enabled",
    ),
)
def topic_is_encrypted(topic: Topic) -> Verdict:
    """Messages are encrypted with KMS while SNS holds them.

    They may wait for hours when a subscriber is down. SNS encrypts its disks in any case; with
    a KMS key each use is recorded and can be refused.

    Fix: set KmsMasterKeyId.

    Undecided when it is not known whether a key is set.

    Proved by::

        {KmsMasterKeyId: alias/aws/sns}

    Refuted by::

        {TopicName: orders}

    Source: SNS API Reference, "CreateTopic", read 2026-11-23.
    """
    key = topic.at("KmsMasterKeyId")
    return proved_if(key.is_filled, key, otherwise="no KMS key")


@control("sns-topic-customer-key", layer=KEYS, weight=LOW, also_known_as=("AVD-AWS-0136",))
def topic_uses_customer_key(topic: Topic) -> Verdict:
    """Messages are encrypted with a key that the customer manages.

    Other services and accounts can only publish to an encrypted topic with such a key.

    Fix: set KmsMasterKeyId to a key of your own, and let publishers use it.

    Undecided when the key is named by id only.

    Proved by::

        {KmsMasterKeyId: alias/orders}

    Refuted by::

        {KmsMasterKeyId: alias/aws/sns}

    Source: SNS API Reference, "CreateTopic", read 2026-11-23.
    """
    key = topic.at("KmsMasterKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "sns-topic-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("SNS.4", "CKV_AWS_169", "sns_topics_not_publicly_accessible"),
)
def topic_is_not_public(topic: Topic) -> Verdict:
    """No policy lets callers in whom nobody has named.

    A stranger who may subscribe reads every message; one who may publish speaks in your name.

    Fix: name the principals, or add a condition on aws:SourceArn or aws:PrincipalOrgID.

    Undecided when a policy, or the topic that it belongs to, is not known.

    Proved by::

        {TopicName: orders}

    Refuted by::

        Resources:
          Example: {Type: "AWS::SNS::Topic", Properties: {TopicName: orders}}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref Example]
              PolicyDocument:
                Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sns:Subscribe"}]

    Source: SNS Developer Guide, "Identity and access management in Amazon SNS" (not re-read).
    """
    statement, public = public_statement(topic.policies, "PolicyDocument")
    if public:
        return refuted(statement, "everybody is let in")
    shown: list[Node] = [*topic.policies]
    return proved(*(shown or [topic.at("TopicName")]), note="no policy lets everybody in")


@control("sns-topic-tls-only", layer=ENCRYPTION_IN_TRANSIT, weight=LOW)
def topic_answers_tls_only(topic: Topic) -> Verdict:
    """A policy refuses publishing without TLS.

    SNS still answers plain HTTP in some places; only a denial of yours closes it.

    Fix: deny sns:Publish to everybody when aws:SecureTransport is false.

    Undecided when a policy, or the topic that it belongs to, is not known.

    Proved by::

        Resources:
          Example: {Type: "AWS::SNS::Topic", Properties: {TopicName: orders}}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Deny
                    Principal: "*"
                    Action: "sns:Publish"
                    Condition: {Bool: {"aws:SecureTransport": "false"}}

    Refuted by::

        {TopicName: orders}

    Source: SNS Developer Guide, "Amazon SNS security best practices" (not re-read).
    """
    refuses = refuses_plain_http(topic.policies, "PolicyDocument", "sns:Publish")
    if refuses:
        return proved(*topic.policies)
    return refuted(topic.at("TopicName"), "no policy refuses plain HTTP")


@control(
    "sns-subscriptions-encrypted",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("sns_subscription_not_using_http_endpoints",),
)
def subscriptions_are_encrypted(topic: Topic) -> Verdict:
    """No subscriber gets the topic's messages over plain HTTP.

    Whoever is on the way reads them, and can forge more.

    Fix: give the subscriber a certificate and subscribe its https address.

    Undecided when a subscription's protocol, or its topic, is not known.

    Proved by::

        {Subscription: [{Protocol: https, Endpoint: "https://example.com/in"}]}

    Refuted by::

        {Subscription: [{Protocol: http, Endpoint: "http://example.com/in"}]}

    Source: SNS Developer Guide, "Amazon SNS security best practices" (not re-read).
    """

    def plain(subscription: Node) -> Truth:
        return subscription.at("Protocol").equals("http")

    shown, found = some(topic.subscriptions, plain)
    if found:
        return refuted(shown, "delivered over plain HTTP")
    return proved(topic.at("Subscription"), note="no subscription over plain HTTP")


@control("sns-topic-delivery-logged", layer=LOGGING, weight=LOW)
def delivery_is_logged(topic: Topic) -> Verdict:
    """Deliveries that succeed and fail are recorded in CloudWatch Logs.

    Else nobody can tell which subscriber never got a message.

    Fix: set DeliveryStatusLogging for the protocols in use.

    Undecided when the value is not known.

    Proved by::

        {DeliveryStatusLogging: [{Protocol: sqs, FailureFeedbackRoleArn: "arn:aws:iam::1:role/l"}]}

    Refuted by::

        {TopicName: orders}

    Source: SNS API Reference, "CreateTopic", read 2026-11-23.
    """
    logging = topic.at("DeliveryStatusLogging")
    some_logged = some(logging.items(), lambda one: one.at("FailureFeedbackRoleArn").is_filled)[1]
    return proved_if(some_logged, logging, otherwise="failed deliveries are not recorded")


@control("sns-topic-service-source-fixed", layer=IDENTITY, weight=LOW)
def topic_service_source_is_fixed(topic: Topic) -> Verdict:
    """A service may publish to the topic only on behalf of the account or resource that is named.

    A service acts for whoever asks it; without a source a stranger can have it publish to yours.

    Fix: add a condition on aws:SourceArn or aws:SourceAccount.

    Undecided when policy or condition is not known.

    Proved by::

        Resources:
          Example: {Type: AWS::SNS::Topic}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: events.amazonaws.com}
                    Action: "sns:Publish"
                    Resource: "*"
                    Condition: {StringEquals: {"aws:SourceAccount": "111122223333"}}

    Refuted by::

        Resources:
          Example: {Type: AWS::SNS::Topic}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref Example]
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: events.amazonaws.com}
                    Action: "sns:Publish"
                    Resource: "*"

    Not applicable by::

        {TopicName: orders}

    Source: IAM User Guide, "The confused deputy problem" (not re-read).
    """
    return services_bring_their_source(topic, topic.policies)
