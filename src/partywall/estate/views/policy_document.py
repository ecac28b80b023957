"""IAM's policy language, as controls see it: who is meant, for what, under which conditions.

Whether a policy is *public* follows S3's meaning of the word: it lets callers in whom nobody
has named. A condition takes that back when it fixes who the caller is, or where he comes from.

Source: IAM User Guide, "IAM JSON policy elements reference" (not re-read); S3 User Guide,
"Blocking public access to your Amazon S3 storage", section "The meaning of public" (not
re-read); AWS Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.kernel.arn import parse_arn
from partywall.kernel.intervals import NO_ADDRESSES, is_internet, parse_cidr
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, every, no, some
from partywall.kernel.unknown import Path, Unknown

TRUSTED_KEYS: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "elasticfilesystem:accessedviamounttarget",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Condition keys whose fixed values say whom, or which network, the policy trusts."""

POSITIVE: Final = frozenset(
    {"arnequals", "arnlike", "bool", "ipaddress", "stringequals", "stringequalsignorecase",
     "stringlike"}
)  # fmt: skip
"""Operators that let through only what they list."""

TEXT: Final = frozenset({str})
NO_JSON: Final = Unknown("this text is no JSON policy", present=True)


class Condition(Node):
    """The values of one condition key under one operator."""

    __slots__ = ()

    @property
    def operator(self) -> str:
        """The operator in lower case; empty when the whole condition is unknown."""
        return "" if self.parent is None else str(self.parent.key).lower()

    @property
    def name(self) -> str:
        """The condition key in lower case, as IAM compares it."""
        return str(self.key).lower()

    @property
    def told(self) -> bool:
        """Whether the input says which condition this is at all."""
        return not (type(self.value) is Unknown and self.value.many)

    @property
    def narrows(self) -> Truth:
        """Whether only callers pass whom the policy names: fixed values of a trusted key.

        `IfExists` and `ForAllValues:` let a request pass that lacks the key, so they name
        nobody; an address is never lacking.
        """
        if not self.told:
            return self.doubt()
        operator = self.operator.removeprefix("foranyvalue:")
        if self.name == "aws:sourceip":
            return operator.removesuffix("ifexists") == "ipaddress" and self._from_own_network()
        if self.name not in TRUSTED_KEYS or operator not in POSITIVE:
            return False
        if operator == "bool":
            return every(self.items(), lambda one: one.equals(True))[1]
        return every(self.items(), _is_fixed)[1]

    def _from_own_network(self) -> Truth:
        together, unsure = NO_ADDRESSES, None
        for item in self.items():
            block = parse_cidr(item.value) if isinstance(item.value, str) else None
            if block is None:
                unsure = item
            else:
                together = together | block
        if is_internet(together):
            return False
        return True if unsure is None else unsure.doubt("this is no known address block")

    @property
    def without_tls(self) -> Truth:
        """Whether exactly the requests over plain HTTP meet it."""
        if not self.told:
            return self.doubt()
        if self.name != "aws:securetransport" or self.operator not in ("bool", "boolifexists"):
            return False
        values = self.items()
        return bool(values) and every(values, lambda one: one.equals(False))[1]


