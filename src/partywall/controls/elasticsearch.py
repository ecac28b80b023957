"""Amazon OpenSearch Service under its former name: the same duties, in the same words."""

from partywall.controls.opensearchservice import (
    access_is_audited,
    access_is_fine_grained,
    domain_is_encrypted,
    domain_is_in_vpc,
    domain_spans_zones,
    domain_uses_customer_key,
    errors_are_logged,
    https_is_enforced,
    nodes_talk_tls,
    policy_is_not_public,
    software_updates_itself,
    tls_is_current,
)

__all__ = [
    "access_is_audited",
    "access_is_fine_grained",
    "domain_is_encrypted",
    "domain_is_in_vpc",
    "domain_spans_zones",
    "domain_uses_customer_key",
    "errors_are_logged",
    "https_is_enforced",
    "nodes_talk_tls",
    "policy_is_not_public",
    "software_updates_itself",
    "tls_is_current",
]
