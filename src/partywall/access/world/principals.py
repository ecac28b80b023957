"""The users and roles of an estate, each with the policies that bind it.

Policies come from everywhere an input can write them: inline in the principal, in policies of
their own that name it, managed ones that it names or that name it, its groups', its boundary.

Source: CloudFormation Template Reference, AWS::IAM::* (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from partywall.access.context import Context, Found, Values
from partywall.access.layers.layer import Policies
from partywall.access.requester import Requester, parse_requester
from partywall.access.rules import Rules
from partywall.access.world.arns import Named, arn_of, may_be
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.managed import is_of_aws, published
from partywall.access.world.unread import not_read
from partywall.estate.estate import Estate, entailed
from partywall.estate.resource import Guard, Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.lazy import cached_property
from partywall.kernel.unknown import Unknown

ROLE, USER, GROUP = "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"
MANAGED: Final = "AWS::IAM::ManagedPolicy"
APART: Final = {
    ROLE: ("AWS::IAM::Policy", "AWS::IAM::RolePolicy"),
    USER: ("AWS::IAM::Policy", "AWS::IAM::UserPolicy"),
    GROUP: ("AWS::IAM::Policy", "AWS::IAM::GroupPolicy"),
}
"""The types of policies that stand apart and name whom they are for."""

CONTEXT: Final = Unknown("the question does not tell")


def value_of(resource: Resource, key: str) -> Any:
    """A top-level property; Unknown where the source could not have shown it."""
    value = resource.properties.get(key)
    if value is None:
        if resource.partial is not None:
            return resource.partial
        if resource.covers is not None and key not in resource.covers:
            return Unknown(f"{key} is not read from {resource.source_type}")
    return value


class Principal:
    """A user or a role, and what binds it. Policies are gathered at the first question."""

    def __init__(self, resource: Resource, named: Named, documents: Documents) -> None:
        self.resource = resource
        self.named = named
        self.requester: Requester = parse_requester(named.text)
        self._documents = documents

    def described_twice(self) -> None:
        """Two inputs describe it, and which of them will be so nobody knows."""
        why = f"{self.named.text} is described twice in the input"
        self.held = (unread("described twice", why),)

    @property
    def address(self) -> str:
        """How the input names it."""
        return self.resource.address

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Its own policies and those of its groups."""
        return tuple(policies_of(self.resource, self._documents, ""))

    @cached_property
    def bounding(self) -> tuple[Held, ...]:
        """Its permissions boundary, or nothing."""
        value = value_of(self.resource, "PermissionsBoundary")
        if value is None:
            return ()
        found, guard = managed_policy(value, self._documents), self.resource.guard
        if found is not None and entailed(found[0].guard, guard) is not True:
            policy = found[0].address  # without it there may be no boundary at all
            return (unread(f"boundary {policy}", f"whether {policy} exists is not known"),)
        return (_managed(value, "boundary ", self._documents, guard),)

    @cached_property
    def identity(self) -> Policies:
        """Its own policies and those of its groups, compiled."""
        return tuple([one.attached for one in self.held])

    @cached_property
    def boundary(self) -> Policies:
        """Its permissions boundary, compiled."""
        return tuple([one.attached for one in self.bounding])

    @cached_property
    def rests_on(self) -> tuple[str, ...]:
        """The dated facts that its policies were taken from."""
        return tuple(sorted({one.rests_on for one in (*self.held, *self.bounding)} - {""}))

    @cached_property
    def trust(self) -> Held | None:
        """The trust policy of a role."""
        if self.resource.type != ROLE:
            return None
        value = value_of(self.resource, "AssumeRolePolicyDocument")
        return self._documents.held("trust policy", {} if value is None else value)

    @cached_property
    def facts(self) -> dict[str, Found]:
        """The context keys that follow from its tags, and those that its open name leaves open."""
        found: dict[str, Found] = {}
        if not self._tags_may_change():
            for key, value in tags_of(self.resource):
                found[f"aws:principaltag/{key.lower()}"] = value
        if self.named.shape:
            why = Unknown(f"the name of {self.address} is chosen later")
            found |= {"aws:principalarn": why, "aws:userid": why, "aws:username": why}
            if not self.requester.account.isdigit():
                found["aws:principalaccount"] = Unknown("the account is not known")
        return found

    def _tags_may_change(self) -> bool:
        """Whether whoever takes on the role may bring tags of his own."""
        if self.trust is None:
            return False
        rules: Rules = self.trust.attached.rules
        return rules.flaw is not None or bool(rules.speaking_of("sts:tagsession"))

    def context(self, given: Context) -> Context:
        """The circumstances of its request."""
        return given.with_facts(self.facts)