class Statement(Node):
    """One statement of a policy."""

    @cached_property
    def path(self) -> Path:
        """Where it stands, worked out once for all that stands in it."""
        return super().path

    def lacks(self, key: str) -> bool:
        """Whether it surely has no such element; no node is made to say so."""
        value = self.value
        return value.__class__ is dict and value.get(key) is None

    @cached_property
    def actions(self) -> tuple[str, ...] | None:
        """What `Action` names, when all of it is known."""
        return known_texts(self.at("Action").value)

    @property
    def allows(self) -> Truth:
        """Whether it allows."""
        return self.says("Effect", "Allow")

    @property
    def denies(self) -> Truth:
        """Whether it denies."""
        return self.says("Effect", "Deny")

    @cached_property
    def everyone(self) -> Truth:
        """Whether Principal is `*`, alone or as an AWS principal."""
        who = self.at("Principal")
        if isinstance(who.value, dict):
            who = who.at("AWS")
        if who.value is None:
            return False
        texts = known_texts(who.value)
        if texts is not None:
            return "*" in texts
        return some(who.items(), lambda one: one.equals("*"))[1]

    @property
    def anyone(self) -> Truth:
        """Whether callers are meant whom the policy does not name: `*`, or all but some."""
        if self.lacks("NotPrincipal"):
            return self.everyone
        return self.everyone | self.at("NotPrincipal").is_set

    def covers(self, action: str) -> Truth:
        """Whether it speaks of an action (`s3:GetObject`), by name, wildcard or omission."""
        named: Truth
        if self.actions is not None:
            named = _covers(self.actions, action)
        else:
            named = some(self.at("Action").items(), lambda one: _fits(one, action))[1]
        if self.lacks("NotAction"):
            return named
        left_out = self.at("NotAction")
        spared = some(left_out.items(), lambda one: _fits(one, action))[1]
        return named | (left_out.is_set & no(spared))

    def names_all(self, service: str) -> Truth:
        """Whether it names every action of a service (`s3`) by one wildcard, in either case."""
        whole = ("*", "*:*", f"{service}:*", f"{service.upper()}:*")
        return some(self.at("Action").items(), lambda one: one.equals(*whole))[1]

    @property
    def resources(self) -> Nodes[Node]:
        """What `Resource` names."""
        return self.at("Resource").items()

    @property
    def conditions(self) -> Nodes[Condition]:
        """Every key of every operator; all of them must be met."""
        if self.lacks("Condition"):
            return Nodes()
        return Nodes(
            Condition(key.value, key.resource, operator, key.key, operator.sure & key.sure)
            for operator in self.at("Condition").entries()
            for key in operator.entries()
        )

    @property
    def narrowed(self) -> Truth:
        """Whether some condition leaves only callers whom the policy names."""
        return some(self.conditions, lambda one: one.narrows)[1]

    @cached_property
    def only_without_tls(self) -> Truth:
        """Whether its one condition is that the request came over plain HTTP."""
        conditions = self.conditions
        plain = some(conditions, lambda one: one.without_tls)[1]
        more = some(conditions, lambda one: no(one.without_tls))[1]
        return plain & no(more)

    @property
    def may_take_back(self) -> Truth:
        """Never True: False when it surely takes nothing back from the public, else a doubt.

        A denial does when it meets callers whom nobody named, always or by where they are from.
        """
        if (self.denies & self.anyone) is False:
            return False
        conditions = self.conditions
        if list.__len__(conditions) and all(
            one.told and one.name not in TRUSTED_KEYS for one in conditions
        ):
            return False
        return self.doubt("whether this denial keeps the public out is not worked out")


class PolicyDocument(Node):
    """A policy: none of its statements when it is absent."""

    __slots__ = ()

    @property
    def statements(self) -> Nodes[Statement]:
        """The statements; one that is not in a list counts as a list of one."""
        return self.at("Statement").items_as(Statement)

    def public_statement(self) -> tuple[Statement | None, Truth]:
        """Whether it lets in callers whom nobody named, with the statement that does."""

        def lets_in(statement: Statement) -> Truth:
            met = statement.allows & statement.anyone
            return met if met is False else met & no(statement.narrowed)

        if not self.known:
            return None, self.doubt()
        statements = self.statements
        open_door, public = some(statements, lets_in)
        if public is False:
            return None, False
        denied = some(statements, lambda one: one.may_take_back)[1]
        return open_door, public & no(denied)


def document(node: Node) -> PolicyDocument:
    """The policy written at a node, as a mapping or as JSON text."""
    value = node.value
    if isinstance(value, str):
        value = _parsed(value)
    return PolicyDocument(value, node.resource, node.parent, node.key, node.sure)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> object:
    """The policy that a text spells. Callers share the result and never change it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return NO_JSON
    return value if isinstance(value, dict) else NO_JSON


def known_texts(value: object) -> tuple[str, ...] | None:
    """The texts of a list (or the one) when all of them are known; most policies are such."""
    if value.__class__ is str:
        return (str(value),)
    if isinstance(value, list) and set(map(type, value)) <= TEXT:
        return tuple(value)
    return None


@lru_cache(maxsize=65536)
def _covers(patterns: tuple[str, ...], action: str) -> bool:
    return any(wildcard_match(one, action) for one in patterns)


def wildcard_match(pattern: str, text: str) -> bool:
    """Whether an IAM pattern (`s3:Get*`) matches, without regard to case."""
    if "*" not in pattern and "?" not in pattern:
        return pattern.lower() == text.lower()
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.IGNORECASE | re.DOTALL)


def _fits(node: Node, action: str) -> Truth:
    value = node.value
    if isinstance(value, str):
        return wildcard_match(value, action)
    if type(value) is not Unknown:
        return False
    if value.among:
        answers = {isinstance(one, str) and wildcard_match(one, action) for one in value.among}
        if len(answers) == 1:
            return answers.pop()
    if value.prefix and not wildcard_match(value.prefix + "*", action):
        return False
    return node.doubt()


def _is_fixed(node: Node) -> Truth:
    """Whether the value names one caller or network (or one account), and not a pattern of them."""
    value = node.value
    if type(value) is Unknown:
        own_account = value.attribute == "AWS::AccountId"
        return True if own_account or (value.refs and value.attribute) else node.doubt()
    text = str(value)
    if "${" in text:
        return False
    if "*" not in text and "?" not in text:
        return True
    arn = parse_arn(text)
    if arn is not None:
        return len(arn.account) == 12 and arn.account.isdigit()
    organization, *_ = text.split("/", 1)
    return organization.startswith("o-") and "*" not in organization and "?" not in organization
