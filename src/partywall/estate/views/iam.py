"""AWS IAM, as controls see it: what policies grant, and whom roles trust.

Roles under /aws-service-role/ and /aws-reserved/ are AWS's own; nothing is asked of them.
Source: IAM User Guide, "IAM JSON policy elements reference" and "Create a service-linked role"
(not re-read).
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.resource import Resource
from partywall.estate.view import View
from partywall.estate.views.policy_document import POSITIVE, Condition, Statement, document
from partywall.kernel.arn import parse_arn
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.unknown import Unknown

GITHUB: Final = "token.actions.githubusercontent.com"

CONFUSABLE: Final = frozenset(
    {
        "bedrock.amazonaws.com",
        "codebuild.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "monitoring.rds.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
        "transfer.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
    }
)
"""Services whose own pages ask for aws:SourceArn or aws:SourceAccount in the trust policy.

Source: "Cross-service confused deputy prevention" in each service's guide (not re-read).
"""

SOURCE_KEYS: Final = frozenset(
    {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"}
)

EVERYTHING: Final = re.compile(r"(\*+|arn:[^:]*(:\**)+)$")
BEGINS_EVERYTHING: Final = re.compile(r"(\**|ar?|arn(:[^:]*(:\**)*)?)$")
NAMED: Final = re.compile(r"arn:[^*?]*:(role|key)/[^*?]")
WHOLE_SERVICE: Final = re.compile(r"[A-Za-z0-9-]+:\*+$")
NARROWER: Final = re.compile(r"[A-Za-z0-9-]+:[^*?]")


class Grant(Statement):
    """A statement of an identity policy: what it lets its holder do."""

    __slots__ = ()

    @property
    def on_everything(self) -> Truth:
        """Whether it speaks of every resource (all but some counts, too)."""
        return some(self.resources, _is_star)[1] | self.at("NotResource").is_set

    @property
    def allows_every_action(self) -> Truth:
        """Whether it allows every action, be it on some resources only."""
        every_action = some(self.at("Action").items(), _is_every_action)[1]
        return every_action if every_action is False else every_action & self.allows

    @property
    def is_full_admin(self) -> Truth:
        """Whether it allows every action on every resource."""
        every_action = self.allows_every_action
        return every_action if every_action is False else every_action & self.on_everything

    @property
    def grants_whole_service(self) -> Truth:
        """Whether it allows every action of some service on every resource."""
        whole = some(self.at("Action").items(), _is_whole_service)[1]
        return whole if whole is False else self.allows & whole & self.on_everything

    def grants_everywhere(self, action: str, tail: str, *limits: str) -> Truth:
        """Whether it allows an action on all there is of a kind (`tail`: `:role/*`).

        `limits` are condition keys that fence it.

        What another condition leaves of it is not worked out, and stays in doubt.
        """
        spoken_of = self.allows & self.covers(action)
        if spoken_of is False:
            return False
        fenced = some(self.conditions, lambda one: _fences(one, limits))[1]
        of_all = some(self.resources, lambda one: _is_star(one) | _ends_all(one, tail))[1]
        everywhere = of_all | self.at("NotResource").is_set
        return spoken_of & everywhere & no(fenced)


def _fences(condition: Condition, limits: tuple[str, ...]) -> Truth:
    if condition.told and condition.name in limits and _demands(condition):
        return no(condition.contains("*"))
    return condition.doubt("what this condition leaves is not worked out")


class Policy(View):
    """Whatever carries identity policies: a policy of its own, or a principal's inline ones."""

    types = (
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::RolePolicy",
        "AWS::IAM::UserPolicy",
        "AWS::IAM::GroupPolicy",
        "AWS::IAM::Role",
        "AWS::IAM::User",
        "AWS::IAM::Group",
    )

    @property
    def is_principal(self) -> bool:
        """Whether it is a role, user or group, whose policies stand in `Policies`."""
        return self.resource.type.rsplit("::", 1)[1] in ("Role", "User", "Group")

    @property
    def body(self) -> Node:
        """Where the policies are written."""
        return self.at("Policies" if self.is_principal else "PolicyDocument")

    @cached_property
    def grants(self) -> Nodes[Grant]:
        """Every statement of every policy here."""
        if not self.is_principal:
            return _grants(self.body)
        return Nodes(
            grant for policy in self.body.items() for grant in _grants(policy.at("PolicyDocument"))
        )


def _grants(node: Node) -> Nodes[Grant]:
    return document(node).at("Statement").items_as(Grant)


class Principal(View):
    """A role, user or group, and the managed policies attached to it."""

    types = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


class User(View):
    """AWS::IAM::User."""

    types = ("AWS::IAM::User",)


class UserPolicies(View):
    """Policies that stand apart and name the users they are for."""

    types = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::UserPolicy")


class AccessKey(View):
    """AWS::IAM::AccessKey."""

    types = ("AWS::IAM::AccessKey",)


