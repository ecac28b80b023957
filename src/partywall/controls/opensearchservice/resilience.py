"""A domain survives a zone, a node, and the age of its software."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.opensearchservice import Domain
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import RESILIENCE, RUNTIME


@control(
    "opensearchservice-three-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "ES.6",
        "Opensearch.6",
        "opensearch_service_domains_fault_tolerant_data_nodes",
    ),
)
def domain_spans_zones(domain: Domain) -> Verdict:
    """Three or more data nodes stand in several Availability Zones.

    With fewer, the loss of a zone can take shards or the quorum with it.

    Fix: set InstanceCount to 3 or more and ZoneAwarenessEnabled to true.

    Undecided when a value is not known.

    Proved by::

        {ClusterConfig: {InstanceCount: 3, ZoneAwarenessEnabled: true}}

    Refuted by::

        {ClusterConfig: {InstanceCount: 2, ZoneAwarenessEnabled: true}}

    Source: OpenSearch Service Developer Guide, "Configuring a multi-AZ domain" (not re-read).
    """
    return proved_if(
        domain.spans_three_zones, domain.cluster, otherwise="not three nodes in several zones"
    )


@control("opensearchservice-software-updates", layer=RUNTIME, weight=MEDIUM)
def software_updates_itself(domain: Domain) -> Verdict:
    """Service software updates are installed in the off-peak window by themselves.

    AWS builds them; left alone, optional ones wait, and security fixes wait with them.

    Fix: set SoftwareUpdateOptions.AutoSoftwareUpdateEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {SoftwareUpdateOptions: {AutoSoftwareUpdateEnabled: true}}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service API Reference, "SoftwareUpdateOptions", read 2026-11-23.
    """
    if domain.resource.type == "AWS::Elasticsearch::Domain":
        return not_applicable(
            domain.at("ElasticsearchVersion"), "this resource type has no such option"
        )
    update = domain.at("SoftwareUpdateOptions", "AutoSoftwareUpdateEnabled")
    return proved_if(update.is_true, update, otherwise="updates wait for somebody")


@control(
    "opensearchservice-three-masters",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "ES.7",
        "Opensearch.11",
        "CKV2_AWS_59",
        "CKV_AWS_318",
        "opensearch_service_domains_fault_tolerant_master_nodes",
    ),
)
def domain_has_three_masters(domain: Domain) -> Verdict:
    """Three or more dedicated nodes keep the cluster together.

    When data nodes do it beside their work, a heavy query can take the whole domain down; two
    dedicated ones cannot agree after one of them fails.

    Fix: set DedicatedMasterEnabled to true and DedicatedMasterCount to 3.

    Undecided when a value is not known.

    Proved by::

        {ClusterConfig: {DedicatedMasterEnabled: true, DedicatedMasterCount: 3}}

    Refuted by::

        {ClusterConfig: {DedicatedMasterEnabled: true, DedicatedMasterCount: 2}}

    Source: OpenSearch Service Developer Guide, "Dedicated master nodes" (not re-read).
    """
    return proved_if(
        domain.has_three_masters, domain.cluster, otherwise="not three dedicated nodes"
    )
