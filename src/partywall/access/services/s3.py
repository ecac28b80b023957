"""S3: Block Public Access, ACLs and Object Ownership stand beside the policies.

With RestrictPublicBuckets a bucket whose policy is public serves only AWS services and its own
account. Its meaning of *public*: an Allow for everybody that no condition holds to fixed values
of who asks or from where. IgnorePublicAcls disregards grants to everybody, and
BucketOwnerEnforced all ACLs. BlockPublicAcls and BlockPublicPolicy refuse new settings and
change no request for data. Inside the bucket's account ACLs are evaluated together with the
policies.

Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage" and "How Amazon
S3 authorizes a request for an object operation", read 2026-11-23,
"Access control list (ACL) overview" and "Controlling ownership of objects" (not re-read); AWS
Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.access.comparisons import parse_block
from partywall.access.formula import Formula, Untold, both, either, opposite
from partywall.access.language.operators import Comparison
from partywall.access.language.records import Condition, Policy, Statement
from partywall.access.layers.layer import Hit, Layer, Policies, allowed_by
from partywall.access.naming import How
from partywall.access.requester import Kind
from partywall.access.rules import Query
from partywall.estate.views.policy_document import TRUSTED_KEYS
from partywall.kernel.arn import parse_arn
from partywall.kernel.intervals import NO_ADDRESSES, is_internet, parse_cidr

ACLS, PUBLIC = "bucket and object ACLs", "S3 Block Public Access"
EVERYBODY: Final = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED: Final = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

GRANTED_BY: Final = {
    "s3:listbucket": "READ",
    "s3:listbucketversions": "READ",
    "s3:listbucketmultipartuploads": "READ",
    "s3:getobject": "READ",
    "s3:getobjectversion": "READ",
    "s3:putobject": "WRITE",
    "s3:getbucketacl": "READ_ACP",
    "s3:getobjectacl": "READ_ACP",
    "s3:getobjectversionacl": "READ_ACP",
    "s3:putbucketacl": "WRITE_ACP",
    "s3:putobjectacl": "WRITE_ACP",
    "s3:putobjectversionacl": "WRITE_ACP",
}
"""The permission of an ACL that lets an action through; for an object, of the object's ACL."""

TEXTUAL: Final = (
    Comparison.STRING_EQUALS, Comparison.STRING_EQUALS_IGNORE_CASE, Comparison.STRING_LIKE,
    Comparison.ARN_LIKE,
)  # fmt: skip


ACCESS_POINT: Final = "s3:dataaccesspointarn"
FIXED_KEYS: Final = TRUSTED_KEYS | {"s3:x-amz-server-side-encryption-aws-kms-key-id"}
"""Keys that keep a policy from being public when their values are fixed."""


class Grantee(Struct, frozen=True):
    """A grantee as `s3:GetBucketAcl` shows it: the URI of a group, or a canonical user id."""

    URI: str = ""
    ID: str = ""


class AclGrant(Struct, frozen=True, rename="pascal"):
    """A grant of an ACL; the grantee is an object, or its URI or id alone."""

    grantee: str | Grantee
    permission: str

    @property
    def name(self) -> str:
        """The URI of a group or a canonical user id."""
        who = self.grantee
        return who if isinstance(who, str) else who.URI or who.ID


class Bucket(Struct, frozen=True, rename="pascal"):
    """What stands beside the bucket's policy. `acl` is that of the resource asked for."""

    ignore_public_acls: bool = False
    restrict_public_buckets: bool = False
    object_ownership: str = "BucketOwnerEnforced"
    acl: tuple[AclGrant, ...] = ()


def acl_layer(bucket: Bucket, query: Query) -> Layer:
    """What the ACL of the resource allows."""
    if bucket.object_ownership == "BucketOwnerEnforced":
        return Layer(ACLS, False, False, (), "ACLs are off (BucketOwnerEnforced)")
    wanted = GRANTED_BY.get(query.action)
    hits = []
    for index, grant in enumerate(bucket.acl):
        if wanted is None or grant.permission not in (wanted, "FULL_CONTROL"):
            continue
        public = grant.name in (EVERYBODY, AUTHENTICATED)
        if public and bucket.ignore_public_acls:
            continue
        when = _reaches(grant, query)
        if when is not False:
            hits.append(Hit("ACL", f"[{index}]", "Allow", when, How.EVERYONE))
    return Layer(ACLS, allowed_by(hits), False, tuple(hits))


def _reaches(grant: AclGrant, query: Query) -> Formula:
    if grant.name == EVERYBODY:
        return True
    if grant.name == AUTHENTICATED:
        return query.requester.kind is not Kind.ANONYMOUS
    if query.requester.kind is Kind.CANONICAL:
        return grant.name == query.requester.arn
    if query.requester.is_identity:
        return Untold("whose account a canonical user id is")
    return False


def public_layer(bucket: Bucket, policies: Policies, query: Query, foreign: bool) -> Layer:
    """What RestrictPublicBuckets lets pass."""
    if not bucket.restrict_public_buckets:
        return Layer(PUBLIC, True, False, (), "public buckets are not restricted")
    if query.requester.kind is Kind.SERVICE or (query.requester.is_identity and not foreign):
        return Layer(PUBLIC, True, False, (), "it spares AWS services and the bucket's account")
    public = either(*[is_public(one.rules.policy) for one in policies])
    return Layer(PUBLIC, opposite(public), False, (), "a public policy serves its own account only")


def is_public(policy: Policy) -> Formula:
    """Whether S3 holds the policy for public."""
    return either(*[_opens(one) for one in policy.statements])


def _opens(statement: Statement) -> Formula:
    if statement.effect == "Deny" or statement.principals is None:
        return False
    principals = statement.principals
    everybody = principals.negated or any(one.name == "*" for one in principals.entries)
    if not everybody:
        return False
    if statement.flaws:
        return Untold(f"{statement.label}: {statement.flaws[0]}")
    return both(*[opposite(_narrows(one)) for one in statement.conditions])


def _narrows(condition: Condition) -> Formula:
    """Whether only callers pass whom the values name."""
    test, key = condition.test, condition.key.lower()
    if test is None or test.negated or test.if_exists or test.quantifier == "ForAllValues":
        return False
    texts = [one for one in condition.values if isinstance(one, str)]
    if len(texts) < len(condition.values):
        return Untold(f"a value of {condition.key} is not known")
    if test.comparison is Comparison.IP_ADDRESS and key == "aws:sourceip":
        return _narrow_addresses(texts)
    if key not in FIXED_KEYS or test.comparison not in TEXTUAL:
        return False
    if test.comparison in (Comparison.STRING_LIKE, Comparison.ARN_LIKE):
        if key == ACCESS_POINT:
            texts = [_without_name(one) for one in texts]
        return not any("${" in one or "*" in one or "?" in one for one in texts)
    return not any("${" in one for one in texts)


def _without_name(text: str) -> str:
    """The ARN of an access point without its name, which may hold wildcards."""
    arn = parse_arn(text)
    return text.removesuffix(arn.resource.partition("/")[2]) if arn is not None else text


def _narrow_addresses(texts: list[str]) -> bool:
    together = NO_ADDRESSES
    for one in texts:
        block = parse_cidr(one) if parse_block(one) is not None else None
        if block is None:
            return False
        together = together | block
    return not is_internet(together)
