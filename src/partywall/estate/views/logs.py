"""Amazon CloudWatch Logs, as controls see it.

Events never expire unless a retention is set; they are encrypted with AWS's keys unless a key is
named. Source: CloudWatch Logs API Reference, "CreateLogGroup" and "PutRetentionPolicy", read
2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View


class LogGroup(View):
    """AWS::Logs::LogGroup."""

    types = ("AWS::Logs::LogGroup",)
