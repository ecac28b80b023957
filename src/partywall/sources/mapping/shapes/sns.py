"""Amazon SNS: the policy that is written in the topic, and logs of deliveries.

Source: CloudFormation's reference of AWS::SNS::Topic LoggingConfig, read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.resource import Properties
from partywall.sources.mapping.engine import Piece, Values
from partywall.sources.mapping.shapes.blocks import pick, policy_of_its_own

_PROTOCOLS: Final = {
    "application": "application",
    "firehose": "firehose",
    "http": "http/s",
    "lambda": "lambda",
    "sqs": "sqs",
}


def topic(values: Values, properties: Properties, address: str) -> list[Piece]:
    """Delivery logs by protocol; the policy as CloudFormation's resource of its own."""
    logging = []
    for argument, protocol in _PROTOCOLS.items():
        roles = pick(
            values,
            {
                f"{argument}_failure_feedback_role_arn": "FailureFeedbackRoleArn",
                f"{argument}_success_feedback_role_arn": "SuccessFeedbackRoleArn",
                f"{argument}_success_feedback_sample_rate": "SuccessFeedbackSampleRate",
            },
        )
        if roles:
            logging.append({"Protocol": protocol, **roles})
    if logging:
        properties["DeliveryStatusLogging"] = logging
    names = ("TopicArn", "PolicyDocument")
    return policy_of_its_own("AWS::SNS::TopicInlinePolicy", values, names, address)
