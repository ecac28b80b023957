"""Amazon S3: what the customer must choose for his buckets."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.node import Node
from partywall.estate.views.s3 import BLOCKS, BY_AGE, AccessPoint, AccountAccess, Bucket
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import (
    ACCOUNT,
    BACKUP,
    DATA,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    LOGGING,
    MONITORING,
    RESILIENCE,
)


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
    "s3-bucket-blocks-public-access",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=(
        "S3.8",
        "CIS v5.0.0/2.1.4",
        "CIS v3.0.0/2.1.4",
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "CKV2_AWS_6",
        "AVD-AWS-0086",
        "AVD-AWS-0087",
        "AVD-AWS-0091",
        "AVD-AWS-0093",
        "AVD-AWS-0094",
        "s3_bucket_level_public_access_block",
    ),
)
def bucket_blocks_public_access(bucket: Bucket) -> Verdict:
    """All four settings of Block Public Access are on.

    They hold whatever a policy or an ACL says later, so that one careless statement does not
    publish the bucket.

    Fix: set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets.

    Undecided when nothing is written: buckets made since April 2023 have all four on, older ones
    do not.

    Refuted by::

        PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: true}

    Proved by::

        PublicAccessBlockConfiguration:
          {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
           RestrictPublicBuckets: true}

    Undecided by::

        BucketName: reports

    Source: AWS Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23.
    """
    written = bucket.at("PublicAccessBlockConfiguration").either(BY_AGE)
    off, all_on = every([written.at(key) for key in BLOCKS], lambda one: one.is_true)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(written)


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


@control(
    "s3-bucket-versioned",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("S3.14", "CKV_AWS_21", "AVD-AWS-0090", "s3_bucket_object_versioning"),
)
def bucket_versioned(bucket: Bucket) -> Verdict:
    """Objects keep their earlier versions when they are overwritten or deleted.

    S3 loses nothing by itself; people and programs do, and then it does as it is told.

    Fix: set VersioningConfiguration.Status to Enabled, and expire old versions by lifecycle.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Suspended}

    Proved by::

        VersioningConfiguration: {Status: Enabled}

    Source: S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"
    (not re-read).
    """
    status = bucket.at("VersioningConfiguration", "Status")
    return proved_if(status.equals("Enabled"), status, "an overwritten object is gone")


@control(
    "s3-bucket-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("S3.9", "CKV_AWS_18", "AVD-AWS-0089", "s3_bucket_server_access_logging_enabled"),
)
def bucket_access_logged(bucket: Bucket) -> Verdict:
    """Requests to the bucket are written to an access log.

    After a leak the first question is who read what; CloudTrail answers it only where data
    events are bought.

    Fix: set LoggingConfiguration.DestinationBucketName to a bucket kept for logs.

    Undecided when the value is not known.

    Refuted by::

        BucketName: reports

    Proved by::

        LoggingConfiguration: {DestinationBucketName: logs, LogFilePrefix: reports/}

    Source: S3 User Guide, "Logging requests with server access logging" (not re-read).
    """
    written = bucket.at("LoggingConfiguration")
    return proved_if(written.is_set, written, "requests are not logged")


@control(
    "s3-bucket-lifecycle",
    layer=DATA,
    weight=LOW,
    also_known_as=("S3.13", "CKV2_AWS_61", "s3_bucket_lifecycle_enabled"),
)
def bucket_has_lifecycle(bucket: Bucket) -> Verdict:
    """A lifecycle rule is in force, so somebody has decided how long the data is kept.

    Data that nobody deletes costs money for ever, and is all there when someone breaks in.

    Fix: write a lifecycle rule that expires or moves objects, old versions and broken uploads.

    Undecided when the rules are not known.

    Refuted by::

        LifecycleConfiguration: {Rules: [{Status: Disabled, ExpirationInDays: 30}]}

    Proved by::

        LifecycleConfiguration: {Rules: [{Status: Enabled, ExpirationInDays: 365}]}

    Source: Security Hub User Guide, "S3.13" (not re-read).
    """
    rules = bucket.at("LifecycleConfiguration", "Rules")
    rule, in_force = some(rules.items(), lambda one: one.at("Status").equals("Enabled"))
    if in_force and rule is not None:
        return proved(rule)
    return refuted(rules, "no rule is in force")


@control(
    "s3-bucket-object-lock",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "S3.15",
        "CKV_AWS_143",
        "s3_bucket_object_lock",
    ),
)
def bucket_has_object_lock(bucket: Bucket) -> Verdict:
    """Objects can be locked, so that for a time nobody can delete them.

    Ransomware deletes the backups first, with the rights of an administrator.

    Fix: set ObjectLockEnabled when the bucket is made, and a default retention.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        ObjectLockEnabled: true

    Source: S3 User Guide, "Locking objects with Object Lock" (not re-read).
    """
    lock = bucket.at("ObjectLockEnabled")
    return proved_if(lock.is_true, lock, "objects cannot be locked")


@control(
    "s3-bucket-replicated",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("S3.7", "CKV_AWS_144", "s3_bucket_cross_region_replication"),
)
def bucket_replicated(bucket: Bucket) -> Verdict:
    """New objects are copied to another bucket.

    S3 survives the loss of a zone, not of a Region, nor of the account.

    Fix: write a replication rule to a bucket in another Region, better in another account.

    Undecided when the rules are not known. Where the other bucket is, this control does not see.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/copy
          Rules: [{Status: Enabled, Destination: {Bucket: "arn:aws:s3:::copy"}}]

    Source: S3 User Guide, "Replicating objects within and across Regions" (not re-read).
    """
    rules = bucket.at("ReplicationConfiguration", "Rules")
    rule, in_force = some(rules.items(), lambda one: one.at("Status").equals("Enabled"))
    if in_force and rule is not None:
        return proved(rule)
    return refuted(rules, "objects are not copied")


@control(
    "s3-bucket-events",
    layer=MONITORING,
    weight=LOW,
    also_known_as=("S3.11", "CKV2_AWS_62", "s3_bucket_event_notifications_enabled"),
)
def bucket_sends_events(bucket: Bucket) -> Verdict:
    """The bucket tells someone when objects come or go.

    An event can be looked at when it happens; a log is read when it is too late.

    Fix: set NotificationConfiguration, most simply its EventBridgeConfiguration.

    Undecided when the value is not known.

    Refuted by::

        BucketName: reports

    Proved by::

        NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}

    Source: S3 User Guide, "Amazon S3 Event Notifications" (not re-read).
    """
    written = bucket.at("NotificationConfiguration")
    listeners: Truth = written.at("EventBridgeConfiguration").is_set & no(
        written.at("EventBridgeConfiguration", "EventBridgeEnabled").equals(False)
    )
    for key in ("LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"):
        _, some_one = some(written.at(key).items(), lambda one: one.is_set)
        listeners = listeners | some_one
    return proved_if(listeners, written, "nobody is told")


@control(
    "s3-bucket-mfa-delete",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "S3.20",
        "CIS v5.0.0/2.1.2",
        "CIS v3.0.0/2.1.2",
        "AVD-AWS-0170",
        "s3_bucket_no_mfa_delete",
    ),
)
def bucket_has_mfa_delete(bucket: Bucket) -> Verdict:
    """Deleting a version for good takes a second factor.

    A stolen key alone can then destroy nothing that was kept.

    Fix: switch MFA delete on as the account's root user; no template can.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        VersioningConfiguration: {Status: Enabled, MfaDelete: Enabled}

    Source: S3 User Guide, "Configuring MFA delete" (not re-read).
    """
    second = bucket.at("VersioningConfiguration", "MfaDelete")
    return proved_if(second.equals("Enabled"), second, "a key alone is enough to delete")


@control(
    "s3-account-blocks-public-access",
    layer=ACCOUNT,
    weight=HIGH,
    also_known_as=(
        "S3.1",
        "CIS v5.0.0/2.1.4",
        "CIS v3.0.0/2.1.4",
        "s3_account_level_public_access_blocks",
    ),
)
def account_blocks_public_access(account: AccountAccess) -> Verdict:
    """All four settings of Block Public Access are on for the account.

    They hold for every bucket, those that somebody makes tomorrow as well.

    Fix: set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets.

    Undecided when a value is not known.

    Refuted by::

        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true}

    Proved by::

        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
         RestrictPublicBuckets: true}

    Source: S3 User Guide, "Blocking public access to your Amazon S3 storage" (not re-read).
    """
    settings = [account.at(key) for key in BLOCKS]
    off, all_on = every(settings, lambda one: one.is_true)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(*settings)


@control(
    "s3-bucket-uploads-abandoned",
    layer=DATA,
    weight=LOW,
    also_known_as=("CKV_AWS_300",),
)
def bucket_drops_unfinished_uploads(bucket: Bucket) -> Verdict:
    """Parts of uploads that were never finished are removed by a rule.

    They are in no listing, but they are kept, and paid for, until somebody asks for them.

    Fix: add a lifecycle rule for the whole bucket with AbortIncompleteMultipartUpload.

    Undecided when a rule is not known.

    Proved by::

        LifecycleConfiguration:
          Rules:
            - {Status: Enabled, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}

    Refuted by::

        LifecycleConfiguration:
          Rules: [{Status: Enabled, ExpirationInDays: 365}]

    Source: S3 User Guide, "Configuring a bucket lifecycle configuration to delete incomplete
    multipart uploads" (not re-read).
    """
    rules = bucket.at("LifecycleConfiguration", "Rules")
    rule, found = some(rules.items(), _drops_unfinished)
    if found and rule is not None:
        return proved(rule)
    return refuted(rules, "nothing removes what was never finished")


def _drops_unfinished(rule: Node) -> Truth:
    after = rule.at("AbortIncompleteMultipartUpload", "DaysAfterInitiation")
    return rule.at("Status").equals("Enabled") & after.at_least(1)


@control(
    "s3-access-point-blocks-public-access",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("S3.19", "CKV_AWS_392", "s3_access_point_public_access_block"),
)
def access_point_blocks_public_access(point: AccessPoint) -> Verdict:
    """None of the four settings of Block Public Access is off for the access point.

    An access point has a policy of its own, beside that of the bucket. The settings cannot be
    changed once it is made.

    Fix: leave PublicAccessBlockConfiguration out, or set all four settings to true.

    Undecided when a setting is not known, or left out beside others.

    Proved by::

        {Bucket: shop}

    Refuted by::

        PublicAccessBlockConfiguration: {BlockPublicPolicy: false}

    Source: S3 User Guide, "Managing public access to access points" (not re-read).
    """
    block = point.at("PublicAccessBlockConfiguration")
    if block.value is None:
        return proved(block, note="all four settings are on by default")
    off, all_on = every([block.at(key) for key in BLOCKS], _is_on)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(block)


def _is_on(setting: Node) -> Truth:
    return setting.doubt("left out beside others") if setting.value is None else setting.is_true
