"""Buckets: what their policies leave to other accounts, and to services that act for others."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.controls.outsiders import kept_at_home, source_is_fixed
from partywall.controls.questions import Questions
from partywall.estate.views.outsiders import Spoken
from partywall.estate.views.s3 import Bucket
from partywall.kernel.verdict import Verdict
from partywall.line.layer import IDENTITY

ADMINISTRATION = ("s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl",
                  "s3:PutObjectAcl", "s3:PutEncryptionConfiguration")  # fmt: skip
USUAL = ("s3:PutObject", "s3:GetObject", "s3:GetBucketAcl", "s3:ListBucket")


@control(
    "s3-bucket-administered-at-home",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("S3.6",),
    through="access",
)
def bucket_is_administered_at_home(bucket: Bucket, ask: Questions) -> Verdict:
    """No other account can change who may use the bucket, or how it is encrypted.

    Whoever may write the policy or an ACL may let in anybody else, whatever you agreed on.

    Fix: allow other accounts to read or write objects only, by name of the action.

    Undecided when the policy is not known, when a condition decides, or when it is not known
    whether an account named is one's own.

    Proved by::

        Resources:
          Example: {Type: AWS::S3::Bucket, Properties: {BucketName: drop}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {AWS: "arn:aws:iam::444455556666:root"}
                    Action: "s3:GetObject"
                    Resource: "arn:aws:s3:::drop/*"

    Undecided by::

        Resources:
          Example: {Type: AWS::S3::Bucket, Properties: {BucketName: drop}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {AWS: "arn:aws:iam::444455556666:root"}
                    Action: "s3:*"
                    Resource: ["arn:aws:s3:::drop", "arn:aws:s3:::drop/*"]

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
                  - Effect: Allow
                    Principal: {AWS: "*"}
                    Action: "s3:*"
                    Resource: ["arn:aws:s3:::drop", "arn:aws:s3:::drop/*"]

    Source: Security Hub User Guide, "S3.6" (not re-read).
    """
    return kept_at_home(
        bucket, _spoken(bucket), ask, ADMINISTRATION, "can change who may use the bucket"
    )


@control("s3-bucket-service-source-fixed", layer=IDENTITY, weight=LOW, through="access")
def bucket_services_act_for_the_named(bucket: Bucket, ask: Questions) -> Verdict:
    """A service comes to the bucket only on behalf of the account or resource that is named.

    A service acts for whoever asks it; without a source, a stranger's trail or log delivery may
    fill the bucket or read it.

    Fix: add a condition on aws:SourceArn or aws:SourceAccount.

    Undecided when the policy is not known, or when what decides is not written.

    Proved by::

        Resources:
          Example: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: cloudtrail.amazonaws.com}
                    Action: "s3:PutObject"
                    Resource: "arn:aws:s3:::logs/*"
                    Condition: {StringEquals: {"aws:SourceAccount": "111122223333"}}

    Refuted by::

        Resources:
          Example: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: cloudtrail.amazonaws.com}
                    Action: "s3:PutObject"
                    Resource: "arn:aws:s3:::logs/*"
                    Condition: {StringEquals: {"s3:x-amz-acl": bucket-owner-full-control}}

    Not applicable by::

        {BucketName: logs}

    Source: IAM User Guide, "The confused deputy problem" (not re-read).
    """
    return source_is_fixed(bucket, _spoken(bucket), ask, USUAL)


def _spoken(bucket: Bucket) -> Spoken:
    return Spoken([one.at("PolicyDocument") for one in bucket.policies], bucket)
