"""Amazon Data Firehose: where records come from, and encryption of those put directly.

Source: CloudFormation's reference of AWS::KinesisFirehose::DeliveryStream, read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import block, pick


def delivery_stream(values: Values, properties: Properties, _address: str) -> None:
    """The kind of source; encryption only where it is enabled."""
    stream = values.get("kinesis_source_configuration")
    cluster = values.get("msk_source_configuration")
    if isinstance(stream, Unknown) or isinstance(cluster, Unknown):
        properties["DeliveryStreamType"] = Unknown("the source of the stream is not known")
    else:
        kind = "KinesisStreamAsSource" if stream else "MSKAsSource" if cluster else "DirectPut"
        properties["DeliveryStreamType"] = kind
    written = block(values.get("server_side_encryption"))
    enabled = written.get("enabled") if isinstance(written, dict) else written
    if isinstance(enabled, Unknown):
        properties["DeliveryStreamEncryptionConfigurationInput"] = Unknown(
            enabled.why, enabled.refs
        )
    elif enabled and isinstance(written, dict):
        properties["DeliveryStreamEncryptionConfigurationInput"] = pick(
            written, {"key_arn": "KeyARN", "key_type": "KeyType"}
        )
