"""Block Public Access, ownership and ACLs of a bucket, in every way that they may be.

When they are not written they go by the age of the bucket, and ACLs of single objects are in no
input. So there may be several ways; a decision that is the same in all of them does not hang on
them.

Source: AWS Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23; Amazon
S3 User Guide, "Access control list (ACL) overview", section "Canned ACL" (not re-read).
"""

from __future__ import annotations

from itertools import product
from typing import Any, Final

from partywall.access.services.s3 import AUTHENTICATED, EVERYBODY, AclGrant, Bucket
from partywall.access.world.documents import Documents
from partywall.access.world.principals import value_of
from partywall.estate.estate import entailed
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import below, truthy

BUCKET: Final = "AWS::S3::Bucket"
ACCESS_POINT: Final = "AWS::S3::AccessPoint"
ACCOUNT: Final = "Partywall::S3::AccountPublicAccessBlock"
ENFORCED, WRITER = "BucketOwnerEnforced", "ObjectWriter"

CANNED: Final = {
    "Private": (),
    "PublicRead": (AclGrant(EVERYBODY, "READ"),),
    "PublicReadWrite": (AclGrant(EVERYBODY, "READ"), AclGrant(EVERYBODY, "WRITE")),
    "AuthenticatedRead": (AclGrant(AUTHENTICATED, "READ"),),
    "BucketOwnerRead": (),
    "BucketOwnerFullControl": (),
    "AwsExecRead": (),
}
"""What a canned ACL grants beyond the owner, AWS services aside."""

OPEN_OBJECT: Final = (AclGrant(EVERYBODY, "FULL_CONTROL"),)


def ways(
    bucket: Resource, documents: Documents, of_object: bool, from_inside: bool
) -> tuple[Bucket, ...]:
    """What may stand beside the policy. `of_object`: the question is about an object in it.

    For principals of the bucket's own account (`from_inside`) objects are taken to have no ACL
    that lets in everybody; see `acls_count`.
    """
    restrict = _blocked(bucket, documents, "RestrictPublicBuckets")
    ignore = _blocked(bucket, documents, "IgnorePublicAcls")
    ownership = _ownership(bucket)
    acls = _acls(bucket)
    if of_object:
        acls = [()] if from_inside else [(), OPEN_OBJECT]
    if not acls_count(bucket, documents):
        acls = [()]
    found = [
        Bucket(ignored, restricted, owner, acl)
        for ignored, restricted, owner, acl in product(ignore, restrict, ownership, acls)
    ]
    return tuple(dict.fromkeys(map(_plain, found)))


def access_points(bucket: Resource | None, documents: Documents | None) -> tuple[str, ...]:
    """The access points that have a policy and may be of the bucket, by address.

    Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" (not re-read).
    """
    if bucket is None or documents is None or bucket.type != BUCKET:
        return ()
    estate = documents.estate
    return tuple(
        [
            one.address
            for one in sorted(estate.by_type.get(ACCESS_POINT, ()), key=lambda one: one.address)
            if value_of(one, "Policy") is not None
            if bucket in estate.link(value_of(one, "Bucket"), BUCKET).targets
        ]
    )


def acls_count(bucket: Resource, documents: Documents) -> bool:
    """Whether an ACL of the bucket, or of an object in it, may let everybody in."""
    ignored = _blocked(bucket, documents, "IgnorePublicAcls") == (True,)
    return not ignored and _ownership(bucket) != (ENFORCED,)


def _plain(bucket: Bucket) -> Bucket:
    """The same with what makes no difference left out, so that equal ways are one."""
    if not bucket.acl or bucket.object_ownership == ENFORCED:
        return Bucket(False, bucket.restrict_public_buckets)
    return bucket


def _blocked(bucket: Resource, documents: Documents, key: str) -> tuple[bool, ...]:
    """A setting of the bucket or of the account; either one that is on is enough."""
    account = [
        _of_account(one, bucket, documents, key)
        for one in documents.estate.by_type.get(ACCOUNT, ())
    ]
    if any(one is True for one in account):
        return (True,)
    settings = value_of(bucket, "PublicAccessBlockConfiguration")
    value = _told(below(settings, (key,)) if isinstance(settings, dict) else settings)
    if settings is not None and value is None:
        value = False
    if type(value) is bool and (value or not any(one not in (None, False) for one in account)):
        return (value,)
    return (True, False)


def _of_account(block: Resource, bucket: Resource, documents: Documents, key: str) -> object:
    """A setting of the account's block; off where the block is another account's."""
    value = _told(value_of(block, key))
    account = documents.text(value_of(block, "AccountId"))
    own = documents.home.account
    if isinstance(account, str) and own and account != own:
        return False
    is_own = account is None or account == own
    if value in (None, False) or (is_own and entailed(block.guard, bucket.guard) is True):
        return value
    return Unknown(f"whether {block.address} applies is not known")


def _told(value: object) -> object:
    """A setting that may be spelled as text, as templates let one."""
    spelled = truthy(value)
    return value if spelled is None else spelled


def _ownership(bucket: Resource) -> tuple[str, ...]:
    rules: Any = below(bucket.properties, ("OwnershipControls", "Rules"))
    rule = rules[0] if isinstance(rules, list) and len(rules) == 1 else rules
    if isinstance(rule, dict):
        value = rule.get("ObjectOwnership")
        if isinstance(value, str):
            return (value,)
    return (ENFORCED, WRITER)


def _acls(bucket: Resource) -> list[tuple[AclGrant, ...]]:
    value = value_of(bucket, "AccessControl")
    if value is None:
        return [()]
    if isinstance(value, str) and value in CANNED:
        return [CANNED[value]]
    return [(), OPEN_OBJECT]
