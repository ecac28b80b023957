"""A request with all that stands around it, written as a line of `decide`.

So a question over an estate can be decided once more by somebody who has nothing but the line,
and certified like any other. What is not known in full cannot be written, and that is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from partywall.access.context import Context, Found
from partywall.access.layers.layer import Attached
from partywall.access.requester import Kind, Requester
from partywall.access.requests import Json, read_principal
from partywall.access.services.s3 import Bucket
from partywall.access.situation import Request, Situation
from partywall.kernel.unknown import Unknown

SPELLED_OUT: Final = {
    Kind.SERVICE: "Service", Kind.PROVIDER: "Federated", Kind.CANONICAL: "CanonicalUser"
}  # fmt: skip

KNOWN_OF_UNKNOWN: Final = ("unknown", "prefix", "suffix")
"""What a line says of a text that is not known."""


class Unwritten(Exception):
    """Why there is no line that says the same."""


def written(request: Request, situation: Situation, resource: str) -> Json:
    """The line of a request for one resource of those it is for; keys that it lacks are unknown.

    Raises Unwritten, naming the policy that is not known in full.
    """
    if situation.grants or situation.session is not None or situation.endpoint is not None:
        raise Unwritten("it goes through what a question over an estate does not know")
    line: Json = {
        "principal": principal(request.requester),
        "action": request.action,
        "resource": resource,
        "resource_account": request.resource_account or None,
        "context": _context(request.context),
        "identity_policies": _documents(situation.identity),
        "permissions_boundary": _documents(situation.boundary),
        "resource_policy": _together(situation.resource),
        "scps": _levels(situation.scps),
        "rcps": _levels(situation.rcps),
        "bucket": None if situation.bucket is None else _bucket(situation.bucket),
    }
    return {key: one for key, one in line.items() if one not in (None, [], {})}


def principal(requester: Requester) -> str | dict[str, str]:
    """The requester as a line spells it. Raises Unwritten for one that no line can."""
    spelled = {SPELLED_OUT.get(requester.kind, "AWS"): requester.arn}
    if requester.issuer:
        spelled["issuer"] = requester.issuer
    for one in (requester.arn, spelled):
        try:
            if read_principal(one) == requester:
                return one
        except ValueError:
            continue
    raise Unwritten(f"{requester.arn} is not a principal that makes requests")


def _context(context: Context) -> Json:
    if context.rest is None:
        raise Unwritten("the keys that are not told are taken to be absent")
    return {key: plain(context.get(key)) for key in sorted(context)}


def plain(found: Found) -> Any:
    """What a key holds, as a line spells it."""
    if found is None:
        return None
    if isinstance(found, Unknown):
        return {"unknown": found.why}
    return list(found.texts) if found.many else found.texts[0]


def _documents(policies: Iterable[Attached]) -> list[Json]:
    return [_document(one) for one in policies]


def _document(attached: Attached) -> Json:
    """The policy as the input has it, null properties left out."""
    try:
        found: Json = json.loads(attached.rules.text, object_pairs_hook=_once)
    except ValueError:
        raise Unwritten(f"{attached.name}: it is no JSON, or has a key twice") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    if isinstance(found.get("unknown"), str):
        return {key: one for key, one in pairs if key in KNOWN_OF_UNKNOWN}
    return {key: one for key, one in pairs if one is not None}


def _levels(levels: tuple[tuple[Attached, ...], ...] | None) -> list[list[Json]] | None:
    return None if levels is None else [_documents(level) for level in levels]


def _together(policies: tuple[Attached, ...]) -> Json | None:
    """The one policy that all policies of the resource make up, statement by statement."""
    documents = _documents(policies)
    if len(documents) < 2:
        return documents[0] if documents else None
    versions = {one.rules.policy.version for one in policies}
    if len(versions) > 1:
        raise Unwritten("the policies of the resource are of two versions of the language")
    for one, document in zip(policies, documents, strict=True):
        if "unknown" in document:
            raise Unwritten(f"what {one.name} says is not known")
    statements = [
        one
        for document in documents
        for part in [document["Statement"]]
        for one in (part if isinstance(part, list) else [part])
    ]
    return {"Version": versions.pop(), "Statement": statements}


def _bucket(bucket: Bucket) -> Json:
    return {
        "IgnorePublicAcls": bucket.ignore_public_acls,
        "RestrictPublicBuckets": bucket.restrict_public_buckets,
        "ObjectOwnership": bucket.object_ownership,
        "Acl": [{"Grantee": one.name, "Permission": one.permission} for one in bucket.acl],
    }
