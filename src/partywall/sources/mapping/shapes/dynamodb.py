"""Amazon DynamoDB: key schemas, indexes, streams and encryption.

Sources: CloudFormation's reference of AWS::DynamoDB::Table and the provider's page of
`aws_dynamodb_table`, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.mapping.shapes.blocks import block, blocks, pick


def table(values: Values, properties: Properties, _address: str) -> None:
    """Keys by their roles, indexes with keys of their own, the stream, the KMS key."""
    keys = _keys(values)
    if keys:
        properties["KeySchema"] = keys
    for argument, target in (
        ("global_secondary_index", "GlobalSecondaryIndexes"),
        ("local_secondary_index", "LocalSecondaryIndexes"),
    ):
        found = blocks(values.get(argument))
        if found:
            hash_key = values.get("hash_key") if argument.startswith("local") else None
            properties[target] = [_index(one, hash_key) for one in found]
    _stream(values, properties)
    _encryption(block(values.get("server_side_encryption")), properties)


def contributor_insights(values: Values, properties: Properties, _address: str) -> None:
    """Enabled for the table; for one of its indexes, nothing is said of the table."""
    index = values.get("index_name")
    if isinstance(index, Unknown):
        hidden = Unknown("it is not known whether these are of the table or of an index")
        properties["ContributorInsightsSpecification"] = hidden
    elif index in UNSET:
        properties["ContributorInsightsSpecification"] = {"Enabled": True}


def resource_policy(values: Values, properties: Properties, _address: str) -> None:
    """Of the table, or of its stream, whose ARN goes on from the table's."""
    arn = values.get("resource_arn")
    of_stream = isinstance(arn, str) and "/stream/" in arn
    if of_stream or (isinstance(arn, Unknown) and arn.attribute.lower() == "stream_arn"):
        properties["StreamSpecification"] = {"ResourcePolicy": properties.pop("ResourcePolicy", {})}


def _keys(values: Values) -> list[object]:
    return [
        {"AttributeName": values[argument], "KeyType": kind}
        for argument, kind in (("hash_key", "HASH"), ("range_key", "RANGE"))
        if values.get(argument) not in UNSET
    ]


def _index(values: Values | Unknown, hash_key: Any) -> object:
    if isinstance(values, Unknown):
        return values
    index: Properties = pick(values, {"name": "IndexName"})
    index["KeySchema"] = _keys({**values, "hash_key": values.get("hash_key") or hash_key})
    index["Projection"] = pick(
        values, {"non_key_attributes": "NonKeyAttributes", "projection_type": "ProjectionType"}
    )
    capacity = {"read_capacity": "ReadCapacityUnits", "write_capacity": "WriteCapacityUnits"}
    _set(index, "ProvisionedThroughput", values, capacity)
    limits = {
        "max_read_request_units": "MaxReadRequestUnits",
        "max_write_request_units": "MaxWriteRequestUnits",
    }
    demand = block(values.get("on_demand_throughput"))
    if isinstance(demand, Unknown):
        index["OnDemandThroughput"] = demand
    elif demand:
        _set(index, "OnDemandThroughput", demand, limits)
    return index


def _set(out: Properties, name: str, values: Values, names: dict[str, str]) -> None:
    found = pick(values, names)
    if found:
        out[name] = found


def _stream(values: Values, properties: Properties) -> None:
    enabled = values.get("stream_enabled")
    if isinstance(enabled, Unknown):
        properties["StreamSpecification"] = enabled
    elif enabled:
        properties["StreamSpecification"] = pick(values, {"stream_view_type": "StreamViewType"})


def _encryption(values: Values | Unknown | None, properties: Properties) -> None:
    """Disabled means a key that AWS owns, as when nothing is said."""
    if isinstance(values, Unknown):
        properties["SSESpecification"] = values
    elif values is not None:
        properties["SSESpecification"] = pick(
            values, {"enabled": "SSEEnabled", "kms_key_arn": "KMSMasterKeyId"}
        )
