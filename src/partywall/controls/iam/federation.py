"""Roles for identities from elsewhere: whose tokens and assertions they accept."""

from __future__ import annotations

from collections.abc import Callable

from partywall.controls.control import HIGH, MEDIUM, control
from partywall.controls.questions import Caller, Questions
from partywall.estate.node import Node
from partywall.estate.views.iam import COGNITO, FederatedRole, is_cognito, is_oidc, is_saml
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted
from partywall.line.layer import IDENTITY

WEB, SAML = "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"
SOMEBODY_ELSE = "somebody-else"
Asked = Callable[[Node], Truth]


@control("iam-role-oidc-audience-fixed", layer=IDENTITY, weight=MEDIUM, through="access")
def token_audience_is_fixed(role: FederatedRole, ask: Questions) -> Verdict:
    """A role for OpenID Connect accepts only tokens that were made for it.

    A token names its audience. One that was made for another application, and leaked or was
    handed over there, must not open this role.

    Fix: add a condition on the provider's aud, such as sts.amazonaws.com.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/id.example"}
              Action: sts:AssumeRoleWithWebIdentity
              Condition: {StringEquals: {"id.example:aud": sts.amazonaws.com}}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/id.example"}
              Action: sts:AssumeRoleWithWebIdentity
              Condition: {StringLike: {"id.example:sub": "project:shop:*"}}

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: IAM User Guide, "Create a role for OpenID Connect federation (console)" (not re-read).
    """
    return _closed(role, is_oidc, lambda one: _tokens(role, ask, one, "aud"), "any audience")


@control("iam-role-oidc-subject-fixed", layer=IDENTITY, weight=HIGH, through="access")
def token_subject_is_fixed(role: FederatedRole, ask: Questions) -> Verdict:
    """A role for OpenID Connect accepts only the subjects that it names.

    The provider vouches for everybody who has an account with it; the subject says who it is.

    Fix: add a condition on the provider's sub.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/id.example"}
              Action: sts:AssumeRoleWithWebIdentity
              Condition: {StringLike: {"id.example:sub": "project:shop:*"}}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/id.example"}
              Action: sts:AssumeRoleWithWebIdentity
              Condition: {StringEquals: {"id.example:aud": sts.amazonaws.com}}

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: IAM User Guide, "Create a role for OpenID Connect federation (console)" (not re-read).
    """
    return _closed(role, is_oidc, lambda one: _tokens(role, ask, one, "sub"), "any subject")


@control("iam-role-saml-audience-fixed", layer=IDENTITY, weight=MEDIUM, through="access")
def assertion_audience_is_fixed(role: FederatedRole, ask: Questions) -> Verdict:
    """A role for SAML accepts only assertions that were made for AWS sign-in.

    Else an assertion that the identity provider made for another application opens the role.

    Fix: add a condition on SAML:aud, https://signin.aws.amazon.com/saml.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:saml-provider/corp"}
              Action: sts:AssumeRoleWithSAML
              Condition: {StringEquals: {"SAML:aud": "https://signin.aws.amazon.com/saml"}}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: "arn:aws:iam::111122223333:saml-provider/corp"}
              Action: sts:AssumeRoleWithSAML

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: IAM User Guide, "Create a role for SAML 2.0 federation (console)" (not re-read).
    """

    def elsewhere(provider: Node) -> Truth:
        caller = Caller(str(provider.value), "Federated", {"saml:aud": SOMEBODY_ELSE})
        return ask.may_let_in(role, caller, SAML)

    return _closed(role, is_saml, elsewhere, "an assertion for any audience")


@control("iam-role-cognito-pool-fixed", layer=IDENTITY, weight=HIGH, through="access")
def identity_pool_is_fixed(role: FederatedRole, ask: Questions) -> Verdict:
    """A role for Cognito accepts the identities of the pool that it names, and no other's.

    Everybody can make an identity pool; its identities come from the same provider as yours.

    Fix: add a condition on cognito-identity.amazonaws.com:aud with the id of the pool.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: cognito-identity.amazonaws.com}
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                StringEquals: {"cognito-identity.amazonaws.com:aud": "eu-west-1:1234abcd"}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: cognito-identity.amazonaws.com}
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": authenticated}

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: Amazon Cognito Developer Guide, "IAM roles", section "Role trust and permissions"
    (not re-read).
    """
    return _closed(role, is_cognito, lambda one: _tokens(role, ask, one, "aud"), "any pool")


@control("iam-role-cognito-signed-in", layer=IDENTITY, weight=MEDIUM, through="access")
def identities_are_signed_in(role: FederatedRole, ask: Questions) -> Verdict:
    """A role for Cognito is for those who have signed in.

    An identity pool may hand out identities to guests: everybody who finds its id in the app.

    Fix: add a condition ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr that is
    authenticated.

    Undecided when provider or condition is not known.

    Proved by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: cognito-identity.amazonaws.com}
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": authenticated}

    Refuted by::

        AssumeRolePolicyDocument:
          Statement:
            - Effect: Allow
              Principal: {Federated: cognito-identity.amazonaws.com}
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                StringEquals: {"cognito-identity.amazonaws.com:aud": "eu-west-1:1234abcd"}

    Not applicable by::

        AssumeRolePolicyDocument:
          Statement:
            - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}

    Source: Amazon Cognito Developer Guide, "IAM roles", section "Role trust and permissions"
    (not re-read).
    """

    def guests(provider: Node) -> Truth:
        caller = Caller(COGNITO, "Federated", {f"{COGNITO}:amr": "unauthenticated"})
        return ask.may_let_in(role, caller, WEB)

    return _closed(role, is_cognito, guests, "a guest")


def _tokens(role: FederatedRole, ask: Questions, provider: Node, claim: str) -> Truth:
    """Whether a token is accepted in which this claim is somebody else's."""
    name = str(provider.value)
    host = name.partition(":oidc-provider/")[2] or name
    caller = Caller(name, "Federated", {f"{host.lower()}:{claim}": SOMEBODY_ELSE})
    return ask.may_let_in(role, caller, WEB)


def _closed(role: FederatedRole, of_kind: Asked, lets_in: Asked, whom: str) -> Verdict:
    """Refuted when a provider of the kind may bring somebody in whom the role does not name."""
    trust = role.at("AssumeRolePolicyDocument")
    if not list.__len__(role.federated) or no(some(role.federated, of_kind)[1]):
        return not_applicable(trust, "the role trusts no such provider")

    def opens(provider: Node) -> Truth:
        meant = of_kind(provider)
        return lets_in(provider) if meant is True else meant

    provider, found = some(role.federated, opens)
    if found:
        return refuted(provider, f"{whom} is accepted")
    return proved(trust)
