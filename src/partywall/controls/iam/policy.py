"""Identity policies: what they must not grant."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.iam.grants import granted_nowhere
from partywall.estate.views.iam import Policy, Principal, is_of_the_estate
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import IDENTITY

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
ADMINISTRATOR = tuple(f"arn:{one}:iam::aws:policy/AdministratorAccess" for one in PARTITIONS)
CLOUDSHELL = tuple(f"arn:{one}:iam::aws:policy/AWSCloudShellFullAccess" for one in PARTITIONS)
PASSING_LIMITS = ("iam:passedtoservice", "iam:associatedresourcearn")
KEY_LIMITS = ("kms:viaservice", "kms:resourcealiases")


@control(
    "iam-policy-no-full-admin",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=(
        "IAM.1",
        "CIS v1.4.0/1.16",
        "CKV_AWS_1",
        "CKV_AWS_62",
        "iam_customer_attached_policy_no_administrative_privileges",
        "iam_customer_unattached_policy_no_administrative_privileges",
        "iam_inline_policy_no_administrative_privileges",
    ),
)
def policy_grants_no_full_admin(policy: Policy) -> Verdict:
    """No statement allows every action on every resource.

    Whoever gets hold of such a principal, a program's included, has the account.

    Fix: allow the actions that are used, on the resources they are used on.

    Undecided when effect, action or resource of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "*", Resource: "*"}]

    Source: IAM User Guide, "Security best practices in IAM" (not re-read).
    """
    return granted_nowhere(
        policy, lambda one: one.is_full_admin, "everything is allowed on everything"
    )


@control(
    "iam-policy-no-whole-service",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("IAM.21",),
)
def policy_grants_no_whole_service(policy: Policy) -> Verdict:
    """No statement allows every action of a service on every resource.

    The service's next action is granted the day AWS invents it.

    Fix: list the actions that are used, or name the resources.

    Undecided when effect, action or resource of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::shop/*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: ["s3:*"], Resource: "*"}]

    Source: Security Hub User Guide, "IAM.21" (not re-read).
    """
    return granted_nowhere(
        policy, lambda one: one.grants_whole_service, "a whole service is allowed on everything"
    )


@control(
    "iam-policy-passrole-limited", layer=IDENTITY, weight=HIGH, also_known_as=("AVD-AWS-0342",)
)
def passing_roles_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder pass every role to every service.

    Who may pass any role, and start something that uses it, has the rights of all of them.

    Fix: name the roles in Resource, or add a condition on iam:PassedToService.

    Undecided when part of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement:
            - {Effect: Allow, Action: "iam:PassRole", Resource: "arn:aws:iam::1:role/app"}

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: ["iam:Pass*", "ec2:RunInstances"], Resource: "*"}]

    Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"
    (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: one.grants_everywhere("iam:PassRole", ":role/*", *PASSING_LIMITS),
        "any role can be passed to any service",
    )


@control(
    "iam-policy-decrypt-limited",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=("KMS.1", "KMS.2"),
)
def decrypting_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder decrypt with every key.

    Else each key opens to whoever opens one, and keys set nothing apart.

    Fix: name the keys in Resource, or add a condition on kms:ViaService.

    Undecided when part of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement:
            - {Effect: Allow, Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:1:key/k"}

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "kms:*", Resource: "*"}]

    Source: Security Hub User Guide, "KMS.1" (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: one.grants_everywhere("kms:Decrypt", ":key/*", *KEY_LIMITS),
        "every key can be used to decrypt",
    )


@control(
    "iam-principal-no-administrator-access",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_274",
        "iam_group_administrator_access_policy",
        "iam_role_administratoraccess_policy",
        "iam_user_administrator_access_policy",
    ),
)
def principal_is_no_administrator(principal: Principal) -> Verdict:
    """AWS's policy AdministratorAccess is not attached.

    It allows everything on everything, to programs as well as to people.

    Fix: attach policies for the task; keep administration for a role that people assume.

    Undecided when an attached policy is not known.

    Proved by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}

    Refuted by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]}

    Source: AWS Managed Policy Reference, "AdministratorAccess" (not re-read).
    """
    return _not_attached(principal, ADMINISTRATOR)


@control(
    "iam-policy-names-actions",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_49", "CKV_AWS_63"),
)
def policy_names_actions(policy: Policy) -> Verdict:
    """No statement allows every action, not even on a few resources.

    Who may do everything with a bucket may also delete it, and open it to others.

    Fix: list the actions that are used.

    Undecided when effect or action of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "*", Resource: "arn:aws:s3:::shop/*"}]

    Source: IAM User Guide, "Security best practices in IAM" (not re-read).
    """
    return granted_nowhere(policy, lambda one: one.allows_every_action, "every action is allowed")


@control(
    "iam-principal-no-cloudshell-full-access",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=(
        "IAM.27",
        "CIS v5.0.0/1.21",
        "CIS v3.0.0/1.22",
        "iam_policy_cloudshell_admin_not_attached",
    ),
)
def principal_has_no_full_cloudshell(principal: Principal) -> Verdict:
    """AWS's policy AWSCloudShellFullAccess is not attached.

    It lets its holder move files between CloudShell and his own machine: a way out for data
    that no network rule sees.

    Fix: allow the CloudShell actions that are used, without file upload and download.

    Undecided when an attached policy is not known.

    Proved by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}

    Refuted by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/AWSCloudShellFullAccess"]}

    Source: Security Hub User Guide, "IAM.27" (not re-read).
    """
    return _not_attached(principal, CLOUDSHELL)


def _not_attached(principal: Principal, arns: tuple[str, ...]) -> Verdict:
    attached = principal.at("ManagedPolicyArns")
    shown, found = some(
        attached.items(), lambda one: not is_of_the_estate(one) and one.equals(*arns)
    )
    if found:
        return refuted(shown, f"{arns[0].rpartition('/')[2]} is attached")
    return proved(attached)
