"""Amazon S3, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.policy_document import PolicyDocument, Statement, document
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, some
from partywall.kernel.unknown import Unknown

BLOCKS: Final = (
    "BlockPublicAcls",
    "BlockPublicPolicy",
    "IgnorePublicAcls",
    "RestrictPublicBuckets",
)
"""The four settings of Block Public Access."""

BY_AGE: Final = Unknown("depends on when the bucket was made: on for new ones since April 2023")
"""Block Public Access and disabled ACLs, when they are not written.

Source: AWS Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23.
"""


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

    @cached_property
    def policies(self) -> Nodes[BucketPolicy]:
        """The bucket policy, if any."""
        return self.companions(BucketPolicy)

    @property
    def ignores_public_acls(self) -> Truth:
        """Whether an ACL cannot open it: public ones are ignored, or all of them are."""
        ignored = self.at("PublicAccessBlockConfiguration", "IgnorePublicAcls").is_true
        return ignored | self.acls_disabled

    @property
    def acls_disabled(self) -> Truth:
        """Whether ownership is written so that ACLs say nothing at all."""
        rules = self.at("OwnershipControls", "Rules").items()
        return some(rules, lambda one: one.at("ObjectOwnership").equals("BucketOwnerEnforced"))[1]


class AccountAccess(View):
    """Partywall::S3::AccountPublicAccessBlock: the four settings for all the account's buckets."""

    types = ("Partywall::S3::AccountPublicAccessBlock",)


class AccessPoint(View):
    """AWS::S3::AccessPoint."""

    types = ("AWS::S3::AccessPoint",)


class BucketPolicy(View):
    """AWS::S3::BucketPolicy."""

    types = ("AWS::S3::BucketPolicy",)

    @property
    def document(self) -> PolicyDocument:
        """What it says."""
        return document(self.at("PolicyDocument"))

    @property
    def requires_tls(self) -> Truth:
        """Whether plain HTTP is denied to everyone, for the bucket and for all its objects."""
        written = self.document
        if not written.known:
            return written.doubt()
        statements = written.statements
        denials = [one for one in statements if one.denies is not False]
        bucket = some(denials, lambda one: _denies_plain(one) & _covers_bucket(one))[1]
        objects = some(denials, lambda one: _denies_plain(one) & _covers_objects(one))[1]
        return bucket & objects


def _denies_plain(statement: Statement) -> Truth:
    if statement.everyone is False:
        return False
    every_action = statement.names_all("s3")
    return statement.denies & statement.everyone & every_action & statement.only_without_tls


def _covers_bucket(statement: Statement) -> Truth:
    return some(statement.resources, _is_bucket)[1]


def _covers_objects(statement: Statement) -> Truth:
    return some(statement.resources, _is_all_objects)[1]


def _is_bucket(resource: Node) -> Truth:
    """Whether the ARN is a bucket's. In a bucket policy it can only be that of its own."""
    value = resource.value
    if type(value) is Unknown:
        whole = value.attribute.lower() == "arn" and not value.suffix
        return True if whole else resource.doubt()
    return isinstance(value, str) and (value == "*" or (":::" in value and "/" not in value))


def _is_all_objects(resource: Node) -> Truth:
    value = resource.value
    if type(value) is Unknown:
        if value.attribute.lower() == "arn" and not value.suffix:
            return False
        return True if _is_arn_and_star(value) else resource.doubt()
    if not isinstance(value, str):
        return False
    name, slash, key = value.partition("/")
    return name == "*" or (":::" in name and (key == "*" if slash else name.endswith("*")))


def _is_arn_and_star(value: Unknown) -> bool:
    """Whether the text is one bucket's ARN followed by `/*`, with nothing unknown between."""
    one_part = len(value.refs) == 1 and "; " not in value.why
    return one_part and value.suffix == "/*" and "/" not in value.prefix
