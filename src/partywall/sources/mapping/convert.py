"""Values in Terraform's spelling, in CloudFormation's: the conversions that rows name in `as`.

Each takes a known value, whose elements may be `Unknown`, and returns the property's value, or
None when the value means that the property is not set. An unknown whole value never gets here:
the engine passes it through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.steps import Convert

_decode = msgspec.json.Decoder().decode


def tags(value: Any) -> object:
    """A map as the list of Key and Value that most types have, sorted by key."""
    return _pairs(value, "Key")


def name_value(value: Any) -> object:
    """A map as a list of Name and Value, sorted by name."""
    return _pairs(value, "Name")


def _pairs(value: Any, key: str) -> object:
    if not isinstance(value, dict):
        return value
    pairs = []
    for name in sorted(value):  # sorting the items would take twice as long in all
        text = value[name]
        if text is not None:
            pairs.append({key: name, "Value": text})
    return pairs


def json(value: Any) -> object:
    """JSON text as what it says; text that is no JSON stays text."""
    if not isinstance(value, str):
        return value
    try:
        return _decode(value)
    except (msgspec.DecodeError, RecursionError):
        return value


def list_of(value: Any) -> object:
    """A single value as a list of one."""
    return value if isinstance(value, list) else [value]


def one(value: Any) -> object:
    """The only element of a list; nothing for an empty list."""
    if not isinstance(value, list):
        return value
    if len(value) > 1:
        return Unknown("there are several where one is expected", present=True)
    return value[0] if value else None


def string_list(value: Any) -> object:
    """Every element as text."""
    return [text(item) for item in list_of(value)]  # type: ignore[attr-defined]


def text(value: Any) -> object:
    """A number or a boolean as its spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def integer(value: Any) -> object:
    """Spelled digits as a number."""
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def boolean(value: Any) -> object:
    """`"true"` and `"false"` as booleans."""
    spelled = value.lower() if isinstance(value, str) else value
    return {"true": True, "false": False}.get(spelled, value) if isinstance(spelled, str) else value


def negated(value: Any) -> object:
    """The opposite: `disable_x` for a property that says `X` is enabled."""
    spelled = boolean(value)
    return not spelled if isinstance(spelled, bool) else value


def unless_disabled(value: Any) -> object:
    """A status; `Disabled` means that it was never switched on, so nothing is set."""
    return None if value == "Disabled" else value


def unless_zero(value: Any) -> object:
    """A number, where 0 means that there is none."""
    return value or None


def _either(yes: str, otherwise: str | None) -> Convert:
    def choose(value: Any) -> object:
        return (yes if value else otherwise) if isinstance(value, bool) else value

    return choose


def upper(value: Any) -> object:
    """Text in capitals."""
    return value.upper() if isinstance(value, str) else value


def lower(value: Any) -> object:
    """Text in small letters."""
    return value.lower() if isinstance(value, str) else value


def strip_star(value: Any) -> object:
    """An ARN without the `:*` that stands for everything inside it."""
    return value.removesuffix(":*") if isinstance(value, str) else value


def pairs_map(value: Any) -> object:
    """A list of name and value blocks as one map."""
    return _keyed(value, "name", lambda pair: pair.get("value"))


def log_publishing(value: Any) -> object:
    """Blocks that each name a `log_type`, as a map by type."""
    return _keyed(
        value,
        "log_type",
        lambda block: _without_nulls(
            CloudWatchLogsLogGroupArn=block.get("cloudwatch_log_group_arn"),
            Enabled=block.get("enabled"),
        ),
    )


def _keyed(value: Any, key: str, wanted: Callable[[dict[str, Any]], object]) -> object:
    found = {}
    for block in value if isinstance(value, list) else [value]:
        if type(block) is Unknown:
            return Unknown(block.why, block.refs)
        name = block.get(key)
        if not isinstance(name, str):
            return Unknown("it is not known which of them are set", present=True)
        found[name] = wanted(block)
    return found


