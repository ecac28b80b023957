"""Roles: whom they trust.

Roles under /aws-service-role/ and /aws-reserved/ are AWS's own; nothing is asked of them.
Source: IAM User Guide, "IAM JSON policy elements reference" and "Create a service-linked role"
(not re-read).
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.iam.condition import admits_listed_only
from partywall.estate.views.iam.principal import LINKED, RESERVED, referred
from partywall.estate.views.policy_document import Condition, Statement, document
from partywall.kernel.arn import parse_arn
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.unknown import Unknown

GITHUB: Final = "token.actions.githubusercontent.com"

CONFUSABLE: Final = (
    "bedrock.amazonaws.com",
    "codebuild.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "scheduler.amazonaws.com",
    "states.amazonaws.com",
    "transfer.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
)
"""Services whose own pages ask for aws:SourceArn or aws:SourceAccount in the trust policy.

Source: "Cross-service confused deputy prevention" in each service's guide (not re-read).
"""

SOURCE_KEYS: Final = frozenset(
    {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"}
)


class Trust(Statement):
    """A statement of a role's trust policy."""

    @property
    def accounts(self) -> Nodes[Node]:
        """The AWS principals it names."""
        return self.at("Principal", "AWS").items()

    @property
    def from_github(self) -> Truth:
        """Whether it trusts GitHub's identity provider."""
        return some(self.at("Principal", "Federated").items(), _is_github)[1]

    @property
    def fixes_github_repository(self) -> Truth:
        """Whether a condition says of which organization or repository tokens must be."""
        return some(self.conditions, _fixes_owner)[1]

    @property
    def from_confusable_service(self) -> Truth:
        """Whether it trusts a service that acts for whoever asks it to."""
        services = self.at("Principal", "Service").items()
        return some(services, lambda one: one.equals(*CONFUSABLE))[1]

    @property
    def fixes_source(self) -> Truth:
        """Whether a condition says for whom the service must be acting."""
        return some(self.conditions, _fixes_source)[1]

    def demands(self, keys: Container[str]) -> Truth:
        """Whether a condition asks for certain values of one of `keys`."""

        def fits(condition: Condition) -> Truth:
            if not condition.told:
                return condition.doubt()
            named = condition.name in keys and admits_listed_only(condition)
            return named and no(condition.contains("*"))

        return some(self.conditions, fits)[1]


def _fixes_source(condition: Condition) -> Truth:
    if not condition.told:
        return condition.doubt()
    return condition.name in SOURCE_KEYS and condition.narrows


class Role(View):
    """AWS::IAM::Role."""

    types = ("AWS::IAM::Role",)

    @cached_property
    def is_aws_own(self) -> Truth:
        """Whether AWS made it for a service or for IAM Identity Center."""
        path = self.at("Path")
        if isinstance(path.value, str):
            return path.value.startswith((LINKED, RESERVED))
        return path.matches(LINKED) | path.matches(RESERVED)

    @cached_property
    def trust(self) -> Nodes[Trust]:
        """The statements of the trust policy."""
        return document(self.at("AssumeRolePolicyDocument")).at("Statement").items_as(Trust)

    @cached_property
    def federated(self) -> Nodes[Node]:
        """The identity providers that the trust policy lets in."""
        return Nodes(
            provider
            for statement in self.trust
            if statement.allows is not False
            for provider in statement.at("Principal", "Federated").items()
        )

    def open_statement(self) -> tuple[Statement | None, Truth]:
        """Whether the trust policy lets in callers whom nobody named, and where."""
        return document(self.at("AssumeRolePolicyDocument")).public_statement()

    @property
    def own_account(self) -> str | None:
        """The account the role is in, when one of its ARNs is known."""
        for name in self.resource.names:
            arn = parse_arn(name)
            if arn is not None and arn.account:
                return arn.account
        return None


class FederatedRole(Role):
    """A role as a way in for identities from elsewhere."""

    @property
    def is_there(self) -> bool:
        """Whether the trust policy has, or may have, an identity provider; most have none."""
        return list.__len__(self.federated) > 0


COGNITO: Final = "cognito-identity.amazonaws.com"


def is_saml(provider: Node) -> Truth:
    """Whether an identity provider speaks SAML."""
    value = provider.value
    return ":saml-provider/" in value if isinstance(value, str) else provider.doubt()


def is_cognito(provider: Node) -> Truth:
    """Whether an identity provider is Cognito's identity pools."""
    return provider.equals(COGNITO)


def is_oidc(provider: Node) -> Truth:
    """Whether an identity provider gives tokens of OpenID Connect, Cognito's aside."""
    value = provider.value
    if not isinstance(value, str):
        return provider.doubt()
    return ":saml-provider/" not in value and value not in ("", "*", COGNITO)


def _is_github(node: Node) -> Truth:
    value = node.value
    if type(value) is Unknown:
        if GITHUB in value.suffix or GITHUB in value.prefix:
            return True
        provider = referred(node, value, "AWS::IAM::OIDCProvider")
        url = node if provider is None else Node(provider.properties.get("Url"), provider)
        return GITHUB in url.value if isinstance(url.value, str) else node.doubt()
    return isinstance(value, str) and GITHUB in value


def _fixes_owner(condition: Condition) -> Truth:
    if not condition.told:
        return condition.doubt()
    if condition.name != f"{GITHUB}:sub" or not admits_listed_only(condition):
        return False
    return every(condition.items(), _names_owner)[1]


def _names_owner(node: Node) -> Truth:
    """Whether a pattern of the subject has a fixed owner: `repo:acme/*`, not `repo:*`."""
    value = node.value
    if type(value) is Unknown:
        fixed = re.match(r"repo:[^*?/]+/", value.prefix)
        return True if fixed else node.doubt()
    return isinstance(value, str) and re.match(r"repo:[^*?/]+/", value) is not None
