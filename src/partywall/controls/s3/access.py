"""Bucket policies and ACLs: whom they let in."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, control
from partywall.estate.views.s3 import BY_AGE, Bucket
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import IDENTITY


@control(
    "s3-bucket-policy-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("S3.2", "S3.3", "CKV_AWS_70", "s3_bucket_policy_public_write_access"),
)
def bucket_policy_not_public(bucket: Bucket) -> Verdict:
    """The bucket policy lets in nobody whom it does not name.

    What anyone may read is copied by strangers; what anyone may write fills up, and carries
    other people's crimes.

    Fix: name the principals, or add a condition on your organization, account, VPC endpoint or
    addresses. Serve websites through CloudFront with origin access control.

    Undecided when the policy is not known, or when a denial may take the access back.

    Refuted by::

        Resources:
          Example: {Type: AWS::S3::Bucket}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - {Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "*"}

    Proved by::

        Resources:
          Example: {Type: AWS::S3::Bucket}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: "*"
                    Action: "s3:GetObject"
                    Resource: "*"
                    Condition: {StringEquals: {aws:SourceVpce: vpce-0123}}

    Source: S3 User Guide, "Blocking public access to your Amazon S3 storage", section "The
    meaning of public" (not re-read).
    """
    restricts = bucket.at("PublicAccessBlockConfiguration", "RestrictPublicBuckets")
    if restricts.is_true is True:
        return proved(restricts, note="public policies have no effect")
    policies = bucket.policies
    open_door, public = some(policies, lambda one: one.document.public_statement()[1])
    if open_door is not None and public & no(restricts.is_true):
        statement, _ = open_door.document.public_statement()
        return refuted(statement, "lets in callers whom nobody named")
    documents = [one.at("PolicyDocument") for one in policies]
    return proved(*documents or [bucket], note="no policy lets the public in")


@control(
    "s3-bucket-acl-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=(
        "S3.2",
        "S3.3",
        "CKV_AWS_20",
        "CKV_AWS_57",
        "CKV_AWS_375",
        "CKV2_AWS_43",
        "AVD-AWS-0092",
        "s3_bucket_public_list_acl",
        "s3_bucket_public_write_acl",
    ),
)
def bucket_acl_not_public(bucket: Bucket) -> Verdict:
    """The bucket's ACL gives nothing to everyone, nor to every AWS user.

    "Authenticated users" are those of all the world's accounts, not of yours.

    Fix: leave AccessControl out, and set ObjectOwnership to BucketOwnerEnforced.

    Undecided when the ACL is not known.

    Refuted by::

        AccessControl: PublicRead

    Proved by::

        AccessControl: Private

    Source: S3 User Guide, "Access control list (ACL) overview" (not re-read).
    """
    acl = bucket.at("AccessControl")
    public = acl.equals("PublicRead", "PublicReadWrite", "AuthenticatedRead")
    return proved_if(no(public & no(bucket.ignores_public_acls)), acl, "gives access to everyone")


@control(
    "s3-bucket-acls-disabled",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("S3.12", "CKV2_AWS_65", "s3_bucket_acl_prohibited"),
)
def bucket_acls_disabled(bucket: Bucket) -> Verdict:
    """ACLs are disabled: the bucket's owner owns every object, and policies alone decide.

    Two languages for the same permission are one too many, and an object uploaded by another
    account would be that account's.

    Fix: set ObjectOwnership to BucketOwnerEnforced.

    Undecided when nothing is written: buckets made since April 2023 have ACLs disabled.

    Refuted by::

        OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}

    Proved by::

        OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}

    Source: S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"
    (not re-read).
    """
    written = bucket.at("OwnershipControls").either(BY_AGE)
    disabled = bucket.acls_disabled if written.known else written.is_true
    return proved_if(disabled, written, "ACLs still count")
