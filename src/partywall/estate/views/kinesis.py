"""Amazon Kinesis Data Streams, as controls see it.

A stream is not encrypted with KMS unless asked, and keeps records for a day.
Source: Kinesis API Reference, "StreamDescription", read 2026-11-23; Kinesis Developer Guide,
"Data protection in Amazon Kinesis Data Streams" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Stream(View):
    """AWS::Kinesis::Stream."""

    types = ("AWS::Kinesis::Stream",)
