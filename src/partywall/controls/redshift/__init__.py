"""Amazon Redshift: what the customer chooses for his clusters."""

from partywall.controls.redshift.access import (
    cluster_admin_is_renamed,
    cluster_is_not_public,
    cluster_is_unreachable,
    cluster_password_is_kept_out,
    cluster_routes_through_vpc,
)
from partywall.controls.redshift.encryption import (
    cluster_is_encrypted,
    cluster_uses_customer_key,
    parameters_require_tls,
)
from partywall.controls.redshift.operation import (
    cluster_is_audited,
    cluster_keeps_a_week,
    cluster_spans_zones,
    cluster_takes_upgrades,
)

__all__ = [
    "cluster_admin_is_renamed",
    "cluster_is_audited",
    "cluster_is_encrypted",
    "cluster_is_not_public",
    "cluster_is_unreachable",
    "cluster_keeps_a_week",
    "cluster_password_is_kept_out",
    "cluster_routes_through_vpc",
    "cluster_spans_zones",
    "cluster_takes_upgrades",
    "cluster_uses_customer_key",
    "parameters_require_tls",
]
