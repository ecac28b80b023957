"""Amazon S3, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.truth import Truth


class EncryptionRule(Node):
    """One element of ServerSideEncryptionConfiguration."""

    __slots__ = ()

    @property
    def uses_kms(self) -> Truth:
        """Whether new objects are encrypted through KMS (with one or with two layers)."""
        algorithm = self.at("ServerSideEncryptionByDefault", "SSEAlgorithm")
        return algorithm.equals("aws:kms", "aws:kms:dsse")

    @property
    def key_is_customers(self) -> Truth:
        """Whether the key is one that the customer manages; no key id means AWS's own."""
        return is_customer_key(self.at("ServerSideEncryptionByDefault", "KMSMasterKeyID"))


class Bucket(View):
    """AWS::S3::Bucket."""

    types = ("AWS::S3::Bucket",)

    @property
    def encryption_rules(self) -> Nodes[EncryptionRule]:
        """Default encryption; none written means S3 encrypts with its own keys."""
        rules = self.at("BucketEncryption", "ServerSideEncryptionConfiguration")
        return rules.items_as(EncryptionRule)
