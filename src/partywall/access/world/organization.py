"""Service and resource control policies of the estate, by the level at which they bind.

An estate that makes policies of an organization may bind its own account, others, or whole units
whose accounts nobody sees. Where the estate has the account itself, the way up is followed from
unit to unit. A policy that surely is not attached above the account binds nothing here; one that
may be is unknown where it matters. FullAWSAccess is taken to be attached at every
level, as it is unless somebody detaches it.

Source: AWS Organizations User Guide, "SCP evaluation" (not re-read); CloudFormation Template
Reference, AWS::Organizations::Policy (not re-read).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.principals import value_of
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown

POLICY: Final = "AWS::Organizations::Policy"
ACCOUNT, UNIT = "AWS::Organizations::Account", "AWS::Organizations::OrganizationalUnit"
ORGANIZATION: Final = "AWS::Organizations::Organization"
ROOT_ID: Final = ("rootid", "roots[0].id", "roots.0.id")
"""The attributes by which CloudFormation and Terraform have the root of an organization."""
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
FULL: Final = Held(
    "FullAWSAccess",
    json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        }
    ),
)


def controls_of(kind: str, documents: Documents) -> tuple[Held, ...]:
    """The control policies of a kind that bind the account of the estate, or may."""
    return tuple(
        [
            held
            for policy in sorted(
                documents.estate.by_type.get(POLICY, ()), key=lambda one: one.address
            )
            for held in _binding(policy, kind, documents)
        ]
    )


def _binding(policy: Resource, kind: str, documents: Documents) -> Iterator[Held]:
    if policy.partial is not None or policy.guard:
        yield unread(policy.address, f"whether {policy.address} applies is not known")
        return
    of = value_of(policy, "Type")
    if isinstance(of, str) and of != kind:
        return
    targets = value_of(policy, "TargetIds")
    binds = _binds(targets, documents)
    if binds is False:
        return
    if binds is None or not isinstance(of, str) or policy.guard:
        yield unread(policy.address, f"whether {policy.address} binds this account is not known")
        return
    yield documents.held(policy.address, value_of(policy, "Content"))


def _binds(targets: Any, documents: Documents) -> bool | None:
    """Whether a policy with such targets binds the account; None when it may."""
    if targets is None:
        return False
    if not isinstance(targets, list):
        return None
    above = way_up(documents)
    found = [_is_above(one, above, documents) for one in targets]
    if True in found:
        return True
    return None if None in found else False


class Above(Struct, frozen=True):
    """The account, the units and the root above it, by id and by address.

    `whole`: the way up is known to the root, so that no other resource is above the account;
    `by_id`: and so is the id of each, so that no other id is.
    """

    places: frozenset[str]
    whole: bool = False
    by_id: bool = False


def way_up(documents: Documents) -> Above:
    """What is above the account, as far as the estate has its organization."""
    account = documents.home.account
    estate = documents.estate
    places = {account} - {""}
    accounts = estate.by_type.get(ACCOUNT, ())
    own = [one for one in accounts if _is_own(one, account)]
    if not account or len(own) != 1 or own[0].guard or own[0].partial is not None:
        return Above(frozenset(places))
    parents = value_of(own[0], "ParentIds")
    places |= {own[0].address, *own[0].names}
    parent = parents[0] if isinstance(parents, list) and len(parents) == 1 else None
    by_id = True
    while True:
        unit = estate.target(parent, UNIT)
        if unit is None or unit.address in places or unit.guard:
            break
        places |= {unit.address, *unit.names}
        by_id &= any(name.startswith("ou-") for name in unit.names)
        parent = value_of(unit, "ParentId")
    root = _root(parent, documents)
    by_id &= root.startswith("r-")
    return Above(frozenset(places | {root} - {""}), bool(root), by_id)


def _root(value: Any, documents: Documents) -> str:
    """The id of an organization's root, or the address of the organization; else nothing."""
    if isinstance(value, str):
        return value if value.startswith("r-") else ""
    if type(value) is not Unknown or value.attribute.lower() not in ROOT_ID:
        return ""
    organization = documents.estate.target(value, ORGANIZATION)
    return organization.address if organization is not None else ""


def management_account(documents: Documents) -> str:
    """The account that manages the organization, which no SCP binds; "" where nothing tells it.

    The ARN of whatever is of an organization has its id. Source: AWS Service Authorization
    Reference, "AWS Organizations", resource types, read 2026-11-23.
    """
    found = {
        arn.account
        for kind in (ORGANIZATION, ACCOUNT, UNIT, POLICY)
        for resource in documents.estate.by_type.get(kind, ())
        for name in resource.names
        if (arn := parse_arn(name)) is not None and arn.service == "organizations"
        if arn.account != "aws"
    }
    return found.pop() if len(found) == 1 else ""


def is_member(documents: Documents) -> bool | None:
    """Whether the account is one that SCPs bind; None where nothing tells it.

    An account that the estate makes is a member; Organizations makes no others.
    """
    account, manages = documents.home.account, management_account(documents)
    if not account:
        return None
    if manages:
        return account != manages
    made = documents.estate.by_type.get(ACCOUNT, ())
    return True if any(_is_own(one, account) for one in made) else None


def _is_own(resource: Resource, account: str) -> bool:
    """Whether an AWS::Organizations::Account is the account, by its id or its ARN."""
    return any(f"/{name}".endswith(f"/{account}") for name in resource.names)


def _is_above(target: Any, above: Above, documents: Documents) -> bool | None:
    """Whether a target is the account or above it; None when it may be."""
    if isinstance(target, str) and target in above.places:
        return True
    if isinstance(target, str) and len(target) == 12 and target.isdigit():
        return False if documents.home.account else None
    if isinstance(target, str):
        return False if above.by_id else None
    if _root(target, documents) in above.places:
        return True
    found = [documents.estate.target(target, kind) for kind in (ACCOUNT, UNIT)]
    place = next((one.address for one in found if one is not None), "")
    if place in above.places:
        return True
    return False if place and above.whole else None
