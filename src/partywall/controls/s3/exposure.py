"""What strangers can do to a bucket, decided with its policy, ACLs and Block Public Access."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, control
from partywall.controls.questions import Caller, Questions
from partywall.estate.node import Node
from partywall.estate.views.classification import is_classified
from partywall.estate.views.policy_document import Statement
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted, undecided
from partywall.line.layer import IDENTITY

ABSENT = ("aws:sourcevpc", "aws:sourcevpce", "aws:sourcearn", "aws:sourceaccount")
KEYS: dict[str, str | None] = {
    **dict.fromkeys(ABSENT),
    "aws:principalorgid": "o-stranger",
    "aws:securetransport": "true",
}
ANYBODY = Caller("*", keys=KEYS)
STRANGER = Caller("arn:aws:iam::000000000000:role/stranger", keys=KEYS)
WRITES = ("s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl", "s3:PutBucketPolicy",
          "s3:PutBucketAcl", "s3:DeleteBucket")  # fmt: skip
READS = ("s3:GetObject", "s3:ListBucket", "s3:GetObjectVersion")


@control("s3-bucket-no-public-write", layer=IDENTITY, weight=CRITICAL, through="access")
def bucket_is_not_written_by_strangers(bucket: Bucket, ask: Questions) -> Verdict:
    """Nobody without credentials of yours can write to the bucket, delete in it or open it.

    What anybody may write to carries other people's files, and yours are overwritten.

    Fix: name the principals, and turn on RestrictPublicBuckets and IgnorePublicAcls.

    Undecided when the policy is not known, or when what decides is not written.

    Refuted by::

        Resources:
          Example:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: drop
              PublicAccessBlockConfiguration: {RestrictPublicBuckets: false}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - {Effect: Allow, Principal: "*", Action: "s3:PutObject", Resource: "*"}

    Proved by::

        Resources:
          Example:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: drop
              PublicAccessBlockConfiguration: {RestrictPublicBuckets: true, IgnorePublicAcls: true}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - {Effect: Allow, Principal: "*", Action: "s3:PutObject", Resource: "*"}

    Source: S3 User Guide, "Blocking public access to your Amazon S3 storage" (not re-read).
    """
    return _closed(bucket, ask, WRITES, ("PublicReadWrite",), "strangers can write")


@control("s3-bucket-classified-not-public", layer=IDENTITY, weight=CRITICAL, through="access")
def classified_bucket_is_not_read_by_strangers(bucket: Bucket, ask: Questions) -> Verdict:
    """What is tagged as sensitive can be read or listed by nobody without credentials of yours.

    The tag says that somebody knew.

    Fix: name the principals, and turn on RestrictPublicBuckets and IgnorePublicAcls.

    Undecided when tags or policy are not known, or when what decides is not written.

    Refuted by::

        Resources:
          Example:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: payroll
              Tags: [{Key: DataClassification, Value: confidential}]
              PublicAccessBlockConfiguration: {RestrictPublicBuckets: false}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - {Effect: Allow, Principal: "*", Action: "s3:Get*", Resource: "*"}

    Proved by::

        {BucketName: payroll, Tags: [{Key: DataClassification, Value: confidential}]}

    Not applicable by::

        {BucketName: website, Tags: [{Key: DataClassification, Value: public}]}

    Source: S3 User Guide, "Blocking public access to your Amazon S3 storage" (not re-read).
    """
    if no(is_classified(bucket)):
        return not_applicable(bucket.at("Tags"), "no tag says that the data are sensitive")
    readable = ("PublicRead", "PublicReadWrite", "AuthenticatedRead")
    return _closed(bucket, ask, READS, readable, "strangers can read")


def _closed(
    bucket: Bucket, ask: Questions, actions: tuple[str, ...], acls: tuple[str, ...], note: str
) -> Verdict:
    """Asks only where a statement or an ACL speaks of strangers at all.

    A policy that is not known as a whole may let them in, or deny what an ACL grants.
    """
    unseen = next((one for one in bucket.policies if not one.document.known), None)
    if unseen is not None:
        return undecided(unseen.document.doubt())
    acl = bucket.at("AccessControl")
    by_acl = acl.equals(*acls)
    if by_acl is not False:
        by_acl = by_acl & no(bucket.ignores_public_acls)
    shown, speaks = _speaks(bucket, actions)
    if (by_acl | speaks) is False:
        return proved(*bucket.policies or [bucket], note="nothing speaks of strangers")
    found = ask.lets_in(bucket, ANYBODY, *actions) | ask.lets_in(bucket, STRANGER, *actions)
    if found:
        return refuted(shown if shown is not None else acl, note)
    return proved(*bucket.policies or [bucket], note="strangers are kept out")


def _speaks(bucket: Bucket, actions: tuple[str, ...]) -> tuple[Node | None, Truth]:
    """Whether a statement allows one of the actions to callers whom it does not name."""

    def opens(statement: Statement) -> Truth:
        strangers = statement.allows & statement.anyone
        if strangers is False:
            return False
        found: Truth = False
        for action in actions:
            found = found | statement.covers(action)
        return strangers & no(statement.narrowed) & found

    shown: Node | None = None
    answer: Truth = False
    for policy in bucket.policies:
        statement, found = some(policy.document.statements, opens)
        shown = statement if shown is None else shown
        answer = answer | (found & policy.sure)
    return shown, answer
