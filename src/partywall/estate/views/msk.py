"""Amazon MSK, as controls see it.

Data is always encrypted at rest; brokers talk TLS among themselves unless told not to. The
pages disagree on what clients may do when nothing is said, so that stays in doubt.
Source: MSK API Reference, "EncryptionInTransit" and "EncryptionAtRest", read 2026-11-23; MSK
Developer Guide, "Authentication and authorization for Apache Kafka APIs" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth, no


class Cluster(View):
    """AWS::MSK::Cluster."""

    types = ("AWS::MSK::Cluster",)

    @property
    def checks_clients(self) -> Truth:
        """Whether clients must sign in: some way is on, and the anonymous one is off."""
        ways = self.at("ClientAuthentication")
        sasl = ways.at("Sasl")
        some_way = (
            sasl.at("Iam", "Enabled").is_true
            | sasl.at("Scram", "Enabled").is_true
            | ways.at("Tls", "Enabled").is_true
            | ways.at("Tls", "CertificateAuthorityArnList").is_set
        )
        return some_way & no(ways.at("Unauthenticated", "Enabled").is_true)

    @property
    def logs_brokers(self) -> Truth:
        logs = self.at("LoggingInfo", "BrokerLogs")
        return (
            logs.at("CloudWatchLogs", "Enabled").is_true
            | logs.at("S3", "Enabled").is_true
            | logs.at("Firehose", "Enabled").is_true
        )
