"""The resources of a stack, and of the stacks nested in it, as the estate knows them."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate import schema
from partywall.estate.companions import COMPANIONS, IDENTITY
from partywall.estate.resource import Guard, Properties, Resource, Variant, WaiverNote
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.circles import circles
from partywall.sources.cloudformation.document import Foreign
from partywall.sources.cloudformation.leaves import survey
from partywall.sources.cloudformation.positions import Positions
from partywall.sources.cloudformation.resolver import Resolver
from partywall.sources.cloudformation.sam import PREFIX
from partywall.sources.cloudformation.scope import Declared, Scope
from partywall.sources.cloudformation.waivers import comment_waivers, metadata_waivers
from partywall.sources.cloudformation.worlds import Worlds, condition_guard
from partywall.sources.reading import Coverage, Reading

_NOT_TRANSLATED: Final = Unknown("SAM resources are not translated here")
_MORE: Final = Unknown("resources that are added at deployment may say more")
_NO_REGION: Final = Unknown("the Region is chosen at deployment", present=True)


class _Draft(Struct):
    """A resource on its way: what was met while its properties were resolved."""

    resource: Resource
    declared: Declared
    branched: set[str]
    mentioned: dict[str, None]


def read_stack(scope: Scope, into: Reading) -> None:
    """Add the resources of a stack and of all stacks below it to a reading."""
    if scope.template.macros or scope.template.untranslated or scope.template.included:
        into.unseen = _MORE
    comments = comment_waivers(scope)
    drafts: dict[str, _Draft] = {}
    for name, declared in scope.template.resources.items():
        draft = _draft(scope, name, declared, comments.get(name, []))
        if draft is not None:
            drafts[name] = draft
    _share_conditions(drafts)
    worlds = Worlds(scope)
    for name, draft in drafts.items():
        if draft.branched or scope.guard:
            draft.resource.variants = _variants(scope, worlds, draft)
        into.resources.append(draft.resource)
        _account(draft.resource, into)
        if scope.is_stack(name):
            below = scope.stack(name)
            if isinstance(below, Scope):
                read_stack(below, into)
    _remark_circles(scope, drafts)
    for name, declaration in scope.template.parameters.items():
        if isinstance(declaration, dict) and "NoEcho" in declaration:
            scope.parameter(name)
    into.secrets |= scope.secrets


def _draft(
    scope: Scope, name: str, declared: Declared, comments: list[WaiverNote]
) -> _Draft | None:
    """One resource without its variants; None when it is none, or not in this stack."""
    body, address = declared.body, scope.prefix + name
    place = scope.template.place(declared.path)
    kind = body.get("Type")
    if not isinstance(kind, str) or "::" not in kind or kind.endswith("::MODULE"):
        what = "is not checked: it has no Type that CloudFormation knows"
        hint = "a Type looks like AWS::S3::Bucket"
        if isinstance(kind, Foreign):
            what = f"is not checked: its Type is made by another tool ({kind.tag})"
            hint = "expand the template with that tool first"
        elif isinstance(kind, str) and kind.endswith("::MODULE"):
            what = "is not checked: it is a module, which CloudFormation expands at deployment"
            hint = "check the processed template"
        scope.remarks.make("error", f"{name} {what}", place, hint, address)
        return None
    condition = scope.condition_of(declared)
    if condition and scope.conditions.truth(condition) is False:
        return None
    resolver = Resolver(scope)
    resolver.place, resolver.resource = place, address
    resource = Resource(
        type=kind,
        address=address,
        properties={},
        place=place,
        source_type=kind,
        region=scope.environment.region or _NO_REGION,
        guard=(*scope.guard, *condition_guard(scope, name)),
        positions=Positions(scope, declared),
        waivers=(*metadata_waivers(scope, name, declared), *comments),
    )
    if kind.startswith(PREFIX):
        resource.partial = _NOT_TRANSLATED
        return _Draft(resource, declared, set(), {})
    if not _fill(resource, resolver, body):
        return None
    if condition and scope.conditions.truth(condition) is None:
        resolver.branched.add(condition)
    return _Draft(resource, declared, resolver.branched, _mentioned(resolver, body))


def _fill(resource: Resource, resolver: Resolver, body: dict[str, object]) -> bool:
    """Set the properties; False, with a remark, when they are no mapping."""
    written = body.get("Properties")
    if isinstance(written, dict) and "Fn::Transform" in written:
        resolver.value({"Fn::Transform": written["Fn::Transform"]})
        written = {key: item for key, item in written.items() if key != "Fn::Transform"}
        resource.covers = frozenset(written)
    elif "Fn::Transform" in body:
        resolver.value({"Fn::Transform": body["Fn::Transform"]})
        resource.covers = frozenset(written) if isinstance(written, dict) else frozenset()
    elif resolver.scope.template.macros:
        resource.covers = frozenset(written) if isinstance(written, dict) else frozenset()
    found = {} if written is None else resolver.value(written)
    if isinstance(found, Unknown):
        resource.partial = found
    elif isinstance(found, dict):
        resource.properties = found
    else:
        resolver.scope.remarks.make(
            "error",
            f"{resource.address} is not checked: its Properties are no mapping",
            resource.place,
            "",
            resource.address,
        )
        return False
    key = IDENTITY.get(resource.type)
    own = resource.properties.get(key) if key else None
    if isinstance(own, str):
        resource.names = (own,)
    return True


def _mentioned(resolver: Resolver, body: dict[str, object]) -> dict[str, None]:
    depends = body.get("DependsOn")
    names = depends if isinstance(depends, list) else [depends]
    return {**resolver.mentioned, **{name: None for name in names if isinstance(name, str)}}


# -- worlds


def _share_conditions(drafts: dict[str, _Draft]) -> None:
    """A resource is also seen apart in the worlds that its companions depend on.

    A bucket whose policy is there under one condition, and another policy under its opposite,
    is so judged with each of them rather than with two doubtful ones.
    """
    shared: dict[str, set[str]] = {}
    for draft in drafts.values():
        if draft.branched and draft.resource.type in COMPANIONS:
            parents = {kind for _, kind in COMPANIONS[draft.resource.type]}
            for name in draft.mentioned:
                if name in drafts and drafts[name].resource.type in parents:
                    shared.setdefault(name, set()).update(draft.branched)
    for name, conditions in shared.items():
        drafts[name].branched |= conditions


def _variants(scope: Scope, worlds: Worlds, draft: _Draft) -> tuple[Variant, ...]:
    """The properties in each world in which the resource is there; none when there are too many."""
    found = worlds.of(frozenset(draft.branched)) if draft.branched else ((),)
    condition = scope.condition_of(draft.declared)
    variants: list[Variant] = []
    for world in found or ():
        known = dict(world)
        if condition and known.get(condition) is False:
            continue
        properties = draft.resource.properties
        if draft.branched:
            resolver = Resolver(scope, known)
            resolver.place, resolver.resource = draft.resource.place, draft.resource.address
            properties = _seen_in(resolver, draft)
        variants.append(Variant(_named(scope, world), properties))
    return tuple(variants)


def _seen_in(resolver: Resolver, draft: _Draft) -> Properties:
    written = draft.declared.body.get("Properties")
    if isinstance(written, dict) and "Fn::Transform" in written:
        written = {key: item for key, item in written.items() if key != "Fn::Transform"}
    value = resolver.value(written)
    return value if isinstance(value, dict) else draft.resource.properties


def _named(scope: Scope, world: Guard) -> Guard:
    """A world's conditions under names that are unique in the reading."""
    return (*scope.guard, *((scope.prefix + name, wanted) for name, wanted in world))


