"""Identity policies: rights by which their holders get more rights."""

from __future__ import annotations

from functools import lru_cache

from partywall.controls.control import HIGH, MEDIUM, control
from partywall.controls.iam.grants import granted_nowhere
from partywall.estate.views.iam import Grant, Policy
from partywall.kernel.truth import Truth
from partywall.kernel.verdict import Verdict
from partywall.line.layer import IDENTITY

BOUNDED = ("iam:permissionsboundary", "iam:policyarn")
ON_ROLES = ("iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy")
ON_USERS = ("iam:PutUserPolicy", "iam:AttachUserPolicy")
ON_GROUPS = ("iam:PutGroupPolicy", "iam:AttachGroupPolicy", "iam:AddUserToGroup")
ON_POLICIES = ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion")
CREDENTIALS = ("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile")
MIRROR = ("ec2:CreateTrafficMirrorSession",)
CODE = ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration")


@control("iam-policy-edits-limited", layer=IDENTITY, weight=HIGH)
def editing_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder rewrite the policies of everybody.

    Who may write any policy into any role or user, his own included, is an administrator
    whatever else he may do; `partywall access escalate` shows the way.

    Fix: name the roles or policies in Resource, or demand a boundary by iam:PermissionsBoundary.

    Undecided when part of a statement is not known, or another condition limits it.

    Proved by::

        PolicyDocument:
          Statement:
            - {Effect: Allow, Action: "iam:PutRolePolicy", Resource: "arn:aws:iam::1:role/app"}

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "iam:AttachRolePolicy", Resource: "*"}]

    Source: IAM User Guide, "Permissions boundaries for IAM entities" (not re-read).
    """

    def edits(grant: Grant) -> Truth:
        if grant.actions is not None and not _speaks_of(grant.actions, "iam"):
            return False
        return (
            _everywhere(grant, ON_ROLES, ":role/*")
            | _everywhere(grant, ON_USERS, ":user/*")
            | _everywhere(grant, ON_GROUPS, ":group/*")
            | _everywhere(grant, ON_POLICIES, ":policy/*")
        )

    return granted_nowhere(policy, edits, "everybody's policies can be rewritten")


@control("iam-policy-credentials-limited", layer=IDENTITY, weight=HIGH)
def credentials_of_others_are_limited(policy: Policy) -> Verdict:
    """No statement lets its holder make keys or passwords for every user.

    With a key of theirs he is them, the administrators among them too.

    Fix: allow it for oneself only, with the variable aws:username in Resource.

    Undecided when part of a statement is not known, or a condition limits it.

    Proved by::

        PolicyDocument:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: "iam:*AccessKey*"
              Resource: "arn:aws:iam::*:user/${aws:username}"

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "iam:CreateAccessKey", Resource: "*"}]

    Source: IAM User Guide, "Manage access keys for IAM users" (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: _everywhere(one, CREDENTIALS, ":user/*"),
        "keys or passwords can be made for everybody",
    )


@control("iam-policy-assumerole-limited", layer=IDENTITY, weight=MEDIUM)
def assuming_roles_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder assume every role.

    Then all that keeps him out are the trust policies, and those that trust the whole account
    do not.

    Fix: name the roles in Resource.

    Undecided when part of a statement is not known, or a condition limits it.

    Proved by::

        PolicyDocument:
          Statement:
            - {Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::1:role/audit"}

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: ["sts:*"], Resource: "*"}]

    Source: IAM User Guide, "Grant a user permissions to switch roles" (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: _everywhere(one, ("sts:AssumeRole",), ":role/*"),
        "every role can be assumed",
    )


@control("iam-policy-code-limited", layer=IDENTITY, weight=MEDIUM)
def changing_code_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder change the code of every function.

    Code runs with the role of its function: who changes it acts as that role.

    Fix: name the functions in Resource.

    Undecided when part of a statement is not known, or a condition limits it.

    Proved by::

        PolicyDocument:
          Statement:
            - Effect: Allow
              Action: "lambda:UpdateFunctionCode"
              Resource: "arn:aws:lambda:eu-west-1:1:function:shop-*"

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "lambda:Update*", Resource: "*"}]

    Source: AWS Lambda Developer Guide, "Managing permissions in AWS Lambda" (not re-read).
    """
    return granted_nowhere(
        policy, lambda one: _everywhere(one, CODE, ":function:*"), "every function can be changed"
    )


@control("iam-policy-mirroring-limited", layer=IDENTITY, weight=MEDIUM)
def mirroring_is_limited(policy: Policy) -> Verdict:
    """No statement lets its holder mirror the traffic of every network interface.

    AWS delivers packets to nobody but their addressee, unless somebody asks for a copy: then
    whoever holds the target listens, also to what runs in clear inside the VPC.

    Fix: name the interfaces in Resource, or leave the action to those who watch the network.

    Undecided when part of a statement is not known, or a condition limits it.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "ec2:Describe*", Resource: "*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "ec2:*", Resource: "*"}]

    Source: Amazon VPC Traffic Mirroring, "Identity and access management for Traffic Mirroring"
    (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: _everywhere(one, MIRROR, ":network-interface/*"),
        "the traffic of every interface can be mirrored",
    )


@control("iam-policy-no-allow-by-omission", layer=IDENTITY, weight=MEDIUM)
def nothing_is_allowed_by_omission(policy: Policy) -> Verdict:
    """No statement allows all actions but those that it names.

    Allow with NotAction grants every action that AWS adds, of every service.

    Fix: list the actions that are used; keep NotAction for statements that deny.

    Undecided when effect or action of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Deny, NotAction: "s3:*", Resource: "*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, NotAction: "iam:*", Resource: "*"}]

    Source: IAM User Guide, "IAM JSON policy elements: NotAction" (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: not one.lacks("NotAction") and one.allows & one.at("NotAction").is_set,
        "all is allowed that is not named",
    )


@control("iam-policy-no-resources-by-omission", layer=IDENTITY, weight=MEDIUM)
def no_resource_is_meant_by_omission(policy: Policy) -> Verdict:
    """No statement allows something on all resources but those that it names.

    Allow with NotResource reaches every resource made later, of every service.

    Fix: name the resources; to spare some, deny the actions on them.

    Undecided when effect or resource of a statement is not known.

    Proved by::

        PolicyDocument:
          Statement: [{Effect: Deny, Action: "s3:*", NotResource: "arn:aws:s3:::shop/*"}]

    Refuted by::

        PolicyDocument:
          Statement: [{Effect: Allow, Action: "s3:*", NotResource: "arn:aws:s3:::payroll/*"}]

    Source: IAM User Guide, "IAM JSON policy elements: NotResource" (not re-read).
    """
    return granted_nowhere(
        policy,
        lambda one: not one.lacks("NotResource") and one.allows & one.at("NotResource").is_set,
        "every resource is meant that is not named",
    )


def _everywhere(grant: Grant, actions: tuple[str, ...], tail: str) -> Truth:
    """Whether it allows one of the actions on all there is of a kind."""
    if grant.actions is not None and not _speaks_of(grant.actions, actions[0].partition(":")[0]):
        return False
    found: Truth = False
    for action in actions:
        found = found | grant.grants_everywhere(action, tail, *BOUNDED)
    return found


@lru_cache(maxsize=65536)
def _speaks_of(actions: tuple[str, ...], service: str) -> bool:
    """Whether a statement that names just these may be about a service; most are not."""
    return any(one.lower().startswith(("*", "?", f"{service}:")) for one in actions)
