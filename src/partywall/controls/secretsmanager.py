"""AWS Secrets Manager: who may read a secret, and how long it lives."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.outsiders import kept_at_home
from partywall.controls.questions import Questions
from partywall.estate.node import Node
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.outsiders import Spoken
from partywall.estate.views.policies import public_statement
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import (
    RotationSchedule,
    Secret,
    SecretPolicy,
    is_written_out,
)
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import CREDENTIALS, IDENTITY, KEYS

CHANGES = ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret",
           "secretsmanager:PutResourcePolicy", "secretsmanager:DeleteSecret")  # fmt: skip


@control(
    "secretsmanager-secret-rotated",
    layer=CREDENTIALS,
    weight=MEDIUM,
    also_known_as=(
        "SecretsManager.1",
        "CKV2_AWS_57",
        "secretsmanager_automatic_rotation_enabled",
    ),
)
def secret_is_rotated(secret: Secret) -> Verdict:
    """The secret is changed on a schedule, without anybody's help.

    A copy that leaked into a log or a laptop then stops working by itself.

    Fix: add an AWS::SecretsManager::RotationSchedule for the secret.

    Undecided when a schedule may be another secret's.

    Proved by::

        Resources:
          Example: {Type: "AWS::SecretsManager::Secret", Properties: {Name: orders}}
          Rotation:
            Type: AWS::SecretsManager::RotationSchedule
            Properties: {SecretId: !Ref Example, RotationRules: {AutomaticallyAfterDays: 30}}

    Refuted by::

        {Name: orders}

    Source: Secrets Manager User Guide, "Rotate AWS Secrets Manager secrets" (not re-read).
    """
    schedules = secret.companions(RotationSchedule)
    if schedules:
        return proved(*schedules)
    return refuted(secret.at("Name"), "no rotation schedule")


@control(
    "secretsmanager-secret-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_149", "AVD-AWS-0098"),
)
def secret_uses_customer_key(secret: Secret) -> Verdict:
    """The secret is encrypted with a key that the customer manages.

    Only such a secret can be shared with another account, and the key policy is a second lock.

    Fix: set KmsKeyId to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        {KmsKeyId: alias/orders}

    Refuted by::

        {Name: orders}

    Source: Secrets Manager API Reference, "CreateSecret", read 2026-11-23.
    """
    key = secret.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "secretsmanager-secret-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("secretsmanager_not_publicly_accessible",),
)
def secret_is_not_public(secret: Secret) -> Verdict:
    """No resource policy lets callers read the secret whom nobody has named.

    Fix: name the principals, and set BlockPublicPolicy to true.

    A secret that anybody may ask for is none.

    Undecided when a policy, or the secret that it belongs to, is not known.

    Proved by::

        {Name: orders}

    Refuted by::

        Resources:
          Example: {Type: "AWS::SecretsManager::Secret", Properties: {Name: orders}}
          Policy:
            Type: AWS::SecretsManager::ResourcePolicy
            Properties:
              SecretId: !Ref Example
              ResourcePolicy:
                Statement:
                  - {Effect: Allow, Principal: "*", Action: "secretsmanager:GetSecretValue"}

    Source: Secrets Manager User Guide, "Resource-based policies" (not re-read).
    """
    policies = secret.companions(SecretPolicy)
    statement, public = public_statement(policies, "ResourcePolicy")
    if public:
        return refuted(statement, "everybody is let in")
    shown: list[Node] = [*policies]
    return proved(*(shown or [secret.at("Name")]), note="no policy lets everybody in")


@control("secretsmanager-value-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def value_is_kept_out(secret: Secret) -> Verdict:
    """The secret's value is not written where the secret is described.

    Else the repository, the plan and the stack's history each hold a copy that never changes.

    Fix: let GenerateSecretString make the value, or put it in after the secret is made.

    Undecided when the value comes from a parameter or from elsewhere.

    Proved by::

        {GenerateSecretString: {PasswordLength: 32}}

    Refuted by::

        {SecretString: correct-horse-battery}

    Source: CloudFormation template reference, "AWS::SecretsManager::Secret" (not re-read).
    """
    value = secret.at("SecretString")
    return proved_if(
        no(is_written_out(value)), unshown(value), otherwise="the value can be read in the input"
    )


@control("secretsmanager-secret-changed-at-home", layer=IDENTITY, weight=MEDIUM, through="access")
def secret_is_changed_at_home(secret: Secret, ask: Questions) -> Verdict:
    """No other account can change the secret, delete it, or say who else may read it.

    An account that may read a password should not choose it, nor pass it on.

    Fix: allow other accounts secretsmanager:GetSecretValue and no more.

    Undecided when the policy is not known, when a condition decides, or when it is not known
    whether an account named is one's own.

    Proved by::

        Resources:
          Example: {Type: AWS::SecretsManager::Secret, Properties: {Name: orders}}
          Policy:
            Type: AWS::SecretsManager::ResourcePolicy
            Properties:
              SecretId: !Ref Example
              ResourcePolicy:
                Statement:
                  - Effect: Allow
                    Principal: {AWS: "arn:aws:iam::444455556666:root"}
                    Action: "secretsmanager:GetSecretValue"
                    Resource: "*"

    Undecided by::

        Resources:
          Example: {Type: AWS::SecretsManager::Secret, Properties: {Name: orders}}
          Policy:
            Type: AWS::SecretsManager::ResourcePolicy
            Properties:
              SecretId: !Ref Example
              ResourcePolicy:
                Statement:
                  - Effect: Allow
                    Principal: {AWS: "arn:aws:iam::444455556666:root"}
                    Action: "secretsmanager:*"
                    Resource: "*"

    Refuted by::

        Resources:
          Example: {Type: AWS::SecretsManager::Secret, Properties: {Name: orders}}
          Policy:
            Type: AWS::SecretsManager::ResourcePolicy
            Properties:
              SecretId: !Ref Example
              ResourcePolicy:
                Statement:
                  - Effect: Allow
                    Principal: "*"
                    Action: "secretsmanager:*"
                    Resource: "*"

    Source: Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different
    account" (not re-read).
    """
    policies = [one.at("ResourcePolicy") for one in secret.companions(SecretPolicy)]
    return kept_at_home(
        secret, Spoken(policies, secret), ask, CHANGES, "can change the secret or hand it on"
    )
