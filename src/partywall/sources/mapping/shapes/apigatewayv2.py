"""Amazon API Gateway, HTTP and WebSocket: settings by route.

Source: CloudFormation's reference of AWS::ApiGatewayV2::Stage RouteSettings, read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import blocks, pick

_ROUTE: Final = {
    "data_trace_enabled": "DataTraceEnabled",
    "detailed_metrics_enabled": "DetailedMetricsEnabled",
    "logging_level": "LoggingLevel",
    "throttling_burst_limit": "ThrottlingBurstLimit",
    "throttling_rate_limit": "ThrottlingRateLimit",
}


def stage(values: Values, properties: Properties, _address: str) -> None:
    """A map by route key; not known as a whole when one key is not."""
    settings: dict[str, object] = {}
    for one in blocks(values.get("route_settings")):
        key = one if isinstance(one, Unknown) else one.get("route_key")
        if not isinstance(one, dict) or not isinstance(key, str):
            properties["RouteSettings"] = Unknown("the routes are not known", present=True)
            return
        settings[key] = pick(one, _ROUTE)
    if settings:
        properties["RouteSettings"] = settings
