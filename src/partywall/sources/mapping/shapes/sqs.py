"""Amazon SQS: the policy that is written in the queue."""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.sources.mapping.engine import Piece, Values
from partywall.sources.mapping.shapes.blocks import policy_of_its_own


def queue(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """The policy as CloudFormation's resource of its own."""
    names = ("Queue", "PolicyDocument")
    return policy_of_its_own("AWS::SQS::QueueInlinePolicy", values, names, address)
