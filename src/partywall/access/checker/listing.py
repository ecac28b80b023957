"""Verify the certificate of who can do something: each decision, and that nobody named is left out.

All decisions must be about the one action and resource, under the one policy of the resource.
There must be one of everybody whom an Allow of that policy names, of a caller without credentials,
and of a principal of an account that nobody can name, whose own policies allow everything. That
the input has every principal of the account itself cannot be seen from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from partywall.access.checker.conditions import read_pattern
from partywall.access.checker.decision import verify_decision
from partywall.access.checker.language import Rejected, canonical
from partywall.access.checker.principals import TYPES, Who, entries, read_who
from partywall.access.checker.request import Asked, read_statements

FIELDS = {"certificate", "version", "action", "resource", "decisions", "unproved", "not_shown"}
SHARED = ("action", "resource_account", "resource_policy", "rcps")
"""What the requests of one list have in common."""
ANYTHING = {"Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}  # fmt: skip
NOBODYS = "<another account>"
SOMEBODY = ":role/<any>"
UNTOLD = ("aws:principalarn", "aws:principaltype", "aws:userid", "aws:username")
"""The keys that differ between the principals of an account."""
DENIALS = {"IMPLICIT_DENY", "EXPLICIT_DENY"}


def verify_list(certificate: dict[str, Any]) -> str:
    """What the certificate proves, in a sentence. Raises Rejected, and why."""
    if set(certificate) != FIELDS or canonical(certificate["version"]) != b"1":
        raise Rejected("the certificate has not the fields of one")
    if not all(isinstance(one, str) and one for one in certificate["not_shown"]):
        raise Rejected("what is not shown is told in words")
    requests = []
    outcomes: dict[Who, set[str]] = {}
    for one in certificate["decisions"]:
        verify_decision(one)
        requests.append(Asked(one["request"], one["missing_keys"]))
        outcomes.setdefault(requests[-1].who, set()).add(one["decision"])
        _check_request(certificate, one, requests[-1], requests[0])
    own = [one.request for one in requests if one.is_identity and one.who.account == one.owner]
    if len({canonical(one.get("scps")) for one in own}) > 1:
        raise Rejected("one account is under several service control policies")
    unproved = {_unproved(one) for one in certificate["unproved"]}
    told = {*outcomes, *unproved}
    if len(unproved) < len(certificate["unproved"]) or unproved & set(outcomes):
        raise Rejected("one principal is told of twice")
    missing = [one.name for asked in requests[:1] for one in _needed(asked) if one not in told]
    if missing or not requests:
        raise Rejected(f"there is no decision of {', '.join(missing) or 'anybody'}")
    on = certificate["resource"]
    if any(asked.resource != on for asked in requests):
        on = f"the resources of {on} that it names"
    can = sum(found == {"ALLOW"} for found in outcomes.values())
    cannot = sum(found <= DENIALS for found in outcomes.values())
    return (
        f"of {len(told)} principals {can} surely can {certificate['action']} on {on},"
        f" {len(outcomes) - can - cannot} may under conditions, {cannot} cannot, and of"
        f" {len(unproved)} it is not shown"
    )


def _unproved(one: Any) -> Who:
    if set(one) != {"principal", "because"} or not isinstance(one["because"], str):
        raise Rejected("what is not proved has a principal and a reason")
    return read_who(one["principal"])


def _check_request(certificate: Any, decision: Any, asked: Asked, first: Asked) -> None:
    """Nothing when the decision is about what the list is about. Raises Rejected."""
    request, who = asked.request, asked.who
    if request["action"] != certificate["action"] or decision["missing_keys"] != "unknown":
        raise Rejected(f"the decision of {who.name} is about something else")
    if any(canonical(request.get(one)) != canonical(first.request.get(one)) for one in SHARED):
        raise Rejected(f"the decision of {who.name} is under other policies of the resource")
    pattern = read_pattern(certificate["resource"], True, False, lambda key: None)
    if not fnmatchcase(asked.resource, pattern):
        raise Rejected(f"the decision of {who.name} is about another resource")
    if who.account == NOBODYS or (who.kind in TYPES and asked.owner and asked.foreign):
        limits = {"permissions_boundary", "session_policies", "scps", "group_policies"}
        free = canonical(request.get("identity_policies")) == canonical([ANYTHING])
        if not free or limits & set(request):
            raise Rejected(f"{who.name} has policies of its own that may deny")
    untold = (*UNTOLD, "aws:principalaccount") if who.account == NOBODYS else UNTOLD
    if who.name.endswith(SOMEBODY) and any("unknown" not in _told(request, one) for one in untold):
        raise Rejected(f"{who.name} stands for others and is told too much of")


def _told(request: Any, key: str) -> Any:
    return request.get("context", {}).get(key) or ()


def _needed(asked: Asked) -> Iterator[Who]:
    """Everybody of whom there must be a decision."""
    yield read_who("*")
    yield _somebody(NOBODYS, "aws")
    for one in read_statements(asked):
        speaks = one.place == "resource_policy" and one.parts["action"] is not False
        if not speaks or one.one["Effect"] == "Deny" or "Principal" not in one.one:
            continue
        for kind, name in entries(one.one["Principal"]):
            try:
                who = read_who({kind: name})
            except Rejected:
                continue  # groups, and what is left of principals that were deleted
            if who.kind != "root":
                yield who
            elif who.account != asked.owner:
                yield _somebody(who.account, who.partition)


def _somebody(account: str, partition: str) -> Who:
    return read_who(f"arn:{partition}:iam::{account}{SOMEBODY}")
