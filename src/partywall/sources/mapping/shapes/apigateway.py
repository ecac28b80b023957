"""Amazon API Gateway, REST: which methods a setting is for.

Source: CloudFormation's reference of AWS::ApiGateway::Stage MethodSetting and the provider's
page of `aws_api_gateway_method_settings` (argument `method_path`), read 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values


def method_settings(values: Values, properties: Properties, _address: str) -> None:
    """`*/*` and `path/METHOD` as the resource path and the method."""
    settings: Any = properties.setdefault("MethodSettings", [{}])
    if not isinstance(settings, list) or not isinstance(settings[0], dict):
        return
    path = values.get("method_path")
    if isinstance(path, str):
        resource, _, method = path.rpartition("/")
        settings[0]["HttpMethod"] = method
        settings[0]["ResourcePath"] = f"/{resource.lstrip('/')}"
    elif isinstance(path, Unknown):
        settings[0]["HttpMethod"] = settings[0]["ResourcePath"] = Unknown(path.why, path.refs)
