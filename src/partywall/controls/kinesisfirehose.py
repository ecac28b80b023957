"""Amazon Data Firehose: encryption of what is under way."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.kinesisfirehose import DeliveryStream
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import ENCRYPTION_AT_REST, KEYS

SOURCE_DECIDES = "it reads from a source that has its own encryption"


@control(
    "kinesisfirehose-stream-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=("DataFirehose.1", "CKV_AWS_240", "firehose_stream_encrypted_at_rest"),
)
def stream_is_encrypted(stream: DeliveryStream) -> Verdict:
    """Records are encrypted while Firehose holds them.

    They may wait a day and more when the destination does not answer.

    Fix: set DeliveryStreamEncryptionConfigurationInput.

    Undecided when the source or the setting is not known.

    Proved by::

        {DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}}

    Refuted by::

        {DeliveryStreamType: DirectPut}

    Not applicable by::

        {DeliveryStreamType: KinesisStreamAsSource}

    Source: Firehose API Reference, "CreateDeliveryStream", read 2026-11-23.
    """
    kind = stream.at("DeliveryStreamType")
    if no(kind.either("DirectPut").equals("DirectPut")):
        return not_applicable(kind, SOURCE_DECIDES)
    setting = stream.at("DeliveryStreamEncryptionConfigurationInput")
    return proved_if(setting.is_set, setting, otherwise="waiting records are not encrypted")


@control(
    "kinesisfirehose-stream-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_241",),
)
def stream_uses_customer_key(stream: DeliveryStream) -> Verdict:
    """Waiting records are encrypted with a key that the customer manages.

    With a key that AWS owns, nobody else sees or decides on its use.

    Fix: set KeyType to CUSTOMER_MANAGED_CMK and KeyARN to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        DeliveryStreamEncryptionConfigurationInput:
          {KeyType: CUSTOMER_MANAGED_CMK, KeyARN: "arn:aws:kms:eu-west-1:1:alias/clicks"}

    Refuted by::

        {DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}}

    Source: Firehose API Reference, "CreateDeliveryStream", read 2026-11-23.
    """
    kind = stream.at("DeliveryStreamType")
    if no(kind.either("DirectPut").equals("DirectPut")):
        return not_applicable(kind, SOURCE_DECIDES)
    key = stream.at("DeliveryStreamEncryptionConfigurationInput", "KeyARN")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")
