"""All resources of one run, with the references between them resolved in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from partywall.estate.companions import COMPANIONS, IDENTITY
from partywall.estate.resource import Fragment, Guard, Properties, Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown

CARRIERS = frozenset(
    {
        "AWS::CloudFormation::CustomResource",
        "AWS::CloudFormation::Stack",
        "AWS::CloudFormation::WaitCondition",
        "AWS::SSM::Parameter",
    }
)
"""Types whose attributes hold whatever somebody put there."""

LISTS = frozenset({"aws_iam_roles", "aws_iam_users"})
"""Data sources of Terraform that read all roles or users, those which the input makes as well.

Source: provider's pages of both (not re-read).
"""

HOPS = 8
"""How far a chain of companions (a policy naming another companion's bucket) is followed."""


class Link(Struct, frozen=True, gc=False):
    """Where a reference leads: the resources it may mean, and whether it surely means the one.

    `outside`: it surely names something that is not in the estate.
    """

    targets: tuple[Resource, ...] = ()
    sure: bool = False
    outside: bool = False


class Companion(Struct, frozen=True, gc=False):
    """A resource that says something about another, and whether it surely does."""

    resource: Resource
    properties: Properties
    sure: Truth


class Estate:
    """Resources by address, by type and by name; companions by parent.

    Build it with `fold`, which first merges the fragments of each resource. `unseen` says why
    there may be resources that the input does not have: then any resource may have a companion
    of any kind that nobody can see.
    """

    def __init__(
        self,
        resources: Iterable[Resource] = (),
        parents: dict[str, object] | None = None,
        unseen: Unknown | None = None,
    ) -> None:
        self.resources: list[Resource] = []
        self.unseen = unseen
        self.by_address: dict[str, Resource] = {}
        self.by_type: dict[str, list[Resource]] = {}
        self._names: dict[str, list[Resource]] = {}
        self._nameless: dict[str, list[tuple[Unknown, Resource]]] = {}
        self._parents = parents or {}
        self.add(resources)

    def add(self, resources: Iterable[Resource]) -> None:
        """These are in it as well; what was worked out without them is forgotten."""
        for resource in resources:
            self.resources.append(resource)
            self.by_address[resource.address] = resource
            self.by_type.setdefault(resource.type, []).append(resource)
            self._index_names(resource)
        self._carriers = {
            one.address for kind, ones in self.by_type.items() if carries(kind) for one in ones
        }
        self._gaps: dict[str, Unknown] | None = None
        self._nameless.clear()
        self._companions: dict[tuple[int, str], list[tuple[Resource, bool]]] | None = None
        self._referrers: dict[int, list[Resource]] | None = None

    def _index_names(self, resource: Resource) -> None:
        for name in resource.names:
            self._names.setdefault(name, []).append(resource)
        key = IDENTITY.get(resource.type)
        own = resource.properties.get(key) if key is not None else None
        if isinstance(own, str) and own not in resource.names:
            self._names.setdefault(own, []).append(resource)

    # -- references, forward

    def link(self, value: object, kind: str = "") -> Link:
        """What `value` (a reference, a name, an ARN) leads to among resources of type `kind`."""
        if isinstance(value, str):
            return self._link_name(value, kind)
        if type(value) is not Unknown:
            return Link()
        if not value.refs:
            return Link(tuple(self.by_type.get(kind, ()))) if kind else Link()
        if not _names_it(value) or self._carries(value):
            return Link(tuple(self.by_type.get(kind, ()))) if kind else Link()
        if len(value.refs) == 1:
            only = self._follow(value.refs[0], kind)
            if only is None:
                return self._link_passed_on(value.refs[0], kind)
            return Link((only,), sure=value.present or bool(value.attribute))
        found = [self._follow(ref, kind) for ref in value.refs]
        targets = list({id(one): one for one in found if one is not None}.values())
        if None in found:
            return Link(tuple(self.by_type.get(kind, ()))) if kind else Link(tuple(targets))
        return Link(tuple(targets))

    def _carries(self, value: Unknown) -> bool:
        """Whether it comes from where the names of any resources may be."""
        for ref in value.refs:
            if ref in self._carriers:
                return True
            if "data.aws_" in ref and not LISTS.isdisjoint(ref.split(".")):
                return True
        return False

    def _link_passed_on(self, address: str, kind: str) -> Link:
        """What an attribute of a resource of another kind may lead to.

        It is something that AWS makes, or one of what the resource was configured with: the
        first group of an instance, say.
        """
        resource = self.by_address.get(address)
        if resource is None or not kind:
            return Link(outside=True)
        if resource.covers == frozenset():
            return Link(tuple(self.by_type.get(kind, ())))
        handed = tuple(one for one in self._mentioned(resource) if one.type == kind)
        return Link(handed, outside=not handed)

    def target(self, value: object, kind: str = "") -> Resource | None:
        """The one resource that `value` surely leads to, or None."""
        link = self.link(value, kind)
        return link.targets[0] if link.sure else None

    def _link_name(self, name: str, kind: str) -> Link:
        named = self._names.get(name)
        if named is None:
            arn = parse_arn(name)
            named = self._names.get(arn.name) if arn is not None else None
        fitting = [one for one in named or () if not kind or one.type == kind]
        if not fitting:
            perhaps = self._perhaps_named(name, kind)
            return Link(perhaps, outside=not perhaps)
        return Link(tuple(fitting), sure=len(fitting) == 1)

    def _perhaps_named(self, name: str, kind: str) -> tuple[Resource, ...]:
        """The resources of a kind whose own name is not known, and may be this one."""
        if kind not in self._nameless:
            key = IDENTITY.get(kind, "")
            self._nameless[kind] = [
                (own, one) for one in self.by_type.get(kind, ()) if (own := _unknown_name(one, key))
            ]
        if not self._nameless[kind]:
            return ()
        arn = parse_arn(name)
        texts = (name,) if arn is None else (name, arn.name)
        return tuple(
            one
            for own, one in self._nameless[kind]
            if any(text.startswith(own.prefix) and text.endswith(own.suffix) for text in texts)
        )

    def _follow(self, address: str, kind: str) -> Resource | None:
        """The resource at an address; through fragments and companions when `kind` is another."""
        for _ in range(HOPS):
            resource = self.by_address.get(address)
            if resource is not None and (not kind or resource.type == kind):
                return resource
            parent = self._parents.get(address)
            if parent is None and resource is not None:
                parent = next(
                    (
                        resource.properties.get(key)
                        for key, of in COMPANIONS.get(resource.type, ())
                        if of == kind
                    ),
                    None,
                )
            if isinstance(parent, list) and len(parent) == 1:
                parent = parent[0]
            if isinstance(parent, str):
                link = self._link_name(parent, kind)
                return link.targets[0] if link.sure else None
            if type(parent) is not Unknown or len(parent.refs) != 1:
                return None
            address = parent.refs[0]
        return None

    # -- companions

    def companions(self, parent: Resource, kind: str, world: Guard = ()) -> Iterator[Companion]:
        """The companions of type `kind` that say something about `parent`, as seen in `world`.

        One whose guard the world contradicts is left out; one that may or may not exist, or
        whose parent is not sure, comes with a Doubt.
        """
        if self._companions is None:
            self._companions = self._link_companions()
        for resource, sure in self._companions.get((id(parent), kind), ()):
            exists = entailed(resource.guard, world) if resource.guard else True
            if exists is False:
                continue
            properties = resource.properties
            if resource.variants:
                fitting = (one for one in resource.variants if entailed(one.when, world) is True)
                properties = next((one.properties for one in fitting), properties)
            certain: Truth = True
            if exists is None or not sure:
                certain = _may_not_apply(resource)
            yield Companion(resource, properties, certain)
        why = self.unseen
        if why is None and parent.uncollected is not None:
            why = parent.uncollected.get(kind)
        if why is not None and any(row[1] == parent.type for row in COMPANIONS[kind]):
            yield _unseen(parent, kind, why)

    def _link_companions(self) -> dict[tuple[int, str], list[tuple[Resource, bool]]]:
        linked: dict[tuple[int, str], list[tuple[Resource, bool]]] = {}
        for kind, rows in COMPANIONS.items():
            for resource in sorted(self.by_type.get(kind, ()), key=lambda one: one.address):
                for key, parent_type in rows:
                    named = resource.properties.get(key)
                    if named is None or parent_type not in self.by_type:
                        continue
                    for one in named if isinstance(named, list) else (named,):
                        link = self.link(one, parent_type)
                        for target in link.targets:
                            row = linked.setdefault((id(target), kind), [])
                            row.append((resource, link.sure))
        return linked

    def uncollected(self, kind: str) -> Unknown | None:
        """Why there may be resources of a type that the input does not have; None: it has all."""
        if self._gaps is None:
            every = {id(one.uncollected): one.uncollected or {} for one in self.resources}
            self._gaps = {kind: why for gaps in every.values() for kind, why in gaps.items()}
        return self._gaps.get(kind, self.unseen)

    # -- references, backward

    def referrers(self, resource: Resource) -> list[Resource]:
        """The resources that refer to `resource` anywhere in their properties."""
        if self._referrers is None:
            self._referrers = {}
            for one in self.resources:
                for target in self._mentioned(one):
                    self._referrers.setdefault(id(target), []).append(one)
        return self._referrers.get(id(resource), [])

    def _mentioned(self, resource: Resource) -> list[Resource]:
        seen: dict[int, Resource] = {}
        stack: list[object] = [resource.properties]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)
            elif isinstance(value, str) and value in self._names:
                seen.update((id(one), one) for one in self._names[value])
            elif type(value) is Unknown:
                for ref in value.refs:
                    target = self.by_address.get(ref)
                    if target is not None:
                        seen[id(target)] = target
        seen.pop(id(resource), None)
        return list(seen.values())


