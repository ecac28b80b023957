"""Amazon S3: what the customer must choose for his buckets."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import KEYS


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
