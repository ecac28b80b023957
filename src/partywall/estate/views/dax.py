"""DynamoDB Accelerator, as controls see it: nothing is encrypted unless asked for.

Source: DAX API Reference, "CreateCluster", read 2026-11-23; DynamoDB Developer Guide, "DAX
encryption at rest" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Cluster(View):
    """AWS::DAX::Cluster."""

    types = ("AWS::DAX::Cluster",)
