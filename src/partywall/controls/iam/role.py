"""Roles: whom they trust."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.estate.node import Node
from partywall.estate.views.iam import Role, Trust, account_of, is_of_the_estate
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted
from partywall.line.layer import IDENTITY

AWS_OWN = "a role that AWS made"
OWN_KIND = frozenset({"sts:externalid", "aws:principalorgid", "aws:principalorgpaths"})


@control(
    "iam-role-trust-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("CKV_AWS_60",),
)
def role_is_not_public(role: Role) -> Verdict:
    """The role can be assumed by nobody who is not named.

    Anyone with an AWS account of his own could become this role.

    Fix: name the principals, or add a condition on aws:PrincipalOrgID.

    Undecided when a principal or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sts:AssumeRole"}]

    Source: IAM User Guide, "AWS JSON policy elements: Principal" (not re-read).
    """
    trust = role.at("AssumeRolePolicyDocument")
    if role.is_aws_own:
        return not_applicable(role.at("Path"), AWS_OWN)
    statement, public = role.open_statement()
    if public:
        return refuted(statement, "everybody may assume the role")
    return proved(trust)


@control("iam-role-external-id", layer=IDENTITY, weight=MEDIUM)
def outsiders_show_external_id(role: Role) -> Verdict:
    """An account other than one's own must show an external id, or be of one's organization.

    A provider that serves many customers could else be talked into acting on the wrong one.

    Fix: add a condition on sts:ExternalId, or on aws:PrincipalOrgID for accounts of your own.

    Undecided when it is not known whether an account named is one's own.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::111122223333:root"}
              Action: sts:AssumeRole
              Condition: {StringEquals: {"sts:ExternalId": shop-4711}}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {AWS: ["arn:aws:iam::111122223333:root", "444455556666"]}
              Action: sts:AssumeRole

    Undecided by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::111122223333:root"}
              Action: sts:AssumeRole

    Source: IAM User Guide, "Access to AWS accounts owned by third parties" (not re-read).
    """
    trust = role.at("AssumeRolePolicyDocument")
    if role.is_aws_own:
        return not_applicable(role.at("Path"), AWS_OWN)
    statement, open_to_outsiders = some(role.trust, lambda one: _lets_outsiders_in(role, one))
    if open_to_outsiders:
        return refuted(statement, "an account that is not one's own needs no external id")
    return proved(trust)


def _lets_outsiders_in(role: Role, statement: Trust) -> Truth:
    outsider = _names_outsider(role, statement)
    if outsider is False:
        return False
    return statement.allows & outsider & no(statement.demands(OWN_KIND))


def _names_outsider(role: Role, statement: Trust) -> Truth:
    """Two accounts cannot both be one's own; one may be, unless the role's own is known."""
    named = statement.accounts
    if not list.__len__(named):
        return False
    accounts = {account for account in map(account_of, named) if account is not None}
    own = role.own_account
    if len(accounts) > 1 or (own is not None and accounts - {own}):
        return True
    who = statement.at("Principal", "AWS")

    def may_be_outside(one: Node) -> bool:
        return not is_of_the_estate(one) and (own is None or account_of(one) != own)

    doubt = who.doubt("whether this account is one's own is not known")
    return some(named, may_be_outside)[1] & doubt


@control(
    "iam-role-github-subject-fixed",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=(
        "CKV_AWS_358",
        "iam_role_github_oidc_trust_subject_restricted",
    ),
)
def github_subject_is_fixed(role: Role) -> Verdict:
    """A role for GitHub Actions trusts the workflows of a named owner only.

    GitHub signs tokens for everybody's workflows; without a condition on the subject a stranger's
    repository may assume the role.

    Fix: add a condition on token.actions.githubusercontent.com:sub that begins with repo:OWNER/.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal:
                Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                StringLike: {"token.actions.githubusercontent.com:sub": "repo:acme/shop:*"}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal:
                Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com}

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: IAM User Guide, "Configuring a role for GitHub OIDC identity provider" (not re-read).
    """
    trust = role.at("AssumeRolePolicyDocument")
    if no(some(role.trust, lambda one: one.from_github)[1]):
        return not_applicable(trust, "the role does not trust GitHub")
    statement, fixed = every(
        role.trust, lambda one: no(one.allows & one.from_github) | one.fixes_github_repository
    )
    if fixed:
        return proved(trust)
    return refuted(statement, "workflows of any owner may assume the role")


@control(
    "iam-role-service-source-fixed",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=(
        "iam_role_cross_service_confused_deputy_prevention",
        "iam_role_service_trust_restricts_source_to_account",
    ),
)
def service_source_is_fixed(role: Role) -> Verdict:
    """A service may assume the role only on behalf of the account or resource that is named.

    A service acts for whoever asks it; without a source it can be asked by a stranger.

    Fix: add a condition on aws:SourceAccount or aws:SourceArn.

    Undecided when a service or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Service: scheduler.amazonaws.com}
              Action: sts:AssumeRole
              Condition: {StringEquals: {"aws:SourceAccount": "111122223333"}}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Service: scheduler.amazonaws.com}
              Action: sts:AssumeRole

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: IAM User Guide, "The confused deputy problem" (not re-read).
    """
    trust = role.at("AssumeRolePolicyDocument")
    if role.is_aws_own:
        return not_applicable(role.at("Path"), AWS_OWN)
    if no(some(role.trust, lambda one: one.from_confusable_service)[1]):
        return not_applicable(trust, "no service is trusted that asks for a source")
    statement, fixed = every(
        role.trust, lambda one: no(one.allows & one.from_confusable_service) | one.fixes_source
    )
    if fixed:
        return proved(trust)
    return refuted(statement, "the service may be asked by a stranger")
