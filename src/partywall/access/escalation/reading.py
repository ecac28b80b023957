"""The world of escalation, as estates tell it: identities, groups, what holds roles, treasures.

Source: CloudFormation Template Reference of each type (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.access.escalation.administrator import EVERYTHING
from partywall.access.escalation.details import (
    is_classified,
    label_of,
    listed,
    made_arn,
    managed_arn,
    managed_of,
    principals_let_in,
)
from partywall.access.escalation.world import (
    Bond,
    Group,
    Held,
    Holder,
    Identity,
    Treasure,
    World,
)
from partywall.access.layers.layer import Policies
from partywall.access.requester import Kind, parse_requester
from partywall.access.world import World as Estates
from partywall.access.world.arns import Named, arn_of
from partywall.access.world.documents import Documents
from partywall.access.world.guards import guards_of
from partywall.access.world.principals import (
    GROUP,
    ROLE,
    USER,
    Principal,
    policies_of,
    value_of,
)
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.lazy import cached_property
from partywall.kernel.values import below

HOLDERS: Final[dict[str, tuple[tuple[str, ...], str, str]]] = {
    "AWS::AppRunner::Service": (
        ("InstanceConfiguration", "InstanceRoleArn"), "apprunner:service/{}/*", "ServiceName"
    ),
    "AWS::Batch::JobDefinition": (
        ("ContainerProperties", "JobRoleArn"), "batch:job-definition/{}", "JobDefinitionName"
    ),
    "AWS::CloudFormation::Stack": (("RoleARN",), "cloudformation:stack/{}/*", "StackName"),
    "AWS::CodeBuild::Project": (("ServiceRole",), "", ""),
    "AWS::EC2::Instance": (("IamInstanceProfile",), "", ""),
    "AWS::ECS::TaskDefinition": (("TaskRoleArn",), "ecs:task-definition/{}", "Family"),
    "AWS::Glue::DevEndpoint": (("RoleArn",), "glue:devEndpoint/{}", "EndpointName"),
    "AWS::Glue::Job": (("Role",), "", ""),
    "AWS::Lambda::Function": (("Role",), "", ""),
    "AWS::SageMaker::NotebookInstance": (
        ("RoleArn",), "sagemaker:notebook-instance/{}", "NotebookInstanceName"
    ),
    "AWS::StepFunctions::StateMachine": (("RoleArn",), "", ""),
}  # fmt: skip
"""Type → where its role stands, and how its ARN is made where `arn_of` does not know."""

PROFILE: Final = "AWS::IAM::InstanceProfile"
TREASURES: Final = {
    "AWS::DynamoDB::Table": ("dynamodb:GetItem", ""),
    "AWS::S3::Bucket": ("s3:GetObject", "/any-other"),
    "AWS::SecretsManager::Secret": ("secretsmanager:GetSecretValue", ""),
    "AWS::SSM::Parameter": ("ssm:GetParameter", ""),
}
"""Type → the action that takes what it holds, and what its ARN goes on with."""

ALWAYS: Final = ("AWS::SecretsManager::Secret",)


class Reader:
    """Reads the world from estates."""

    def __init__(self, estates: Estates) -> None:
        self.estates = estates
        self.shapes: dict[str, str] = {}

    def world(self, *, goals: bool = True) -> World:
        """All that the estates tell; without `goals` nothing is sought but administrators."""
        identities = [self._identity(one) for one in self.estates.principals.values()]
        groups = tuple(self._groups())
        holders = tuple(self._holders())
        treasures = tuple(self._treasures()) if goals else ()
        return World(
            (*identities, *self._outsiders(identities)),
            groups, holders, treasures, self.estates.rcps, self.shapes,
        )  # fmt: skip

    def _resources(self, kind: str) -> Iterator[tuple[Resource, Documents]]:
        for documents in self.estates.estates:
            for resource in documents.estate.by_type.get(kind, ()):
                yield resource, documents

    def _named(self, named: Named) -> str:
        """The ARN; where it is chosen later its shape is kept."""
        if named.shape:
            self.shapes[named.text] = named.shape
        return named.text

    def _identity(self, one: Principal) -> Identity:
        arn = self._named(one.named)
        documents = self._documents_of(one.resource)
        boundary = value_of(one.resource, "PermissionsBoundary")
        trust = one.trust
        facts = one.facts
        return Identity(
            one.address,
            one.requester,
            tuple(self._held(one, documents)),
            one.boundary,
            managed_arn(boundary, documents),
            self.estates.scps,
            (trust.attached,) if trust is not None else (),
            tuple(arn for arn, members in self._members.items() if one.address in members),
            arn in self._profiled,
            tuple(facts.items()),
        )

    def _documents_of(self, resource: Resource) -> Documents:
        return next(
            one
            for one in self.estates.estates
            if one.estate.by_address.get(resource.address) is resource
        )

    def _held(self, one: Principal, documents: Documents) -> Iterator[Held]:
        """Its policies with what binds each; a label that is no managed policy's is inline."""
        managed = dict(managed_of(one.resource, documents, ""))
        groups = {}
        for group, owner in self._resources(GROUP) if one.resource.type == USER else ():
            label = f"group {label_of(group, 'GroupName')}: "
            named = arn_of(group, owner.home)
            if named is not None:
                groups[label] = named.text
                managed |= dict(managed_of(group, owner, label))
        for held in one.held:
            start = next((label for label in groups if held.name.startswith(label)), "")
            bond: Bond = "managed" if held.name in managed else "inline"
            if start:
                bond = "group managed" if bond == "managed" else "group inline"
            arn, group_arn = managed.get(held.name, ""), groups.get(start, "")
            yield Held(held.attached, bond, arn, group_arn)

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        """Every group's ARN → the addresses of its users."""
        found: dict[str, set[str]] = {}
        for group, documents in self._resources(GROUP):
            named = arn_of(group, documents.home)
            if named is not None:
                found[self._named(named)] = set()
        for user, documents in self._resources(USER):
            for value in listed(value_of(user, "Groups")):
                self._add(found, value, user.address, documents)
        for addition, documents in self._resources("AWS::IAM::UserToGroupAddition"):
            for value in listed(value_of(addition, "Users")):
                target = documents.estate.target(value, USER)
                if target is not None:
                    group_name = value_of(addition, "GroupName")
                    self._add(found, group_name, target.address, documents)
        return found

    def _add(
        self, found: dict[str, set[str]], value: object, address: str, documents: Documents
    ) -> None:
        group = documents.estate.target(value, GROUP)
        named = arn_of(group, documents.home) if group is not None else None
        if named is not None:
            found.setdefault(named.text, set()).add(address)

    def _groups(self) -> Iterator[Group]:
        for group, documents in self._resources(GROUP):
            named = arn_of(group, documents.home)
            if named is not None:
                yield Group(
                    group.address, self._named(named), tuple(self._of_group(group, documents))
                )

    def _of_group(self, group: Resource, documents: Documents) -> Iterator[Held]:
        """The policies of a group, as a member of it has them."""
        arn = self._named(arn_of(group, documents.home) or Named(group.address))
        managed = dict(managed_of(group, documents, ""))
        for held in policies_of(group, documents, ""):
            bond: Bond = "group managed" if held.name in managed else "group inline"
            yield Held(held.attached, bond, managed.get(held.name, ""), arn)

    @cached_property
    def _profiled(self) -> frozenset[str]:
        """The ARNs of the roles that an instance profile brings to EC2."""
        return frozenset(
            arn
            for profile, documents in self._resources(PROFILE)
            for value in listed(value_of(profile, "Roles"))
            for arn in [self._role(value, documents)]
            if arn
        )

    def _role(self, value: object, documents: Documents) -> str:
        """The ARN of the role that a reference, a name or an ARN is of; nothing if none is."""
        target = documents.estate.target(value, ROLE)
        if target is not None:
            named = arn_of(target, documents.home)
            return named.text if named is not None else ""
        text = documents.text(value)
        return text if isinstance(text, str) and parse_arn(text) is not None else ""

    def _holders(self) -> Iterator[Holder]:
        for kind, (path, form, key) in HOLDERS.items():
            for resource, documents in self._resources(kind):
                value = below(resource.properties, path)
                role = (
                    self._through_profile(value, documents)
                    if kind == "AWS::EC2::Instance"
                    else self._role(value, documents)
                )
                named = arn_of(resource, documents.home) or made_arn(resource, form, key, documents)
                if role:
                    policies = guards_of(resource, named, documents)
                    found: Policies = tuple([one.attached for one in policies])
                    yield Holder(resource.address, kind, self._named(named), role, found)

    def _through_profile(self, value: object, documents: Documents) -> str:
        profile = documents.estate.target(value, PROFILE)
        roles = listed(value_of(profile, "Roles")) if profile is not None else []
        return self._role(roles[0], documents) if len(roles) == 1 else ""

    def _treasures(self) -> Iterator[Treasure]:
        for kind, (action, inside) in TREASURES.items():
            for resource, documents in self._resources(kind):
                named = arn_of(resource, documents.home)
                if named is None or not (kind in ALWAYS or is_classified(resource)):
                    continue
                self._named(named)
                shape = f"{named.shape}{inside}" if named.shape else ""
                arn = self._named(Named(f"{named.text}{inside}", shape))
                guards = guards_of(resource, named, documents)
                policies = tuple([one.attached for one in guards])
                account = documents.home.account or "<account>"
                yield Treasure(resource.address, kind, arn, action, account, policies)

    def _outsiders(self, identities: list[Identity]) -> Iterator[Identity]:
        """Those whom trust policies let in from elsewhere: other accounts, identity providers."""
        own = {one.account for one in identities}
        names = {
            (entry.kind, entry.name)
            for one in identities
            for attached in one.trust
            for rule in attached.rules.rules
            for entry in principals_let_in(rule)
        }
        for kind, name in sorted(names):
            arn = parse_arn(name)
            account = name if name.isdigit() else arn.account if arn is not None else ""
            if kind == "Federated":
                yield Identity(name, parse_requester(name, kind), outside=True)
            elif account.isdigit() and account not in own and "<account>" not in own:
                whole = arn is None or arn.resource == "root"
                text = f"arn:aws:iam::{account}:role/anybody" if whole else name
                requester = parse_requester(text)
                if requester.kind in (Kind.ROLE, Kind.USER, Kind.SESSION):
                    yield Identity(name, requester, (EVERYTHING,), outside=True)
