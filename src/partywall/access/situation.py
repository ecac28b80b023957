"""A request, the policies that stand around it, and what each layer says of it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.access.context import Context
from partywall.access.layers.layer import Attached, Layer, Policies
from partywall.access.layers.organization import Levels
from partywall.access.requester import Requester
from partywall.access.services import kms, s3, sts
from partywall.kernel.arn import parse_arn


class Request(Struct, frozen=True):
    """Who wants to do what, on what, under which circumstances.

    `resource_account` is the owner's account id; where it is empty, the account in the
    resource's ARN, and where that names none, the requester's own.
    """

    requester: Requester
    action: str
    resource: str
    context: Context
    resource_account: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether requester and resource belong to two accounts."""
        return bool(self.owner) and self.owner != self.requester.account

    @property
    def owner(self) -> str:
        """The account that the resource belongs to, as far as the request tells, or nothing."""
        if self.resource_account:
            return self.resource_account
        arn = parse_arn(self.resource)
        named = arn is not None and len(arn.account) == 12 and arn.account.isdigit()
        return arn.account if arn is not None and named else ""

    @property
    def needs_resource_policy(self) -> bool:
        """Whether identity policies count only if the resource's policy lets the account in."""
        action = self.action.lower()
        return kms.is_key(action, self.resource) or sts.asks_trust(action)


class Situation(Struct, frozen=True):
    """The policies that stand around a request; None where there is no such layer at all.

    `scps` and `rcps` are levels, the organization's root first. `session` policies that are an
    empty tuple were passed and grant nothing; a `boundary` that is empty is none.
    """

    identity: Policies = ()
    boundary: Policies = ()
    session: Policies | None = None
    resource: Policies = ()
    scps: Levels | None = None
    rcps: Levels | None = None
    endpoint: Policies | None = None
    grants: tuple[kms.Grant, ...] = ()
    bucket: s3.Bucket | None = None

    @property
    def policies(self) -> Iterator[Attached]:
        """Every policy of every layer."""
        yield from (*self.identity, *self.boundary, *(self.session or ()))
        yield from (*self.resource, *(self.endpoint or ()))
        for levels in (self.scps, self.rcps):
            for level in levels or ():
                yield from level


class Layers(Struct, frozen=True):
    """What each layer says; None for those of services that have no part in the request."""

    identity: Layer
    boundary: Layer
    session: Layer
    resource: Layer
    scps: Layer
    rcps: Layer
    endpoint: Layer
    grants: Layer | None = None
    acls: Layer | None = None
    public: Layer | None = None
    rules: Layer | None = None

    @property
    def listed(self) -> tuple[Layer, ...]:
        """All that have a part in it, in the order in which they are told."""
        return tuple(
            [one for name in self.__struct_fields__ if (one := getattr(self, name)) is not None]
        )

    @property
    def filters(self) -> tuple[Layer, ...]:
        """Those that must let pass whatever is granted."""
        found = (self.scps, self.rcps, self.endpoint, self.public, self.rules)
        return tuple([one for one in found if one is not None])
