"""Amazon MQ, as controls see it.

A broker is private, takes patches by itself and is encrypted with a key that AWS owns, unless
something else is said.
Source: Amazon MQ API Reference, "CreateBrokerRequest", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View


class Broker(View):
    """AWS::AmazonMQ::Broker."""

    types = ("AWS::AmazonMQ::Broker",)