# -- accounts


def _account(resource: Resource, into: Reading) -> None:
    """Count what is known of a resource, and hide what is secret in it."""
    leaves = survey(resource.properties)
    for variant in resource.variants:
        if variant.properties is not resource.properties:
            inside = survey(variant.properties)
            leaves.hidden |= inside.hidden
            leaves.secrets |= inside.secrets
    resource.hidden = frozenset(leaves.hidden)
    into.secrets |= leaves.secrets
    count = into.coverage.setdefault(resource.type, Coverage())
    count.resources += 1
    count.mapped += leaves.known
    count.undecided += leaves.unknown
    known = schema.properties_of(resource.type)
    strange = {k: v for k, v in resource.properties.items() if k not in known} if known else {}
    for name in strange:
        count.unmapped += 1
        count.arguments[name] = count.arguments.get(name, 0) + 1
    resource.unmapped = strange or None


def _remark_circles(scope: Scope, drafts: dict[str, _Draft]) -> None:
    graph = {name: [one for one in d.mentioned if one in drafts] for name, d in drafts.items()}
    for circle in circles(graph):
        scope.remarks.make(
            "warning",
            f"these resources refer to each other in a circle: {', '.join(circle)}",
            drafts[circle[0]].resource.place,
            "CloudFormation refuses such a template; give one of them a resource of its own",
            drafts[circle[0]].resource.address,
        )
