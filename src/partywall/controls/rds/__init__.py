"""Amazon RDS and Aurora: the customer's choices for a database that AWS runs."""

from partywall.controls.rds.access import (
    cluster_admin_is_renamed,
    cluster_maps_iam_users,
    cluster_password_is_kept_out,
    instance_admin_is_renamed,
    instance_maps_iam_users,
    instance_password_is_kept_out,
)
from partywall.controls.rds.cluster import (
    cluster_backtracks,
    cluster_copies_tags,
    cluster_engine_is_supported,
    cluster_is_encrypted,
    cluster_is_protected,
    cluster_keeps_a_week,
    cluster_spans_zones,
    cluster_uses_customer_key,
)
from partywall.controls.rds.instance import (
    instance_is_encrypted,
    instance_is_not_public,
    instance_port_is_changed,
    instance_uses_customer_key,
)
from partywall.controls.rds.instance_recovery import (
    instance_copies_tags,
    instance_is_backed_up,
    instance_is_protected,
    instance_keeps_a_week,
    instance_spans_zones,
)
from partywall.controls.rds.instance_upkeep import (
    instance_ca_is_current,
    instance_engine_is_supported,
    instance_takes_minor_upgrades,
)
from partywall.controls.rds.monitoring import (
    cluster_exports_logs,
    insights_use_customer_key,
    instance_exports_logs,
    instance_is_monitored,
)
from partywall.controls.rds.reached import instance_is_unreachable
from partywall.controls.rds.snapshot import snapshot_is_encrypted, snapshot_is_not_public
from partywall.controls.rds.transit import parameters_require_tls, proxy_requires_tls

__all__ = [
    "cluster_admin_is_renamed",
    "cluster_backtracks",
    "cluster_copies_tags",
    "cluster_engine_is_supported",
    "cluster_exports_logs",
    "cluster_is_encrypted",
    "cluster_is_protected",
    "cluster_keeps_a_week",
    "cluster_maps_iam_users",
    "cluster_password_is_kept_out",
    "cluster_spans_zones",
    "cluster_uses_customer_key",
    "insights_use_customer_key",
    "instance_admin_is_renamed",
    "instance_ca_is_current",
    "instance_copies_tags",
    "instance_engine_is_supported",
    "instance_exports_logs",
    "instance_is_backed_up",
    "instance_is_encrypted",
    "instance_is_monitored",
    "instance_is_not_public",
    "instance_is_protected",
    "instance_is_unreachable",
    "instance_keeps_a_week",
    "instance_maps_iam_users",
    "instance_password_is_kept_out",
    "instance_port_is_changed",
    "instance_spans_zones",
    "instance_takes_minor_upgrades",
    "instance_uses_customer_key",
    "parameters_require_tls",
    "proxy_requires_tls",
    "snapshot_is_encrypted",
    "snapshot_is_not_public",
]
