"""Amazon CloudWatch alarms, as controls see them: their actions are on unless switched off.

Source: CloudWatch API Reference, "PutMetricAlarm", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View


class Alarm(View):
    """AWS::CloudWatch::Alarm."""

    types = ("AWS::CloudWatch::Alarm",)
