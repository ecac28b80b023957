"""Amazon ElastiCache: where its logs go.

Source: CloudFormation's reference of AWS::ElastiCache::ReplicationGroup
LogDeliveryConfigurationRequest, read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import blocks, pick

_PLAIN = {"destination_type": "DestinationType", "log_format": "LogFormat", "log_type": "LogType"}
_DETAILS = {
    "cloudwatch-logs": ("CloudWatchLogsDetails", "LogGroup"),
    "kinesis-firehose": ("KinesisFirehoseDetails", "DeliveryStream"),
}


def log_delivery(values: Values, properties: Properties, _address: str) -> None:
    """Each destination under the name of its kind."""
    found = blocks(values.get("log_delivery_configuration"))
    if found:
        properties["LogDeliveryConfigurations"] = [_delivery(one) for one in found]


def _delivery(values: Values | Unknown) -> object:
    if isinstance(values, Unknown):
        return values
    delivery = pick(values, _PLAIN)
    kind, destination = values.get("destination_type"), values.get("destination")
    if isinstance(kind, str) and kind in _DETAILS:
        details, name = _DETAILS[kind]
        delivery["DestinationDetails"] = {details: {name: destination}}
    elif isinstance(kind, Unknown):
        delivery["DestinationDetails"] = Unknown(kind.why, kind.refs)
    return delivery
