"""Amazon Kinesis Data Streams: encryption and memory of a stream."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.kinesis import Stream
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import DATA, ENCRYPTION_AT_REST, KEYS


@control(
    "kinesis-stream-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=("Kinesis.1", "CKV_AWS_43", "AVD-AWS-0064", "kinesis_stream_encrypted_at_rest"),
)
def stream_is_encrypted(stream: Stream) -> Verdict:
    """Records are encrypted with KMS before they are stored.

    A stream often carries what no table would keep in clear: clicks, payments, places.

    Fix: set StreamEncryption to EncryptionType KMS and a KeyId.

    Undecided when the value is not known.

    Proved by::

        {StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}}

    Refuted by::

        {ShardCount: 1}

    Source: Kinesis API Reference, "StreamDescription", read 2026-11-23.
    """
    kind = stream.at("StreamEncryption", "EncryptionType")
    return proved_if(kind.equals("KMS"), kind, otherwise="the stream is not encrypted")


@control("kinesis-stream-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_185",))
def stream_uses_customer_key(stream: Stream) -> Verdict:
    """Records are encrypted with a key that the customer manages.

    The key policy is then a second lock on who may read the stream.

    Fix: set StreamEncryption.KeyId to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        {StreamEncryption: {EncryptionType: KMS, KeyId: alias/clicks}}

    Refuted by::

        {StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}}

    Source: Kinesis Developer Guide, "Data protection in Amazon Kinesis Data Streams"
    (not re-read).
    """
    key = stream.at("StreamEncryption", "KeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "kinesis-stream-kept-week",
    layer=DATA,
    weight=LOW,
    also_known_as=(
        "Kinesis.3",
        "kinesis_stream_data_retention_period",
    ),
)
def stream_keeps_a_week(stream: Stream) -> Verdict:
    """Records stay readable for a week, so that a broken consumer can catch up.

    The default is one day: a failure on Friday night has lost data by Sunday.

    Fix: set RetentionPeriodHours to 168 or more.

    Undecided when the value is not known.

    Proved by::

        {RetentionPeriodHours: 168}

    Refuted by::

        {ShardCount: 1}

    Source: Kinesis Developer Guide, "Changing the data retention period" (not re-read).
    """
    hours = stream.at("RetentionPeriodHours")
    return proved_if(hours.at_least(168), hours, otherwise="records are kept less than a week")
