"""Requests as lines of JSON: one object a line, each with all the policies around it.

A field that is absent or null says that there is no such layer. Policies are kept as the bytes
they were and compiled once for each text, however many lines repeat them.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from partywall.access.context import NOT_GIVEN, read_context
from partywall.access.decide import decide
from partywall.access.decision import Outcome, as_json
from partywall.access.layers.layer import Attached, Policies
from partywall.access.layers.organization import Levels
from partywall.access.requester import Requester, parse_requester
from partywall.access.resources import Spread, decide_all, is_pattern
from partywall.access.rules import rules_of
from partywall.access.services.kms import Grant
from partywall.access.services.s3 import Bucket
from partywall.access.situation import Request, Situation

Json = dict[str, Any]


class Line(Struct, frozen=True):
    """The fields of one line."""

    principal: str | dict[str, str]
    action: str
    resource: str
    resource_account: str | None = None
    context: dict[str, Any] | None = None
    identity_policies: list[Raw] | None = None
    group_policies: list[Raw] | None = None
    permissions_boundary: list[Raw] | None = None
    session_policies: list[Raw] | None = None
    resource_policy: Raw = Raw(b"null")
    scps: list[list[Raw]] | None = None
    rcps: list[list[Raw]] | None = None
    vpc_endpoint_policies: list[Raw] | None = None
    kms_grants: list[Grant] | None = None
    bucket: Bucket | None = None
    id: str | int | None = None


class BadLine(Exception):
    """A line that is no request, and why."""


NULL: Final = b"null"
FIELDS: Final = Line.__struct_fields__
READ_LINE: Final = msgspec.json.Decoder(Line)
READ_KEYS: Final = msgspec.json.Decoder(dict[str, Raw])
READ_TEXT: Final = msgspec.json.Decoder(str)


def read_request(text: bytes, unknown: bool = False) -> tuple[Request, Situation]:
    """The request of a line. `unknown`: context keys that are not given are unknown, not absent.

    Raises BadLine, saying what is wrong and where.
    """
    try:
        line = READ_LINE.decode(text)
        _check_fields(text)
        context = read_context(line.context or {}, NOT_GIVEN if unknown else None)
        requester = read_principal(line.principal)
        situation = _situation(line)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadLine(str(error)) from None
    service, colon, name = line.action.partition(":")
    if not (service and colon and name) or "*" in line.action or "?" in line.action:
        raise BadLine(f"{line.action!r} is no action; one is written as in s3:GetObject")
    if not line.resource:
        raise BadLine("the resource is empty; an action without a resource is about '*'")
    request = Request(requester, line.action, line.resource, context, line.resource_account or "")
    return request, situation


def _check_fields(text: bytes) -> None:
    """A field that is nearly one of ours was meant to be it, and of two equal ones a parser keeps
    the last: to pass over either could lose the policy that denies. Raises BadLine."""
    keys = READ_KEYS.decode(text)
    for key in keys:
        close = difflib.get_close_matches(key, FIELDS, 1, 0.75) if key not in FIELDS else []
        if close:
            raise BadLine(f"there is no field {key!r}; did you mean {close[0]!r}?")
    if any(text.count(b'"%b"' % key.encode()) > 1 for key in (*keys, *_context_keys(keys))):
        _reject_repeated(text)


def _context_keys(keys: dict[str, Raw]) -> dict[str, Raw]:
    context = bytes(keys.get("context", Raw(NULL)))
    return READ_KEYS.decode(context) if context != NULL else {}


def _reject_repeated(text: bytes) -> None:
    pairs = json.loads(text, object_pairs_hook=list)
    for within, members in (
        (" of the request", pairs),
        (" of context", dict(pairs).get("context")),
    ):
        names = [key for key, _ in members or ()]
        twice = next((one for one in names if names.count(one) > 1), None)
        if twice is not None:
            raise BadLine(f"the field {twice!r}{within} is written twice")


def read_principal(principal: str | dict[str, str]) -> Requester:
    """Who is meant by the principal of a line. Raises ValueError for what is none."""
    if isinstance(principal, str):
        return parse_requester(principal)
    named = {key: value for key, value in principal.items() if key != "issuer"}
    if len(named) != 1:
        raise ValueError("a principal is a string, or an object with one kind and its name")
    ((kind, name),) = named.items()
    if kind not in ("AWS", "Service", "Federated", "CanonicalUser"):
        raise ValueError(f"there is no kind of principal {kind!r}")
    return parse_requester(name, kind, principal.get("issuer", ""))


def _situation(line: Line) -> Situation:
    groups = _policies("group_policies", line.group_policies or ())
    resource = line.resource_policy
    present = bytes(resource) != NULL
    return Situation(
        identity=_policies("identity_policies", line.identity_policies or ()) + groups,
        boundary=_policies("permissions_boundary", line.permissions_boundary or ()),
        session=_layer("session_policies", line.session_policies),
        resource=(_attached("resource_policy", resource),) if present else (),
        scps=_levels("scps", line.scps),
        rcps=_levels("rcps", line.rcps),
        endpoint=_layer("vpc_endpoint_policies", line.vpc_endpoint_policies),
        grants=tuple(line.kms_grants or ()),
        bucket=line.bucket,
    )


def _levels(name: str, levels: list[list[Raw]] | None) -> Levels | None:
    if levels is None:
        return None
    return tuple([_policies(f"{name}[{index}]", level) for index, level in enumerate(levels)])


def _layer(name: str, policies: list[Raw] | None) -> Policies | None:
    return None if policies is None else _policies(name, policies)


def _policies(name: str, policies: Sequence[Raw]) -> Policies:
    return tuple([_attached(f"{name}[{index}]", raw) for index, raw in enumerate(policies)])


def _attached(name: str, raw: Raw) -> Attached:
    """A policy that is an object, or a string that holds its JSON."""
    text = bytes(raw)
    if text.startswith(b'"'):
        return Attached(name, rules_of(READ_TEXT.decode(text)))
    if not text.startswith(b"{"):
        raise ValueError(f"{name} is no policy")
    return Attached(name, rules_of(text.decode()))


def answer(text: bytes, unknown: bool = False) -> dict[str, Any]:
    """The decision of one line as plain JSON values. Raises BadLine."""
    request, situation = read_request(text, unknown)
    if is_pattern(request):
        return spread_json(decide_all(request, situation))
    return as_json(decide(request, situation))


def spread_json(spread: Spread) -> dict[str, Any]:
    """The decisions of a pattern of resources as plain JSON values."""
    if spread.unsure:
        return {
            "decision": Outcome.UNKNOWN.value,
            "because": spread.unsure,
            "not_modelled": [spread.unsure],
        }
    if len(spread.found) == 1:
        witness, decision = spread.found[0]
        return {**as_json(decision), "same_for_all": spread.same, "witness": witness}
    told = ", ".join(f"{decision.outcome.value} for {text}" for text, decision in spread.found)
    unknown = spread.same is None
    return {
        "decision": (Outcome.UNKNOWN if unknown else Outcome.CONDITIONAL).value,
        "because": f"it {'may depend' if unknown else 'depends'} on the resource: {told}",
        "same_for_all": spread.same,
        "witnesses": [{"resource": text, **as_json(decision)} for text, decision in spread.found],
    }
