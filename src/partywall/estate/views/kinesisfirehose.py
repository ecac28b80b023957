"""Amazon Data Firehose, as controls see it.

A stream that producers write to is not encrypted unless asked; one that reads from a Kinesis
stream leaves encryption to its source.
Source: Firehose API Reference, "CreateDeliveryStream", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View


class DeliveryStream(View):
    """AWS::KinesisFirehose::DeliveryStream."""

    types = ("AWS::KinesisFirehose::DeliveryStream",)
