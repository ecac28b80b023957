"""Identity policies: what their statements grant.

Source: IAM User Guide, "IAM JSON policy elements reference" (not re-read).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.iam.condition import admits_listed_only
from partywall.estate.views.policy_document import Condition, Statement, document, known_texts
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.unknown import Unknown

EVERYTHING: Final = re.compile(r"(\*+|arn:[^:]*(:\**)+)$")
BEGINS_EVERYTHING: Final = re.compile(r"(\**|ar?|arn(:[^:]*(:\**)*)?)$")
NAMED: Final = re.compile(r"arn:[^*?]*:(role|key)/[^*?]")
WHOLE_SERVICE: Final = re.compile(r"[A-Za-z0-9-]+:\*+$")
NARROWER: Final = re.compile(r"[A-Za-z0-9-]+:[^*?]")


class Grant(Statement):
    """A statement of an identity policy: what it lets its holder do.

    Five controls ask much the same of it, so it remembers its answers. They may refer back to
    it: its policy lets go of them.
    """

    @cached_property
    def allows(self) -> Truth:
        """Whether it allows."""
        return super().allows

    @cached_property
    def resources(self) -> Nodes[Node]:
        """What `Resource` names."""
        return super().resources

    @cached_property
    def conditions(self) -> Nodes[Condition]:
        """Every key of every operator; all of them must be met."""
        return super().conditions

    @cached_property
    def on_everything(self) -> Truth:
        """Whether it speaks of every resource (all but some counts, too)."""
        written = self.at("Resource")
        texts = known_texts(written.value)
        if texts is not None and star_among(texts):
            return True
        named = False if texts is not None else some(written.items(), _is_star)[1]
        return named | self.spares_resources

    @cached_property
    def spares_resources(self) -> Truth:
        """Whether it speaks of all resources but some."""
        return False if self.lacks("NotResource") else self.at("NotResource").is_set

    @cached_property
    def allows_every_action(self) -> Truth:
        """Whether it allows every action, be it on some resources only."""
        texts = self.actions
        if texts is not None and "*" not in texts and "*:*" not in texts:
            return False
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
        if self.actions is not None and not whole_service_among(self.actions):
            return False
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
        everywhere = of_all | self.spares_resources
        return spoken_of & everywhere & no(fenced)


def _fences(condition: Condition, limits: tuple[str, ...]) -> Truth:
    if condition.told and condition.name in limits and admits_listed_only(condition):
        return no(condition.contains("*"))
    return condition.doubt("what this condition leaves is not worked out")


PRINCIPALS: Final = frozenset({"AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"})


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
    def is_there(self) -> bool:
        """Whether a policy is written here; most principals have none of their own."""
        return self.body.value is not None

    @property
    def is_principal(self) -> bool:
        """Whether it is a role, user or group, whose policies stand in `Policies`."""
        return self.resource.type in PRINCIPALS

    @cached_property
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

    def forget(self) -> None:
        """Let go of what the statements remember as well."""
        for grant in self.__dict__.get("grants", ()):
            grant.__dict__.clear()
        super().forget()


@lru_cache(maxsize=65536)
def star_among(texts: tuple[str, ...]) -> bool:
    """Whether one of the resource patterns is everything."""
    return any(EVERYTHING.match(text) for text in texts)


@lru_cache(maxsize=65536)
def whole_service_among(texts: tuple[str, ...]) -> bool:
    """Whether one of the action patterns is every action of a service."""
    return any(WHOLE_SERVICE.match(text) for text in texts)


def _grants(node: Node) -> Nodes[Grant]:
    return document(node).at("Statement").items_as(Grant)


def _is_star(node: Node) -> Truth:
    """Whether it names everything; the attribute of a resource never does."""
    value = node.value
    if type(value) is not Unknown:
        return isinstance(value, str) and EVERYTHING.match(value) is not None
    named = not BEGINS_EVERYTHING.match(value.prefix) or value.suffix.strip("*:") != ""
    return False if named or (value.attribute and value.refs) else node.doubt()


def _ends_all(node: Node, tail: str) -> Truth:
    """Whether an ARN ends in a pattern of all resources of a kind."""
    value = node.value
    if type(value) is not Unknown:
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
    if type(value) is Unknown:
        return False if NARROWER.match(value.prefix) else node.doubt()
    return isinstance(value, str) and WHOLE_SERVICE.match(value) is not None
