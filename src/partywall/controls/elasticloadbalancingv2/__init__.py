"""Elastic Load Balancing: how clients are met, and what is written down about it."""

from partywall.controls.elasticloadbalancingv2.balancer import (
    balancer_access_logged,
    balancer_cross_zone,
    balancer_deletion_protected,
    balancer_in_several_zones,
)
from partywall.controls.elasticloadbalancingv2.listener import (
    listener_encrypted,
    listener_uses_modern_tls,
)
from partywall.controls.elasticloadbalancingv2.requests import (
    balancer_behind_web_acl,
    balancer_drops_invalid_headers,
    balancer_mitigates_desync,
)
from partywall.controls.elasticloadbalancingv2.target import (
    targets_encrypted,
    targets_health_checked,
)

__all__ = [
    "balancer_access_logged",
    "balancer_behind_web_acl",
    "balancer_cross_zone",
    "balancer_deletion_protected",
    "balancer_drops_invalid_headers",
    "balancer_in_several_zones",
    "balancer_mitigates_desync",
    "listener_encrypted",
    "listener_uses_modern_tls",
    "targets_encrypted",
    "targets_health_checked",
]
