"""The Region that each provider block works in."""

from __future__ import annotations

from typing import Any

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_plan.document import Plan

_decode = msgspec.json.Decoder().decode


class Regions:
    """Regions by provider key (`aws`, `aws.peer`, `module.m:aws`), worked out when asked for."""

    def __init__(self, plan: Plan) -> None:
        self._providers = plan.configuration.provider_config
        self._variables = plan.variables
        self._known: dict[str, str | Unknown | None] = {}

    def of(self, key: str) -> str | Unknown | None:
        """The Region of a provider; None when the configuration leaves it to the environment."""
        try:
            return self._known[key]
        except KeyError:
            found = self._known[key] = self._find(key)
            return found

    def _find(self, key: str) -> str | Unknown | None:
        provider = self._providers.get(key)
        if provider is None:
            return None
        expressions: Any = _decode(provider.expressions)
        region = expressions.get("region") if isinstance(expressions, dict) else None
        if not isinstance(region, dict):
            return None
        if isinstance(region.get("constant_value"), str):
            constant: str = region["constant_value"]
            return constant
        references = region.get("references")
        if isinstance(references, list) and len(references) == 1 and ":" not in key:
            name = str(references[0]).removeprefix("var.")
            variable = self._variables.get(name)
            value = _decode(variable.value) if variable is not None else None
            if isinstance(value, str):
                return value
        return Unknown("the plan does not say which Region the provider works in")