class PasswordPolicy(View):
    """The account's rules for passwords; CloudFormation has no type for them.

    Left out: six characters, any old password again.
    Source: IAM API Reference, "UpdateAccountPasswordPolicy", read 2026-11-23.
    """

    types = ("Partywall::IAM::AccountPasswordPolicy",)


class Trust(Statement):
    """A statement of a role's trust policy."""

    __slots__ = ()

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
        return some(services, lambda one: one.equals(*sorted(CONFUSABLE)))[1]

    @property
    def fixes_source(self) -> Truth:
        """Whether a condition says for whom the service must be acting."""
        return some(self.conditions, _fixes_source)[1]

    def demands(self, keys: Container[str]) -> Truth:
        """Whether a condition asks for certain values of one of `keys`."""

        def fits(condition: Condition) -> Truth:
            if not condition.told:
                return condition.doubt()
            named = condition.name in keys and _demands(condition)
            return named and no(condition.contains("*"))

        return some(self.conditions, fits)[1]


def _fixes_source(condition: Condition) -> Truth:
    if not condition.told:
        return condition.doubt()
    return condition.name in SOURCE_KEYS and condition.narrows


class Role(View):
    """AWS::IAM::Role."""

    types = ("AWS::IAM::Role",)

    @property
    def is_aws_own(self) -> Truth:
        """Whether AWS made it for a service or for IAM Identity Center."""
        path = self.at("Path")
        return path.matches("/aws-service-role/") | path.matches("/aws-reserved/")

    @cached_property
    def trust(self) -> Nodes[Trust]:
        """The statements of the trust policy."""
        return document(self.at("AssumeRolePolicyDocument")).at("Statement").items_as(Trust)

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


def account_of(principal: Node) -> str | None:
    """The account of an AWS principal: twelve digits, alone or in an ARN; else None."""
    text = principal.value
    if not isinstance(text, str):
        return None
    arn = parse_arn(text)
    account = arn.account if arn is not None else text
    return account if len(account) == 12 and account.isdigit() else None


def _is_star(node: Node) -> Truth:
    """Whether it names everything; the attribute of a resource never does."""
    value = node.value
    if not isinstance(value, Unknown):
        return isinstance(value, str) and EVERYTHING.match(value) is not None
    named = not BEGINS_EVERYTHING.match(value.prefix) or value.suffix.strip("*:") != ""
    return False if named or (value.attribute and value.refs) else node.doubt()


def _ends_all(node: Node, tail: str) -> Truth:
    """Whether an ARN ends in a pattern of all resources of a kind."""
    value = node.value
    if not isinstance(value, Unknown):
        return isinstance(value, str) and value.endswith((tail, ":*"))
    if value.suffix.endswith(tail):
        return True
    closed = value.suffix != "" and not value.suffix.endswith("*")
    one_named = NAMED.match(value.prefix) is not None
    if closed or one_named or (value.attribute and value.refs):
        return False
    return node.doubt()


def _is_every_action(node: Node) -> Truth:
    return node.equals("*", "*:*")


def _is_whole_service(node: Node) -> Truth:
    value = node.value
    if isinstance(value, Unknown):
        return False if NARROWER.match(value.prefix) else node.doubt()
    return isinstance(value, str) and WHOLE_SERVICE.match(value) is not None


def _is_github(node: Node) -> Truth:
    value = node.value
    if isinstance(value, Unknown):
        if GITHUB in value.suffix or GITHUB in value.prefix:
            return True
        provider = _referred(node, value, "AWS::IAM::OIDCProvider")
        url = node if provider is None else Node(provider.properties.get("Url"), provider)
        return GITHUB in url.value if isinstance(url.value, str) else node.doubt()
    return isinstance(value, str) and GITHUB in value


def _referred(node: Node, value: Unknown, kind: str) -> Resource | None:
    """The resource of a kind that a value surely comes from, or None."""
    root = node.root
    if not value.refs or not isinstance(root, View):
        return None
    return root.estate.target(value, kind)


def is_of_the_estate(node: Node) -> bool:
    """Whether a principal is surely a resource of the estate, so not an outsider."""
    value = node.value
    return isinstance(value, Unknown) and _referred(node, value, "") is not None


def _fixes_owner(condition: Condition) -> Truth:
    if not condition.told:
        return condition.doubt()
    if condition.name != f"{GITHUB}:sub" or not _demands(condition):
        return False
    return every(condition.items(), _names_owner)[1]


def _demands(condition: Condition) -> bool:
    """Whether only requests pass that have the key with a value listed."""
    return condition.operator.removeprefix("foranyvalue:") in POSITIVE


def _names_owner(node: Node) -> Truth:
    """Whether a pattern of the subject has a fixed owner: `repo:acme/*`, not `repo:*`."""
    value = node.value
    if isinstance(value, Unknown):
        fixed = re.match(r"repo:[^*?/]+/", value.prefix)
        return True if fixed else node.doubt()
    return isinstance(value, str) and re.match(r"repo:[^*?/]+/", value) is not None
