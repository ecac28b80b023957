"""Verify the certificate of a decision: each claim about a statement, each layer, the outcome.

The request is worked out again from its policies alone, in every way in which the tests that it
leaves open can turn out; what the certificate says of each statement, each layer and the whole
must be what comes out.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny
access", read 2026-11-23; the rules of services as docs/how-a-decision-is-made.md lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partywall.access.checker import services
from partywall.access.checker.language import Rejected, canonical, digest
from partywall.access.checker.principals import CANONICAL, EVERYONE, ISSUER, ROLE, SESSION
from partywall.access.checker.request import Asked, Statement, read_statements
from partywall.access.checker.worlds import (
    Claim,
    World,
    answers,
    never,
    read_formula,
    settled,
    surely,
)

FIELDS = {"certificate", "version", "request", "request_sha256", "missing_keys", "policies",
          "statements", "layers", "decision"}  # fmt: skip
BOUND = ("permissions boundary", "session policies")
NEEDS = {EVERYONE: (), SESSION: (), "the user": BOUND[1:], ROLE: BOUND, CANONICAL: BOUND,
         ISSUER: BOUND}  # fmt: skip
"""Inside one account: what must allow besides a resource policy that names the requester so."""
FILTERS = ("service control policies", "resource control policies", "VPC endpoint policies",
           "S3 Block Public Access", "service rules")  # fmt: skip
Says = tuple[Claim, Claim]
Layers = dict[str, Says]
"""By name when a layer allows, and when it denies."""


NOTHING: Says = (surely, never)


def verify_decision(certificate: dict[str, Any]) -> str:
    """What the certificate proves, in a sentence. Raises Rejected, and why."""
    conditional = certificate["decision"] == "CONDITIONAL"
    if set(certificate) != FIELDS | ({"allow_if"} if conditional else set()):
        raise Rejected("the certificate has not the fields of one")
    if canonical(certificate["version"]) != b"1":
        raise Rejected("there is no such version of certificates")
    request = certificate["request"]
    _same("the request's hash", certificate["request_sha256"], digest(request))
    asked = Asked(request, certificate["missing_keys"])
    named = [{"place": place, "sha256": digest(one)} for place, one in asked.policies]
    _same("the list of policies", certificate["policies"], named)
    statements = list(read_statements(asked))
    _check_statements(certificate["statements"], statements)
    if asked.resource == "*":
        _check_everything(asked, statements)
    layers = read_layers(asked, statements)
    says = [
        {"layer": name, "allows": _told(allow), "denies": _told(deny)}
        for name, (allow, deny) in layers.items()
    ]
    _same("the layers", certificate["layers"], says)
    outcome, allowed = work_out(asked, layers, statements)
    _same("the decision", certificate["decision"], outcome)
    if conditional:
        told = read_formula(certificate["allow_if"])
        if any(one is not two for one, two in answers(lambda world: (allowed(world), told(world)))):
            raise Rejected("the formula is not when the request is allowed")
    return f"{certificate['decision']}: {asked.who.name} {request['action']} {asked.resource}"


def _check_everything(asked: Asked, statements: list[Statement]) -> None:
    """Without the catalogue nobody knows whether the action is about resources, so nothing may
    hang on which it is. Raises Rejected."""
    if services.needs_resource(asked.action) or not all(
        one.is_everywhere for one in statements if one.parts["action"] is not False
    ):
        raise Rejected("a certificate is about one resource, and * may be many")


def _told(claim: Claim) -> Any:
    found = settled(claim)
    return "open" if found is None else found


def _same(what: str, told: Any, found: Any) -> None:
    if canonical(told) != canonical(found):
        short = [canonical(one).decode()[:160] for one in (told, found)]
        raise Rejected(f"{what}: told {short[0]}, found {short[1]}")


def _check_statements(claims: Any, statements: list[Statement]) -> None:
    if len(claims) != len(statements):
        raise Rejected(f"{len(claims)} statements are told, and there are {len(statements)}")
    for claim, one in zip(claims, statements, strict=True):
        what, expected = f"{one.place} statement {one.index}", one.claim()
        if expected["applies"] is False:
            expected["fails"] = claim.get("fails")
            if one.parts.get(expected["fails"]) is not False:
                raise Rejected(f"{what}: {expected['fails']!r} is not what keeps it from applying")
        _same(what, claim, expected)


def read_layers(asked: Asked, statements: list[Statement]) -> Layers:
    """When each layer allows and when it denies."""
    request, who, identity = asked.request, asked.who, asked.is_identity

    def says(effect: str, fields: tuple[str, ...]) -> Claim:
        mine = [one for one in statements if one.place.startswith(fields)]
        mine = [one for one in mine if one.one["Effect"] == effect]
        unseen = [("not told", one, effect) for one in asked.unseen if one.startswith(fields)]
        return lambda world: any(one.applies(world) for one in mine) or any(map(world, unseen))

    def found(*fields: str) -> Says:
        return says("Allow", fields), says("Deny", fields)

    own = found("identity_policies", "group_policies") if identity else (never, never)
    bounded = request.get("permissions_boundary") and identity
    passed = request.get("session_policies") is not None
    unpassed = (never if who.kind == "federated" else surely, never)
    through = request.get("vpc_endpoint_policies") is not None
    of_resource = found("resource_policy")
    if services.unlocks(asked.action, who, asked.foreign):
        of_resource = (of_resource[0], never)
    return {
        "identity policies": (surely, own[1]) if who.kind == "root" else own,
        "permissions boundary": found("permissions_boundary") if bounded else NOTHING,
        "session policies": (found("session_policies") if identity else NOTHING)
        if passed else unpassed,
        "resource policy": of_resource,
        "service control policies": _scps(asked, found),
        "resource control policies": _rcps(asked, found),
        "VPC endpoint policies": found("vpc_endpoint_policies") if through else NOTHING,
        **_of_services(asked),
    }  # fmt: skip


def _scps(asked: Asked, found: Callable[..., Says]) -> Says:
    levels = asked.request.get("scps")
    if levels is None or not asked.is_identity or asked.who.linked:
        return NOTHING
    each = [found(f"scps[{depth}]") for depth in range(len(levels))]
    sure = asked.who.linked is False
    return (
        lambda world: all(allow(world) for allow, _ in each) or not (sure or _bound(world, "scps")),
        lambda world: any(deny(world) for _, deny in each) and (sure or _bound(world, "scps")),
    )


def _rcps(asked: Asked, found: Callable[..., Says]) -> Says:
    reached = services.rcps_reach(asked.action) and not asked.who.linked
    if asked.request.get("rcps") is None or not reached:
        return NOTHING
    deny, sure = found("rcps")[1], asked.who.linked is False
    return surely, lambda world: deny(world) and (sure or _bound(world, "rcps"))


def _bound(world: World, what: str) -> bool:
    """Whether policies of the organization bind what by its name may be a service-linked role."""
    return world(("not told", "service-linked", what))


def _of_services(asked: Asked) -> Layers:
    """The layers that only some services have."""
    request, who, layers, action = asked.request, asked.who, Layers(), asked.action
    grants = request.get("kms_grants")
    if grants and services.is_key(action, asked.resource):
        each = [services.grant_of_key(one, action, who, asked.key) for one in grants]
        layers["key grants"] = (lambda world: any(one(world) for one in each), never)
    bucket = request.get("bucket")
    if bucket is not None and action.startswith("s3:"):
        spared = who.kind == "service" or (asked.is_identity and not asked.foreign)
        closed = bucket.get("RestrictPublicBuckets") and not spared
        opened = closed and any(
            services.public_policy(one) for place, one in asked.policies if "[" not in place
        )
        layers["bucket and object ACLs"] = (services.acl_grants(bucket, action, who), never)
        layers["S3 Block Public Access"] = (never if opened else surely, never)
    if services.always(action, who):
        layers["service rules"] = (surely, never)
    elif services.never(action, asked.resource, who, asked.foreign):
        layers["service rules"] = (never, never)
    elif services.elsewhere(action, who):
        layers["service rules"] = (lambda world: world(("not told", "elsewhere")), never)
    return layers


def _granted(asked: Asked, layers: Layers, statements: list[Statement], world: World) -> bool:
    """Whether the two sides grant the request, each in its way."""

    def allows(*names: str) -> bool:
        return all(layers.get(name, (never,))[0](world) for name in names)

    own = allows("identity policies", *BOUND)
    resource, grants = allows("resource policy"), allows("key grants")
    acls = allows("bucket and object ACLs")
    if not asked.is_identity:
        return resource or grants or acls
    if asked.foreign:
        across = own and (resource or acls)
        by_grant = grants and allows(*BOUND)
        return across or (by_grant and (own or world(("not told", "grant across accounts"))))
    direct = any(
        one.when(world) and when(world) and allows(*NEEDS[way])
        for one in statements
        if one.place == "resource_policy" and one.one["Effect"] == "Allow"
        for way, whens in one.ways.items()
        if way in NEEDS
        for when in whens
    )
    trusts = services.TRUSTED_BY_ROLE.fullmatch(asked.action)
    if trusts or services.is_key(asked.action, asked.resource):
        return (own and resource) or direct or (grants and allows(*BOUND))
    by_acl = acls and (allows(*BOUND) or world(("not told", "ACL within")))
    return own or direct or by_acl


def work_out(asked: Asked, layers: Layers, statements: list[Statement]) -> tuple[str, Claim]:
    """The outcome, and when the request is allowed."""
    filters = [layers[name][0] for name in FILTERS if name in layers]
    always = services.always(asked.action, asked.who)

    def denied(world: World) -> bool:
        return any(deny(world) for _, deny in layers.values())

    def allowed(world: World) -> bool:
        return always or (
            all(one(world) for one in filters)
            and not denied(world)
            and _granted(asked, layers, statements, world)
        )

    found = settled(allowed)
    denial = "EXPLICIT_DENY" if found is False and settled(denied) else "IMPLICIT_DENY"
    return {True: "ALLOW", None: "CONDITIONAL"}.get(found, denial), allowed
