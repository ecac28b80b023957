"""Owners: what a resource's policy can neither give to other accounts nor take from the root user.

Some operations work inside the owner's account alone, whatever its policy says: S3 answers 405 to
a stranger's PutBucketPolicy, and KMS and SQS keep the administration of keys and queues at home.
The other way about, a policy that denies everybody everything does not keep the root user from
reading, replacing or deleting it; control policies and those of VPC endpoints do. AWS services
are not spoken of, and stay with what the policies say.

Source: Amazon S3 API Reference, "GetBucketPolicy", "PutBucketPolicy" and "DeleteBucketPolicy"; AWS
KMS API Reference, "Cross-account use" of each operation; Amazon SQS API Reference, "Cross-account
permissions don't apply to this action" of each; Amazon Kinesis Data Streams API Reference,
"PutResourcePolicy"; Amazon DynamoDB API Reference, "DeleteResourcePolicy"; all as the models of
the SDK (botocore 1.44.5) have them, read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.access.requester import Kind, Requester


def _actions(service: str, names: str) -> frozenset[str]:
    return frozenset(f"{service}:{name}".lower() for name in names.split())


BUCKET_POLICY: Final = _actions("s3", "DeleteBucketPolicy GetBucketPolicy PutBucketPolicy")
AT_HOME: Final = (
    BUCKET_POLICY
    | _actions("kinesis", "PutResourcePolicy")
    | _actions(
        "kms",
        """CancelKeyDeletion CreateAlias DeleteAlias DeleteImportedKeyMaterial DisableKey
        DisableKeyRotation EnableKey EnableKeyRotation GetKeyLastUsage GetKeyPolicy
        GetParametersForImport ImportKeyMaterial ListKeyPolicies ListKeyRotations ListResourceTags
        PutKeyPolicy ReplicateKey RotateKeyOnDemand ScheduleKeyDeletion TagResource UntagResource
        UpdateAlias UpdateKeyDescription UpdatePrimaryRegion""",
    )
    | _actions(
        "sqs",
        """AddPermission CreateQueue DeleteQueue ListQueueTags RemovePermission SetQueueAttributes
        TagQueue UntagQueue""",
    )
)
"""What principals of the owner's account alone can do; those without a resource are left out."""

UNLOCKING: Final = BUCKET_POLICY | _actions("dynamodb", "DeleteResourcePolicy")
"""What the resource's policy cannot deny the owner's root user."""


def never_allowed(action: str, requester: Requester, foreign: bool) -> str:
    """Why a request from outside is denied whatever policies say, or nothing."""
    outside = requester.kind is Kind.ANONYMOUS or (foreign and requester.is_identity)
    return "only the owner's account can do it" if outside and action in AT_HOME else ""


def unlocks(action: str, requester: Requester, foreign: bool) -> bool:
    """Whether the policy of the resource does not bind the requester for this action."""
    return requester.kind is Kind.ROOT and not foreign and action in UNLOCKING