def tags_of(resource: Resource) -> Iterator[tuple[str, Values]]:
    """The tags whose key and value are known; none when there may be others of the same key."""
    tags = value_of(resource, "Tags")
    if not isinstance(tags, list) or any(type(one) is Unknown for one in tags):
        return
    for tag in tags:
        if isinstance(tag, dict):
            key, value = tag.get("Key"), tag.get("Value")
            if isinstance(key, str) and isinstance(value, str):
                yield key, Values((value,))


def principals_of(estate: Estate, documents: Documents) -> Iterator[Principal]:
    """Every user and role, in the order of their addresses."""
    found = [*estate.by_type.get(USER, ()), *estate.by_type.get(ROLE, ())]
    for resource in sorted(found, key=lambda one: one.address):
        named = arn_of(resource, documents.home)
        if named is not None:
            yield Principal(resource, named, documents)


def policies_of(resource: Resource, documents: Documents, of: str) -> Iterator[Held]:
    """The policies of a user, role or group; `of` goes before their names."""
    yield from _inline(value_of(resource, "Policies"), documents, of)
    for kind in APART[resource.type]:
        yield from _apart(resource, kind, documents, of)
    yield from _attached(resource, documents, of)
    yield from not_read(resource, documents.estate)
    if resource.type == USER:
        yield from _of_groups(resource, documents)


def _inline(value: Any, documents: Documents, of: str) -> Iterator[Held]:
    if value is None:
        return
    if not isinstance(value, list):
        yield unread(f"{of}inline policies", f"inline policies are not known: {value}")
        return
    for index, one in enumerate(value):
        if isinstance(one, dict):
            name = one.get("PolicyName")
            label = name if isinstance(name, str) and name else f"inline policy [{index}]"
            yield documents.held(f"{of}{label}", one.get("PolicyDocument"))
        else:
            yield unread(f"{of}inline policy [{index}]", f"an inline policy is not known: {one}")


def _apart(resource: Resource, kind: str, documents: Documents, of: str) -> Iterator[Held]:
    for one in documents.estate.companions(resource, kind, resource.guard):
        policy = one.resource
        name = one.properties.get("PolicyName")
        label = f"{of}{name if isinstance(name, str) else policy.address}"
        why = f"whether {policy.address} applies is not known"
        if policy.partial is not None:
            yield unread(label, why)
        elif one.sure is True:
            yield documents.held(label, value_of(policy, "PolicyDocument"))
        else:
            yield documents.perhaps(label, value_of(policy, "PolicyDocument"), why)


def _attached(resource: Resource, documents: Documents, of: str) -> Iterator[Held]:
    """Managed policies: those that the principal names, and those that name it."""
    arns = value_of(resource, "ManagedPolicyArns")
    if arns is not None and not isinstance(arns, list):
        yield unread(f"{of}managed policies", f"which are attached is not known: {arns}")
    for arn in arns if isinstance(arns, list) else ():
        yield _managed(arn, of, documents, resource.guard)
    for one in documents.estate.companions(resource, MANAGED, resource.guard):
        policy, why = one.resource, f"whether {one.resource.address} applies is not known"
        if policy.partial is not None:
            yield unread(f"{of}{policy.address}", why)
        else:
            yield _text_of(policy, of, documents, "" if one.sure is True else why)


