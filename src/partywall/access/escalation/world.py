"""What escalation asks about: identities, what holds roles, and what is worth protecting.

Whoever knows an estate fills these records; nothing here reads one.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import msgspec
from msgspec import Struct

from partywall.access.context import Found
from partywall.access.layers.layer import Attached, Policies
from partywall.access.layers.organization import Levels
from partywall.access.requester import Requester

Bond = Literal["inline", "managed", "group inline", "group managed"]
"""How a policy is bound to an identity."""


class Held(Struct, frozen=True, gc=False):
    """A policy of an identity: what it is, how it is bound, and the ARN of what could be changed.

    `arn` is that of a managed policy; `group` that of the group it comes through. Both are empty
    where there is none. A policy of AWS's own cannot be edited.
    """

    attached: Attached
    bond: Bond = "inline"
    arn: str = ""
    group: str = ""


class Identity(Struct, frozen=True, dict=True):
    """A role, a user, or somebody outside, with all that binds them.

    `name` is unique among all. `boundary_arn` is the ARN of the policy that bounds it. `trust` is
    a role's trust policy. `groups` are the ARNs of a user's groups. `profiled`: an instance profile
    brings the role to EC2. `keys` are condition keys that every request of it has. `outside`: it is
    of another account or of none, and only what it can assume is asked about. `changes` are those
    that the chain has made of it; each kind is made once.
    """

    name: str
    requester: Requester
    policies: tuple[Held, ...] = ()
    boundary: Policies = ()
    boundary_arn: str = ""
    scps: Levels | None = None
    trust: Policies = ()
    groups: tuple[str, ...] = ()
    profiled: bool = False
    keys: tuple[tuple[str, Found], ...] = ()
    outside: bool = False
    changes: tuple[str, ...] = ()

    @cached_property
    def identity(self) -> Policies:
        """Its policies as the decision takes them."""
        return tuple([held.attached for held in self.policies])

    @property
    def arn(self) -> str:
        """Its ARN, or the name of a service or provider."""
        return self.requester.arn

    @property
    def account(self) -> str:
        """Its account, or nothing."""
        return self.requester.account


class Holder(Struct, frozen=True, gc=False):
    """Something that acts with a role: a function, an instance, a build project.

    `type` is its CloudFormation type, `policies` its resource policy.
    """

    name: str
    type: str
    arn: str
    role: str
    policies: Policies = ()


class Group(Struct, frozen=True, gc=False):
    """A group of users, with its policies as its members hold them."""

    name: str
    arn: str
    policies: tuple[Held, ...] = ()


class Treasure(Struct, frozen=True, gc=False):
    """A resource worth protecting, and the action that takes what it holds."""

    name: str
    type: str
    arn: str
    action: str
    account: str = ""
    policies: Policies = ()


class World(Struct, frozen=True):
    """All that there is. `rcps` bind the resources. `shapes`: where a name is chosen later, the
    ARN with its stand-in → the pattern that the true one surely matches."""

    identities: tuple[Identity, ...]
    groups: tuple[Group, ...] = ()
    holders: tuple[Holder, ...] = ()
    treasures: tuple[Treasure, ...] = ()
    rcps: Levels | None = None
    shapes: dict[str, str] = {}


def altered(identity: Identity, change: str, words: str, **fields: object) -> Identity:
    """The same identity as it would be after a change; `words` are added to its name."""
    return msgspec.structs.replace(
        identity, name=f"{identity.name} {words}", changes=(*identity.changes, change), **fields
    )
