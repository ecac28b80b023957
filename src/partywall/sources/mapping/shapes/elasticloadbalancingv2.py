"""Elastic Load Balancing: what Terraform has arguments for and AWS calls attributes.

Sources: Elastic Load Balancing API reference, LoadBalancerAttribute, ListenerAttribute and
TargetGroupAttribute, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import attributes, block

_LOAD_BALANCER: Final = {
    "client_keep_alive": "client_keep_alive.seconds",
    "desync_mitigation_mode": "routing.http.desync_mitigation_mode",
    "dns_record_client_routing_policy": "dns_record.client_routing_policy",
    "drop_invalid_header_fields": "routing.http.drop_invalid_header_fields.enabled",
    "enable_cross_zone_load_balancing": "load_balancing.cross_zone.enabled",
    "enable_deletion_protection": "deletion_protection.enabled",
    "enable_http2": "routing.http2.enabled",
    "enable_tls_version_and_cipher_suite_headers": (
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"
    ),
    "enable_waf_fail_open": "waf.fail_open.enabled",
    "enable_xff_client_port": "routing.http.xff_client_port.enabled",
    "enable_zonal_shift": "zonal_shift.config.enabled",
    "idle_timeout": "idle_timeout.timeout_seconds",
    "preserve_host_header": "routing.http.preserve_host_header.enabled",
    "xff_header_processing_mode": "routing.http.xff_header_processing.mode",
}


def load_balancer(values: Values, properties: Properties, _address: str) -> None:
    """Attributes of the balancer, its access logs and connection logs among them."""
    found = attributes(values, _LOAD_BALANCER)
    for logs in ("access_logs", "connection_logs"):
        found += attributes(block(values.get(logs)), _logs(logs))
    if found:
        properties["LoadBalancerAttributes"] = found


def _logs(kind: str) -> dict[str, str]:
    return {name: f"{kind}.s3.{name}" for name in ("bucket", "enabled", "prefix")}


def listener(values: Values, properties: Properties, _address: str) -> None:
    """Attributes of the listener: headers that it renames, adds or leaves out."""
    keys = {name: _listener_key(name) for name in values if name.startswith("routing_http_")}
    found = attributes(values, {"tcp_idle_timeout_seconds": "tcp.idle_timeout.seconds", **keys})
    if found:
        properties["ListenerAttributes"] = found


def _listener_key(name: str) -> str:
    """`routing_http_response_server_enabled` as `routing.http.response.server.enabled`."""
    way, _, rest = name.removeprefix("routing_http_").partition("_")
    for last in ("header_name", "header_value", "enabled"):
        if rest.endswith(f"_{last}"):
            return f"routing.http.{way}.{rest.removesuffix(f'_{last}')}.{last}"
    return f"routing.http.{way}.{rest}"


_TARGET_GROUP: Final = {
    "connection_termination": "deregistration_delay.connection_termination.enabled",
    "deregistration_delay": "deregistration_delay.timeout_seconds",
    "lambda_multi_value_headers_enabled": "lambda.multi_value_headers.enabled",
    "load_balancing_algorithm_type": "load_balancing.algorithm.type",
    "load_balancing_anomaly_mitigation": "load_balancing.algorithm.anomaly_mitigation",
    "load_balancing_cross_zone_enabled": "load_balancing.cross_zone.enabled",
    "preserve_client_ip": "preserve_client_ip.enabled",
    "proxy_protocol_v2": "proxy_protocol_v2.enabled",
    "slow_start": "slow_start.duration_seconds",
}
_FAILOVER: Final = {
    "on_deregistration": "target_failover.on_deregistration",
    "on_unhealthy": "target_failover.on_unhealthy",
}
_UNHEALTHY: Final = {
    "enable_unhealthy_connection_termination": (
        "target_health_state.unhealthy.connection_termination.enabled"
    ),
    "unhealthy_draining_interval": "target_health_state.unhealthy.draining_interval_seconds",
}


def target_group(values: Values, properties: Properties, _address: str) -> None:
    """Attributes of the target group: draining, stickiness, failover."""
    found = attributes(values, _TARGET_GROUP)
    found += _stickiness(block(values.get("stickiness")))
    found += attributes(block(values.get("target_failover")), _FAILOVER)
    found += attributes(block(values.get("target_health_state")), _UNHEALTHY)
    found += _group_health(block(values.get("target_group_health")))
    if found:
        properties["TargetGroupAttributes"] = found


def _stickiness(values: Any) -> list[object]:
    kind = values.get("type") if isinstance(values, dict) else "lb_cookie"
    cookie = kind if kind in ("lb_cookie", "app_cookie") else "lb_cookie"
    return attributes(
        values,
        {
            "cookie_duration": f"stickiness.{cookie}.duration_seconds",
            "cookie_name": "stickiness.app_cookie.cookie_name",
            "enabled": "stickiness.enabled",
            "type": "stickiness.type",
        },
    )


def _group_health(values: Any) -> list[object]:
    found: list[object] = []
    for part in ("dns_failover", "unhealthy_state_routing"):
        inner = values if isinstance(values, Unknown) else block((values or {}).get(part))
        keys = {
            f"minimum_healthy_targets_{unit}": (
                f"target_group_health.{part}.minimum_healthy_targets.{unit}"
            )
            for unit in ("count", "percentage")
        }
        found += attributes(inner, keys)
    return found
