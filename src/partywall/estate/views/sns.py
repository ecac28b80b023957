"""Amazon SNS, as controls see it.

A topic is not encrypted with KMS unless a key is named, and only its owner may use it.
Source: SNS API Reference, "CreateTopic", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.lazy import cached_property


class TopicPolicy(View):
    """AWS::SNS::TopicPolicy, or one of the topic's own."""

    types = ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy")


class Subscription(View):
    """AWS::SNS::Subscription."""

    types = ("AWS::SNS::Subscription",)


class Topic(View):
    """AWS::SNS::Topic."""

    types = ("AWS::SNS::Topic",)

    @cached_property
    def policies(self) -> Nodes[TopicPolicy]:
        return self.companions(TopicPolicy)

    @property
    def subscriptions(self) -> Nodes[Node]:
        """Who gets the messages: written inside the topic, and apart from it."""
        return Nodes([*self.at("Subscription").items(), *self.companions(Subscription)])
