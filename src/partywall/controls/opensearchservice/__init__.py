"""Amazon OpenSearch Service: encryption, exposure, sign-in and logs of a domain."""

from partywall.controls.opensearchservice.access import (
    access_is_fine_grained,
    domain_is_in_vpc,
    policy_is_not_public,
)
from partywall.controls.opensearchservice.encryption import (
    domain_is_encrypted,
    domain_uses_customer_key,
    https_is_enforced,
    nodes_talk_tls,
    tls_is_current,
)
from partywall.controls.opensearchservice.monitoring import access_is_audited, errors_are_logged
from partywall.controls.opensearchservice.resilience import (
    domain_has_three_masters,
    domain_spans_zones,
    software_updates_itself,
)

__all__ = [
    "access_is_audited",
    "access_is_fine_grained",
    "domain_has_three_masters",
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
