"""Verify the certificate of a decision: each claim about a statement, each layer, the outcome.

The request is worked out again from its policies alone; what the certificate says about each
statement, each layer and the whole must be what comes out.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny
access", read 2026-11-23; the rules of services as docs/access.md lists them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from partywall.access.checker.formulas import (
    Formula,
    Rejected,
    both,
    either,
    opposite,
    settled,
    value,
    worlds,
)
from partywall.access.checker.request import Asked, Statement, read_statements
from partywall.access.checker.services import (
    acl_grants,
    always,
    decided_elsewhere,
    grant_of_key,
    is_key,
    needs_resource,
    never,
    public_policy,
    rcps_reach,
)

FIELDS = {"certificate", "version", "request", "request_sha256", "missing_keys", "policies",
          "statements", "layers", "decision"}  # fmt: skip
ASKS_TRUST = {"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity",
              "sts:setsourceidentity", "sts:tagsession"}  # fmt: skip
NEEDS = {"the user": ("session policies",), "everyone": (), "the session": (),
         "its role": ("permissions boundary", "session policies"),
         "its canonical id": ("permissions boundary", "session policies"),
         "the user whose federated session it is": ("permissions boundary", "session policies"),
         }  # fmt: skip
"""Inside one account: what must allow besides a resource policy that names the requester so."""
TURNS = (b"{}", b'{"negated":true}')
Says = tuple[Formula, Formula]
Layers = dict[str, Says]
"""By name when a layer allows, and when it denies."""


def canonical(document: Any) -> bytes:
    """The JSON of which a certificate gives the SHA-256: keys sorted, nothing between them."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Any) -> str:
    """Its SHA-256 in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


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
    policies = list(asked.policies())
    named = [{"place": place, "sha256": digest(one)} for place, one in policies]
    _same("the list of policies", certificate["policies"], named)
    statements = [one for policy in policies for one in read_statements(*policy, asked)]
    _check_statements(certificate["statements"], statements)
    if asked.resource == "*":
        _check_everything(asked, statements)
    layers = read_layers(asked, statements)
    told = [
        {"layer": name, "allows": _told(allow), "denies": _told(deny)}
        for name, (allow, deny) in layers.items()
    ]
    _same("the layers", certificate["layers"], told)
    _check_outcome(certificate, asked, layers, statements)
    return f"{certificate['decision']}: {asked.who.name} {request['action']} {asked.resource}"


def _check_everything(asked: Asked, statements: list[Statement]) -> None:
    """Without the catalogue nobody knows whether the action is about resources, so nothing may
    hang on which it is. Raises Rejected."""
    if needs_resource(asked.action) or not all(
        one.is_everywhere for one in statements if one.parts["action"] is True
    ):
        raise Rejected("a certificate is about one resource, and * may be many")


def _told(formula: Formula) -> Any:
    found = settled(formula)
    return "open" if found is None else found


def _same(what: str, told: Any, found: Any) -> None:
    if canonical(told) != canonical(found):
        raise Rejected(f"{what}: told {_short(told)}, found {_short(found)}")


def _short(one: Any) -> str:
    text = canonical(one).decode()
    return text if len(text) <= 160 else f"{text[:157]}..."


def _check_statements(claims: Any, statements: list[Statement]) -> None:
    if len(claims) != len(statements):
        raise Rejected(f"{len(claims)} statements are told, and there are {len(statements)}")
    for claim, one in zip(claims, statements, strict=True):
        what, expected = f"{one.place} statement {one.index}", one.claim()
        if expected["applies"] is False:
            fails = claim.get("fails")
            if fails not in one.parts or one.parts[fails] is not False:
                raise Rejected(f"{what}: {fails!r} is not what keeps it from applying")
            expected["fails"] = fails
        _same(what, claim, expected)


def read_layers(asked: Asked, statements: list[Statement]) -> Layers:
    """When each layer allows and when it denies."""
    request, who = asked.request, asked.who

    def found(*fields: str) -> Says:
        mine = [one for one in statements if one.place.startswith(fields)]
        return _either("Allow", mine), _either("Deny", mine)

    nothing = (True, False)
    layers: Layers = {}
    identity = found("identity_policies", "group_policies")
    if not asked.is_identity:
        identity = (False, False)
    layers["identity policies"] = (True, identity[1]) if who.kind == "root" else identity
    bounded = request.get("permissions_boundary") and asked.is_identity
    layers["permissions boundary"] = found("permissions_boundary") if bounded else nothing
    session = found("session_policies") if asked.is_identity else nothing
    if request.get("session_policies") is None:
        session = (who.kind != "federated", False)
    layers["session policies"] = session
    layers["resource policy"] = found("resource_policy")
    layers["service control policies"] = _scps(asked, found)
    layers["resource control policies"] = _rcps(asked, found)
    through = request.get("vpc_endpoint_policies") is not None
    layers["VPC endpoint policies"] = found("vpc_endpoint_policies") if through else nothing
    return {**layers, **_of_services(asked)}


def _either(effect: str, statements: list[Statement]) -> Formula:
    return either(*[one.applies for one in statements if one.one["Effect"] == effect])


def _scps(asked: Asked, found: Callable[..., Says]) -> Says:
    levels = asked.request.get("scps")
    if levels is None or not asked.is_identity or asked.who.linked:
        return True, False
    by_level = [found(f"scps[{depth}]") for depth in range(len(levels))]
    allow, deny = both(*[one[0] for one in by_level]), either(*[one[1] for one in by_level])
    return _unless_linked(asked, allow, deny, "scps")


def _rcps(asked: Asked, found: Callable[..., Says]) -> Says:
    if asked.request.get("rcps") is None or asked.who.linked or not rcps_reach(asked.action):
        return True, False
    return _unless_linked(asked, True, found("rcps")[1], "rcps")


def _unless_linked(asked: Asked, allow: Formula, deny: Formula, what: str) -> Says:
    if asked.who.linked is False:
        return allow, deny
    unsure = ("open", ("not told", "service-linked", what))
    return either(allow, unsure), both(deny, unsure)


def _of_services(asked: Asked) -> Layers:
    """The layers that only some services have."""
    request, who, layers = asked.request, asked.who, Layers()
    grants = request.get("kms_grants")
    if grants and is_key(asked.action, asked.resource):
        allow = either(*[grant_of_key(one, asked.action, who, asked.key) for one in grants])
        layers["key grants"] = (allow, False)
    bucket = request.get("bucket")
    if bucket is not None and asked.action.startswith("s3:"):
        spared = who.kind == "service" or (asked.is_identity and not asked.foreign)
        closed = bucket.get("RestrictPublicBuckets") and not spared
        opened = any(public_policy(one) for place, one in asked.policies() if "[" not in place)
        layers["bucket and object ACLs"] = (acl_grants(bucket, asked.action, who), False)
        layers["S3 Block Public Access"] = (not (closed and opened), False)
    if always(asked.action, who):
        layers["service rules"] = (True, False)
    elif never(asked.action, asked.resource, who):
        layers["service rules"] = (False, False)
    elif decided_elsewhere(asked.action):
        layers["service rules"] = (("open", ("not told", "elsewhere")), False)
    return layers


def _granted(asked: Asked, layers: Layers, statements: list[Statement]) -> Formula:
    """When the two sides grant the request, each in its way."""

    def allows(name: str) -> Formula:
        return layers.get(name, (False, False))[0]

    limits = both(allows("permissions boundary"), allows("session policies"))
    own = both(allows("identity policies"), limits)
    resource, grants = allows("resource policy"), allows("key grants")
    acls = allows("bucket and object ACLs")
    if not asked.is_identity:
        return either(resource, grants, acls)
    unsure = ("open", ("not told", "grant across accounts" if asked.foreign else "ACL within"))
    if asked.foreign:
        across = both(own, either(resource, acls))
        return either(across, both(grants, limits, either(own, unsure)))
    direct = either(
        *[
            both(one.when, named, *[allows(name) for name in NEEDS[way]])
            for one in statements
            if one.place == "resource_policy" and one.one["Effect"] == "Allow"
            for way, named in one.ways.items()
            if way in NEEDS
        ]
    )
    if is_key(asked.action, asked.resource) or asked.action in ASKS_TRUST:
        return either(both(own, resource), direct, both(grants, limits))
    return either(own, direct, both(acls, either(limits, unsure)))


FILTERS = ("service control policies", "resource control policies", "VPC endpoint policies",
           "S3 Block Public Access", "service rules")  # fmt: skip


def _check_outcome(
    certificate: dict[str, Any], asked: Asked, layers: Layers, statements: list[Statement]
) -> None:
    denied = either(*[deny for _, deny in layers.values()])
    filters = [layers[name][0] for name in FILTERS if name in layers]
    allow_if = both(_granted(asked, layers, statements), *filters, opposite(denied))
    if always(asked.action, asked.who):
        allow_if = True
    allowed = settled(allow_if)
    outcome = {True: "ALLOW", None: "CONDITIONAL"}.get(
        allowed, "EXPLICIT_DENY" if settled(denied) else "IMPLICIT_DENY"
    )
    _same("the decision", certificate["decision"], outcome)
    if allowed is None:
        told = read_formula(certificate["allow_if"])
        if any(value(told, one) != value(allow_if, one) for one in worlds(told, allow_if)):
            raise Rejected("the formula is not when the request is allowed")


def read_formula(tree: Any) -> Formula:
    """The formula that a certificate spells as a tree of all, any, not and tests."""
    if isinstance(tree, bool):
        return tree
    match tree:
        case {"all": list(parts), **rest} if not rest:
            return both(*map(read_formula, parts))
        case {"any": list(parts), **rest} if not rest:
            return either(*map(read_formula, parts))
        case {"not": one, **rest} if not rest:
            return opposite(read_formula(one))
        case {"pattern": pattern, "matches": resource, **rest} if not rest:
            return ("open", ("fits", pattern, resource))
        case {"key": str(key), "operator": str(name), "values": list(values), **rest} if (
            canonical(rest) in TURNS
        ):
            base = name.rpartition(":")[2]
            spelled = base.startswith(("String", "Arn")) and any("${" in one for one in values)
            return ("open", (key.lower(), name, tuple(values), bool(rest), spelled))
    raise Rejected("a formula is all, any, not, a test of a key or of a resource")
