"""Objects are encrypted with the customer's key at rest, and with TLS on their way."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, KEYS


@control(
    "s3-bucket-customer-key",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=("S3.17", "CKV_AWS_145", "AVD-AWS-0132", "s3_bucket_kms_encryption"),
)
def bucket_uses_customer_key(bucket: Bucket) -> Verdict:
    """Objects are encrypted by default with a key the customer manages.

    With S3's own keys AWS decides who may decrypt; with yours the key policy does, and
    CloudTrail records each use.

    Fix: set BucketEncryption to aws:kms with the ARN of a key of your own.

    Undecided when the key is set elsewhere: an ARN alone does not say who manages it.

    Refuted by::

        BucketEncryption:
          ServerSideEncryptionConfiguration:
            - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: alias/aws/s3}

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - ServerSideEncryptionByDefault:
                      SSEAlgorithm: aws:kms
                      KMSMasterKeyID: !GetAtt Key.Arn

    Source: S3 User Guide, "Using server-side encryption with AWS KMS keys", read 2026-11-23.
    """
    rules = bucket.encryption_rules
    if not rules:
        return refuted(bucket.at("BucketEncryption"), "S3 falls back to its own keys")
    weak, sure = some(rules, lambda rule: no(rule.uses_kms & rule.key_is_customers))
    if sure:
        return refuted(weak, "this key is not the customer's")
    return proved(*rules)


@control(
    "s3-bucket-requires-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "S3.5",
        "CIS v5.0.0/2.1.1",
        "CIS v3.0.0/2.1.1",
        "CKV_AWS_379",
        "s3_bucket_secure_transport_policy",
    ),
)
def bucket_requires_tls(bucket: Bucket) -> Verdict:
    """The bucket policy denies requests that do not come over TLS.

    S3 answers plain HTTP as well. Whoever listens then reads the objects, and the names of
    those that were asked for.

    Fix: deny s3:* to everyone, on the bucket and on its objects, when aws:SecureTransport is
    false.

    Undecided when the policy or a part of it is not known.

    Refuted by::

        BucketName: reports

    Proved by::

        Resources:
          Example: {Type: AWS::S3::Bucket, Properties: {BucketName: reports}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Example
              PolicyDocument:
                Statement:
                  - Effect: Deny
                    Principal: "*"
                    Action: "s3:*"
                    Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
                    Condition: {Bool: {aws:SecureTransport: "false"}}

    Source: Security Hub User Guide, "S3.5" (not re-read).
    """
    policies = bucket.policies
    policy, required = some(policies, lambda one: one.requires_tls)
    if required and policy is not None:
        return proved(policy.at("PolicyDocument"), note="plain HTTP is denied")
    seen = policies[0].at("PolicyDocument") if list.__len__(policies) else bucket
    return refuted(seen, "plain HTTP is not denied for everything")