def _without_nulls(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def pascal_json(value: Any) -> object:
    """JSON text in the API's camelCase, parsed, with keys in CloudFormation's PascalCase.

    Free-form maps inside (log options, labels) keep their keys.
    """
    return _pascal(json(value))


_FREE_FORM: Final = frozenset(
    {"options", "dockerLabels", "labels", "annotations", "driverOpts", "parameters", "nodeSelector"}
)


def _pascal(value: object) -> object:
    if isinstance(value, list):
        return [_pascal(item) for item in value]
    if isinstance(value, dict):
        return {
            key[:1].upper() + key[1:]: item if key in _FREE_FORM else _pascal(item)
            for key, item in value.items()
        }
    return value


def version_weights(value: Any) -> object:
    """A map of version to weight as the list that an alias has."""
    if not isinstance(value, dict):
        return value
    return [{"FunctionVersion": name, "FunctionWeight": value[name]} for name in sorted(value)]


def kafka_endpoints(value: Any) -> object:
    """`KAFKA_BOOTSTRAP_SERVERS` and its comma-separated servers, by CloudFormation's names."""
    servers = value.get("KAFKA_BOOTSTRAP_SERVERS") if isinstance(value, dict) else None
    return {"KafkaBootstrapServers": comma_list(servers)} if servers is not None else value


def listed_values(value: Any) -> object:
    """A map whose values become lists of one."""
    return {key: list_of(one) for key, one in value.items()} if isinstance(value, dict) else value


def comma_list(value: Any) -> object:
    """Comma-separated text as a list."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def protocol_number(value: Any) -> object:
    """A protocol of a network ACL as its number: Terraform takes names too, and `all`."""
    numbers = {"all": -1, "tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58}
    return numbers.get(value, integer(value)) if isinstance(value, str) else value


def template_tags(value: Any) -> object:
    """Tags of the template itself, as its TagSpecifications."""
    return [{"ResourceType": "launch-template", "Tags": tags(value)}]


def client_vpn_tags(value: Any) -> object:
    """Tags of a Client VPN endpoint, as its TagSpecifications."""
    return [{"ResourceType": "client-vpn-endpoint", "Tags": tags(value)}]


def beanstalk_tier(value: Any) -> object:
    """The tier by name, as the object that says what runs in it."""
    kinds = {"WebServer": "Standard", "Worker": "SQS/HTTP"}
    return {"Name": value, "Type": kinds[value]} if value in kinds else value


def software_token(value: Any) -> object:
    """Time-based one-time passwords among the second factors, when they are enabled."""
    return ["SOFTWARE_TOKEN_MFA"] if value is True else None


CONVERTERS: Final[dict[str, Convert]] = {
    "beanstalk_tier": beanstalk_tier,
    "boolean": boolean,
    "client_vpn_tags": client_vpn_tags,
    "comma_list": comma_list,
    "enabled": _either("Enabled", "Disabled"),
    "enabled_or_absent": _either("Enabled", None),
    "enabled_suspended": _either("Enabled", "Suspended"),
    "ENABLED": _either("ENABLED", "DISABLED"),
    "inbound_resolver": _either("OnlyInboundResolver", "AllResolvers"),
    "int": integer,
    "json": json,
    "kafka_endpoints": kafka_endpoints,
    "list_of": list_of,
    "listed_values": listed_values,
    "log_publishing": log_publishing,
    "lower": lower,
    "name_value": name_value,
    "negated": negated,
    "one": one,
    "pairs_map": pairs_map,
    "pascal_json": pascal_json,
    "protocol_number": protocol_number,
    "scheme": _either("internal", "internet-facing"),
    "software_token": software_token,
    "string_list": string_list,
    "strip_star": strip_star,
    "tags": tags,
    "template_tags": template_tags,
    "text": text,
    "unless_disabled": unless_disabled,
    "unless_zero": unless_zero,
    "upper": upper,
    "version_weights": version_weights,
}
"""By the name that a row's `as` uses."""

WRAPPING: Final = frozenset({"list_of", "string_list"})
"""Conversions that make a list of one from a value, known or not."""

UNCERTAIN: Final = frozenset(
    {"enabled_or_absent", "json", "one", "software_token", "unless_disabled", "unless_zero"}
)
"""Conversions that may turn something that is set into nothing."""
