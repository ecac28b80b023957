"""Amazon OpenSearch Service, under its present and its former name, as controls see it.

A domain made by API or template is encrypted nowhere, enforces nothing and logs nothing unless
asked; one in a VPC has no public endpoint.
Source: OpenSearch Service API Reference, "CreateDomain", read 2026-11-23; OpenSearch Service
Developer Guide, "Security in Amazon OpenSearch Service" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, no, some

CURRENT_TLS: Final = (
    "Policy-Min-TLS-1-2-2019-07",
    "Policy-Min-TLS-1-2-PFS-2023-10",
    "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
    "Policy-Min-TLS-1-2-FIPS-PQ-2026-10",
)
"""Endpoint policies that refuse TLS 1.0 and 1.1.

Source: OpenSearch Service API Reference, "DomainEndpointOptions", read 2026-11-23.
"""


class Domain(View):
    """AWS::OpenSearchService::Domain, or AWS::Elasticsearch::Domain."""

    types = ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain")

    @property
    def cluster(self) -> Node:
        """The nodes' configuration; its name follows the service's."""
        former = self.resource.type == "AWS::Elasticsearch::Domain"
        return self.at("ElasticsearchClusterConfig" if former else "ClusterConfig")

    @property
    def in_vpc(self) -> Truth:
        return some(self.at("VPCOptions", "SubnetIds").items(), lambda one: one.is_filled)[1]

    @property
    def checks_users(self) -> Truth:
        """Whether fine-grained access control asks every caller who he is."""
        options = self.at("AdvancedSecurityOptions")
        return options.at("Enabled").is_true & no(options.at("AnonymousAuthEnabled").is_true)

    @property
    def spans_three_zones(self) -> Truth:
        """Whether three or more data nodes stand in several zones."""
        nodes = self.cluster
        aware = nodes.at("ZoneAwarenessEnabled").is_true
        standby = nodes.at("MultiAZWithStandbyEnabled").is_true
        return (aware | standby) & nodes.at("InstanceCount").at_least(3)

    @property
    def has_three_masters(self) -> Truth:
        """Whether three or more nodes do nothing but keep the cluster together."""
        nodes = self.cluster
        return nodes.at("DedicatedMasterEnabled").is_true & nodes.at(
            "DedicatedMasterCount"
        ).at_least(3)

    def logs(self, kind: str) -> Truth:
        """Whether a kind of log (`AUDIT_LOGS`) goes to CloudWatch Logs."""
        option = self.at("LogPublishingOptions", kind)
        return option.at("CloudWatchLogsLogGroupArn").is_filled & no(
            option.at("Enabled").equals(False)
        )

    def open_statement(self) -> tuple[Statement | None, Truth]:
        """Whether the access policy lets in everybody, with the statement that does."""
        return document(self.at("AccessPolicies")).public_statement()