def carries(kind: str) -> bool:
    """Whether an attribute of such a resource may be any text, the name of another included."""
    return kind in CARRIERS or kind.startswith("Custom::")


def _names_it(value: Unknown) -> bool:
    """Whether a text with a reference in it can be the name, or an ARN, of what it refers to.

    `${bucket}-logs` is another bucket's name; `arn:aws:s3:::${bucket}/*` is this one's.
    """
    if value.attribute:
        return True
    before, after = value.prefix[-1:], value.suffix[:1]
    return not any(one.isalnum() or one in ("-", "_", ".") for one in (before, after))


def _unknown_name(resource: Resource, key: str) -> Unknown | None:
    """What is known of a name that is not known; None when it is known, or made up by AWS."""
    own = resource.properties.get(key) if key else None
    if own is None:
        return resource.partial if key and not resource.names else None
    return own if type(own) is Unknown else None


def entailed(guard: Guard, world: Guard) -> bool | None:
    """Whether a guard holds in a world: True, False, or None when the world does not tell."""
    known = dict(world)
    answers = [known[name] is wanted if name in known else None for name, wanted in guard]
    if False in answers:
        return False
    return None if None in answers else True


def _may_not_apply(resource: Resource) -> Doubt:
    why = f"whether {resource.address} applies here is not known"
    unknown = Unknown(why, (resource.address,))
    return Doubt(Evidence((), unknown, why, resource.place, resource.address))


def _unseen(parent: Resource, kind: str, why: Unknown) -> Companion:
    """A companion that may or may not be there, and of which nothing is known."""
    seen = Evidence((), why, why.why, parent.place, parent.address)
    resource = Resource(type=kind, address=parent.address, properties={}, partial=why)
    resource.place = parent.place
    return Companion(resource, resource.properties, Doubt(seen))


def parents_of(fragments: Iterable[Fragment]) -> dict[str, object]:
    """Address of each fragment → what names its parent; so references through it resolve."""
    return {fragment.address: fragment.parent for fragment in fragments}