def _managed(value: object, of: str, documents: Documents, guard: Guard) -> Held:
    """A managed policy by its ARN or a reference: of the estate, of AWS, or known by name only."""
    found = managed_policy(value, documents)
    if found is None and type(value) is Unknown:
        value = documents.text(value)
        found = managed_policy(value, documents)
    if found is not None:
        target, owner = found
        why = f"whether {target.address} exists is not known"
        return _text_of(target, of, owner, "" if entailed(target.guard, guard) is True else why)
    if not isinstance(value, str):
        return unread(f"{of}a managed policy", f"which policy is attached is not known: {value}")
    arn = parse_arn(value)
    name = arn.name if arn is not None else value
    known = published(value)
    if known is not None:
        return Held(f"{of}{name}", known.text, rests_on=known.said)
    whose = "the AWS managed policy" if is_of_aws(value) else "the policy"
    return unread(f"{of}{name}", f"the text of {whose} {name} is not in the input")


def managed_policy(value: object, documents: Documents) -> tuple[Resource, Documents] | None:
    """The managed policy of an estate that a reference, a name or an ARN is of, and whose it is.

    An account's own policy may have the name of one of AWS's, or of another account's. The ARN
    tells them apart.
    """
    if is_of_aws(value):
        for one in (documents, *documents.beside):
            found = one.estate.target(value, MANAGED)
            if found is not None and value in found.names:
                return found, one
        return None
    target = documents.estate.target(value, MANAGED)
    if target is None or not isinstance(value, str) or parse_arn(value) is None:
        return None if target is None else (target, documents)
    named = arn_of(target, documents.home)
    is_it = named is not None and may_be(named, value)
    return (target, documents) if is_it or value in target.names else None


def _text_of(policy: Resource, of: str, documents: Documents, doubt: str) -> Held:
    """The text of a managed policy; `doubt` is why it may not apply, or nothing."""
    name = policy.properties.get("ManagedPolicyName")
    label = name if isinstance(name, str) else policy.address
    value = value_of(policy, "PolicyDocument")
    if doubt:
        return documents.perhaps(f"{of}{label}", value, doubt)
    return documents.held(f"{of}{label}", value)


def _of_groups(user: Resource, documents: Documents) -> Iterator[Held]:
    """The policies of the groups that the user names, or that name the user."""
    groups = value_of(user, "Groups")
    if groups is not None and not isinstance(groups, list):
        yield unread("groups", f"the groups are not known: {groups}")
    for value in groups if isinstance(groups, list) else ():
        group = documents.estate.target(value, GROUP)
        if group is None:
            yield unread("groups", f"the policies of a group are not in the input: {value}")
        else:
            yield from _of_group(group, documents)
    for addition in documents.estate.by_type.get("AWS::IAM::UserToGroupAddition", ()):
        yield from _added(user, addition, documents)


def _of_group(group: Resource, documents: Documents) -> Iterator[Held]:
    name = group.properties.get("GroupName")
    label = name if isinstance(name, str) else group.address
    yield from policies_of(group, documents, f"group {label}: ")


def _added(user: Resource, addition: Resource, documents: Documents) -> Iterator[Held]:
    users = value_of(addition, "Users")
    links = [documents.estate.link(one, USER) for one in users] if isinstance(users, list) else []
    mine = [link for link in links if user in link.targets]
    told = addition.partial is None and entailed(addition.guard, user.guard) is True
    if not isinstance(users, list) or (mine and not (told and all(one.sure for one in mine))):
        yield unread("groups", f"whether {addition.address} adds the user is not known")
    elif mine:
        group = documents.estate.target(value_of(addition, "GroupName"), GROUP)
        if group is None:
            yield unread("groups", f"the group of {addition.address} is not in the input")
        else:
            yield from _of_group(group, documents)
