"""Amazon Kinesis Data Streams: encryption is there or not, rather than of a type NONE.

Source: CloudFormation's reference of AWS::Kinesis::Stream StreamEncryption, read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import pick


def stream(values: Values, properties: Properties, _address: str) -> None:
    """Encrypted with KMS, or not at all."""
    kind = values.get("encryption_type")
    if isinstance(kind, Unknown):
        properties["StreamEncryption"] = Unknown(kind.why, kind.refs)
    elif kind == "KMS":
        names = {"encryption_type": "EncryptionType", "kms_key_id": "KeyId"}
        properties["StreamEncryption"] = pick(values, names)
