"""Users: people should be few here, and hold no lasting keys."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.node import Node
from partywall.estate.views.iam import AccessKey, PasswordPolicy, User, UserPolicies
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import every, no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import ACCOUNT, CREDENTIALS, IDENTITY

KINDS = (
    "RequireLowercaseCharacters",
    "RequireUppercaseCharacters",
    "RequireNumbers",
    "RequireSymbols",
)


@control("iam-user-no-access-key", layer=CREDENTIALS, weight=HIGH)
def user_has_no_access_key(key: AccessKey) -> Verdict:
    """No lasting access key is made for a user.

    Such a key never expires, ends up in the state and in laptops, and is the commonest way in.

    Fix: give programs roles, and people IAM Identity Center; remove the key.

    Undecided when the status is not known.

    Proved by::

        {UserName: deploy, Status: Inactive}

    Refuted by::

        {UserName: deploy}

    Source: IAM User Guide, "Security best practices in IAM" (not re-read).
    """
    status = key.at("Status")
    return proved_if(status.equals("Inactive"), status, otherwise="a lasting key is active")


@control(
    "iam-user-through-groups",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=(
        "IAM.2",
        "CIS v5.0.0/1.14",
        "CIS v3.0.0/1.15",
        "CKV_AWS_40",
        "AVD-AWS-0143",
        "iam_policy_attached_only_to_group_or_roles",
    ),
)
def user_is_permitted_through_groups(user: User) -> Verdict:
    """The user gets permissions through groups only.

    Permissions of single users are forgotten when their work changes.

    Fix: attach the policy to a group, and put the user into it.

    Undecided when it is not known what is attached.

    Proved by::

        {UserName: kim, Groups: [developers]}

    Refuted by::

        {UserName: kim, ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}

    Source: Security Hub User Guide, "IAM.2" (not re-read).
    """
    attached: list[Node] = [
        *user.at("ManagedPolicyArns").items(),
        *user.at("Policies").items(),
        *user.companions(UserPolicies),
    ]
    shown, found = some(attached, lambda one: one.is_set)
    if found:
        return refuted(shown, "attached to the user himself")
    return proved(user.at("Groups"), note="nothing is attached to the user himself")


@control("iam-user-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def user_password_is_kept_out(user: User) -> Verdict:
    """The user's first password is not written where the user is described.

    Fix: leave LoginProfile out; people sign in through IAM Identity Center.

    Whoever can read the repository or the stack's history could sign in first.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {UserName: kim}

    Refuted by::

        {UserName: kim, LoginProfile: {Password: correct-horse-battery}}

    Source: CloudFormation template reference, "AWS::IAM::User LoginProfile" (not re-read).
    """
    password = user.at("LoginProfile", "Password")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )


@control(
    "iam-password-length",
    layer=ACCOUNT,
    weight=MEDIUM,
    also_known_as=(
        "IAM.15",
        "CIS v5.0.0/1.7",
        "CIS v3.0.0/1.8",
        "CKV_AWS_10",
        "AVD-AWS-0063",
        "iam_password_policy_minimum_length_14",
    ),
)
def passwords_are_long(policy: PasswordPolicy) -> Verdict:
    """Passwords of users have fourteen characters or more.

    Length is what makes guessing slow; the account's default is six.

    Fix: set the minimum length to 14.

    Undecided when the value is not known.

    Proved by::

        {MinimumPasswordLength: 14}

    Refuted by::

        {RequireSymbols: true}

    Source: IAM API Reference, "UpdateAccountPasswordPolicy", read 2026-11-23.
    """
    length = policy.at("MinimumPasswordLength")
    return proved_if(length.at_least(14), length, otherwise="fewer than 14 characters will do")


@control(
    "iam-password-reuse-prevented",
    layer=ACCOUNT,
    weight=LOW,
    also_known_as=(
        "IAM.16",
        "CIS v5.0.0/1.8",
        "CIS v3.0.0/1.9",
        "CKV_AWS_13",
        "AVD-AWS-0056",
        "iam_password_policy_reuse_24",
    ),
)
def password_reuse_is_prevented(policy: PasswordPolicy) -> Verdict:
    """None of a user's last 24 passwords can be used again.

    A password that leaked once should never come back.

    Fix: set PasswordReusePrevention to 24.

    Undecided when the value is not known.

    Proved by::

        {PasswordReusePrevention: 24}

    Refuted by::

        {MinimumPasswordLength: 14}

    Source: IAM API Reference, "UpdateAccountPasswordPolicy", read 2026-11-23.
    """
    count = policy.at("PasswordReusePrevention")
    return proved_if(count.at_least(24), count, otherwise="old passwords can be used again")


@control(
    "iam-password-mixed",
    layer=ACCOUNT,
    weight=LOW,
    also_known_as=(
        "IAM.11",
        "IAM.12",
        "IAM.13",
        "IAM.14",
        "CKV_AWS_11",
        "CKV_AWS_12",
        "CKV_AWS_14",
        "CKV_AWS_15",
        "AVD-AWS-0058",
        "AVD-AWS-0059",
        "AVD-AWS-0060",
        "AVD-AWS-0061",
        "iam_password_policy_lowercase",
        "iam_password_policy_number",
        "iam_password_policy_symbol",
        "iam_password_policy_uppercase",
    ),
)
def passwords_are_mixed(policy: PasswordPolicy) -> Verdict:
    """Passwords of users mix lowercase and uppercase letters, numbers and symbols.

    Length does more (see iam-password-length), but several standards ask for all four.

    Fix: set the four Require settings to true.

    Undecided when a setting is not known.

    Proved by::

        {RequireLowercaseCharacters: true, RequireUppercaseCharacters: true,
         RequireNumbers: true, RequireSymbols: true}

    Refuted by::

        {RequireLowercaseCharacters: true, RequireUppercaseCharacters: true, RequireNumbers: true}

    Source: IAM API Reference, "UpdateAccountPasswordPolicy", read 2026-11-23.
    """
    kinds = [policy.at(key) for key in KINDS]
    missing, all_four = every(kinds, lambda one: one.is_true)
    if not all_four:
        return refuted(missing, "this kind of character is not required")
    return proved(*kinds)
