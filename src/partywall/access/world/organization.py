"""Service and resource control policies of the estate, by the level at which they bind.

An estate that makes policies of an organization may bind its own account, others, or whole units
whose accounts nobody sees. A policy that surely is not attached above the account binds nothing
here; one that may be is unknown where it matters. FullAWSAccess is taken to be attached at every
level, as it is unless somebody detaches it.

Source: AWS Organizations User Guide, "SCP evaluation" (not re-read); CloudFormation Template
Reference, AWS::Organizations::Policy (not re-read).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.principals import value_of
from partywall.estate.resource import Resource

POLICY: Final = "AWS::Organizations::Policy"
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
    of = value_of(policy, "Type")
    if isinstance(of, str) and of != kind:
        return
    targets = value_of(policy, "TargetIds")
    binds = _binds(targets, documents)
    if binds is False:
        return
    if binds is None or not isinstance(of, str):
        yield unread(policy.address, f"whether {policy.address} binds this account is not known")
        return
    yield documents.held(policy.address, value_of(policy, "Content"))


def _binds(targets: Any, documents: Documents) -> bool | None:
    """Whether a policy with such targets binds the account; None when it may."""
    if targets is None:
        return False
    if not isinstance(targets, list):
        return None
    found = [_is_account(one, documents) for one in targets]
    if True in found:
        return True
    return None if None in found else False


def _is_account(target: Any, documents: Documents) -> bool | None:
    """Whether a target is the account itself; a root or a unit may have it below."""
    account = documents.home.account
    if isinstance(target, str):
        if len(target) == 12 and target.isdigit():
            return target == account if account else None
        return None
    return None
