"""Amazon DynamoDB, as controls see it.

A table is always encrypted; without SSESpecification the key is AWS's own. Point-in-time
recovery and deletion protection are off unless asked for, and capacity is provisioned.
Source: DynamoDB API Reference, "CreateTable" and "SSESpecification", read 2026-11-23;
CloudFormation template reference, "AWS::DynamoDB::Table" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.truth import Truth


class ScalableTarget(View):
    """AWS::ApplicationAutoScaling::ScalableTarget."""

    types = ("AWS::ApplicationAutoScaling::ScalableTarget",)


class Table(View):
    """AWS::DynamoDB::Table."""

    types = ("AWS::DynamoDB::Table",)

    @property
    def key_is_customers(self) -> Truth:
        """Whether a key that the customer manages encrypts the table."""
        sse = self.at("SSESpecification")
        return sse.at("SSEEnabled").is_true & is_customer_key(sse.at("KMSMasterKeyId"))

    @property
    def is_on_demand(self) -> Truth:
        return self.at("BillingMode").equals("PAY_PER_REQUEST")

    @property
    def scaling_targets(self) -> list[ScalableTarget]:
        """The targets of DynamoDB tables, of which any may be this table's."""
        found = self.estate.by_type.get(ScalableTarget.types[0], ())
        return [ScalableTarget.of(one, self.estate) for one in found]
