"""Amazon EMR, as controls see it."""

from __future__ import annotations

from partywall.estate.view import View


class Cluster(View):
    """AWS::EMR::Cluster."""

    types = ("AWS::EMR::Cluster",)


class SecurityConfiguration(View):
    """AWS::EMR::SecurityConfiguration: how the clusters that name it encrypt and authenticate."""

    types = ("AWS::EMR::SecurityConfiguration",)
