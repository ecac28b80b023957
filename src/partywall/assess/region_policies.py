"""Whether service control policies keep an account out of all Regions but some.

Asked of every service that keeps data: is there a request that writes, in another Region, which no
SCP denies? The search over cells answers for all requests at once, so that a *proved* holds
whatever the principal, the resource and the circumstances are; a *refuted* comes with requests
that were replayed. Where the input does not have the organization up to its root, a policy that
nobody sees may deny them, and the answer is *unknown*.

Source: Organizations User Guide, "Service control policies (SCPs)", and its general examples,
"Deny access to AWS based on the requested AWS Region", read 2026-11-23; IAM User Guide, "AWS
global condition context keys", aws:RequestedRegion (not re-read).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from partywall.access.catalogue import read_on
from partywall.access.context import Values
from partywall.access.language.reading import read_policy_text
from partywall.access.language.records import Patterns, Policy, Statement
from partywall.access.spelling import spelled
from partywall.access.symbolic.answer import Answer
from partywall.access.symbolic.compare import compare
from partywall.access.symbolic.witness import Witness
from partywall.access.world import Home, World
from partywall.access.world.organization import SCP, controls_of, is_member, way_up
from partywall.assess.data_services import SERVICES, writing
from partywall.estate.estate import Estate
from partywall.kernel.partitions import partition_of
from partywall.line.scope import regions as known_regions
from partywall.resilience.residency import Prevention, Request

Tests = dict[str, dict[str, object]]
"""The Condition of a statement."""

KEY: Final = "aws:RequestedRegion"
NOT_BOUND: Final = (
    "service-linked roles, which no SCP binds",
    "principals of other accounts and services, which only the SCPs of their own account bind",
)
MANAGING: Final = "no SCP binds the account that does"
FULL_ACCESS: Final = "FullAWSAccess is attached at every level"
NO_OTHER: Final = "no SCP that the input does not have binds the account"


class RegionPolicies:
    """The SCPs above an account, asked which Regions they leave open.

    `estates` are all that was read: those of the organization may be others than the account's.
    """

    def __init__(
        self, estates: Sequence[Estate], account: str, services: Sequence[str] = SERVICES
    ) -> None:
        self.account = account
        self.services = services
        self.world = world = World(estates, Home(account))
        held = [one for documents in world.estates for one in controls_of(SCP, documents)]
        policies = [one.attached.rules.policy for one in held]
        self.names = [one.name for one in held]
        self.bound = [is_member(one) for one in world.estates]
        self.denials = [_denials(*one) for one in zip(self.names, policies, strict=True)]
        self.allows = [
            name for name, one in zip(self.names, policies, strict=True) if _allows_less(one)
        ]

    def prevention(self, regions: tuple[str, ...]) -> Prevention:
        """Whether the SCPs deny every request that writes data in another Region."""
        unknown = self._unasked()
        if unknown:
            return Prevention(regions, "unknown", unknown)
        by = [_about_regions(one) for one in self.denials]
        found = self._open(by, regions, self.services)
        if found and by != self.denials:
            by, found = self.denials, self._open(self.denials, regions, list(found))
        if not found:
            return self._proved(regions, by)
        requests = tuple(
            [_request(one.witness) for one in found.values() if one.witness is not None]
        )
        doubts = self._doubts(found) if not requests else self._unseen()
        if requests and not doubts:
            why = f"no SCP denies {_counted(requests)}"
            return Prevention(
                regions, "refuted", why, (), requests, NOT_BOUND, (FULL_ACCESS, NO_OTHER)
            )
        return Prevention(regions, "unknown", "; ".join(doubts), (), requests, NOT_BOUND)

    def _unasked(self) -> str:
        """Why there is nothing to ask, or "" when there is."""
        if not self.account:
            return "the account is not known (see --account)"
        if False in self.bound:
            return f"the account manages its organization: {MANAGING}"
        if not self.names:
            return "the input has no SCP that binds the account"
        return ""

    # -- the search

    def _open(
        self, denials: Sequence[Policy], regions: tuple[str, ...], services: Sequence[str]
    ) -> dict[str, Answer]:
        """The services of which something is left open, or may be."""
        found = {one: self._left_open(one, denials, regions) for one in services}
        return {service: one for service, one in found.items() if one.answer != "no"}

    def _left_open(
        self, service: str, denials: Sequence[Policy], regions: tuple[str, ...]
    ) -> Answer:
        """Whether a request of the service passes in another Region: any text first, which is a
        proof for Regions to come, and then those that there are, for a request that can be made."""
        other: Tests = {"StringNotEqualsIgnoreCase": {KEY: list(regions)}, "Null": {KEY: "false"}}
        every = compare([self._asking(service, other), *denials], []).today.a_beyond_b
        if every.answer == "no":
            return every
        there_are: Tests = {"StringEquals": {KEY: self._others(regions)}}
        real = compare([self._asking(service, there_are), *denials], []).today.a_beyond_b
        if real.answer == "no":
            return Answer("unknown", None, "Regions that AWS may add are not denied")
        return real

    def _asking(self, service: str, where: Tests) -> Policy:
        """A policy that allows what is asked about: to write, to the account's own principals."""
        partition = self.world.home.partition
        own = f"arn:{partition}:iam::{self.account}:"
        federated = f"arn:{partition}:sts::{self.account}:federated-user/*"
        tests: Tests = {
            **where,
            "ArnLike": {
                "aws:PrincipalArn": [f"{own}role/*", f"{own}user/*", f"{own}root", federated]
            },
            "ArnNotLike": {"aws:PrincipalArn": f"{own}role/aws-service-role/*"},
        }
        statement = {
            "Effect": "Allow", "Action": list(writing(service)), "Resource": "*", "Condition": tests
        }  # fmt: skip
        return read_policy_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    def _others(self, regions: tuple[str, ...]) -> list[str]:
        """The Regions of the partition that are not among these."""
        partition = partition_of(regions[0]) if regions else self.world.home.partition
        return sorted(
            one for one in known_regions() - set(regions) if partition_of(one) == partition
        )

    # -- what comes of it

    def _proved(self, regions: tuple[str, ...], by: Sequence[Policy]) -> Prevention:
        statements = [
            f"{name}/{one.label}"
            for name, policy in zip(self.names, by, strict=True)
            for one in policy.statements
            if self._matters(policy, one, by, regions)
        ]
        why = f"denied whoever of the account asks, for all actions of {read_on()} that write"
        if True not in self.bound:
            why += f", unless it manages its organization: {MANAGING}"
            return Prevention(regions, "unknown", why, tuple(statements), (), NOT_BOUND)
        return Prevention(regions, "proved", why, tuple(statements), (), NOT_BOUND)

    def _matters(
        self, policy: Policy, statement: Statement, by: Sequence[Policy], regions: tuple[str, ...]
    ) -> bool:
        """Whether something is open without the statement; the only one there is surely matters."""
        if sum(len(one.statements) for one in by) == 1:
            return True
        without = tuple([one for one in policy.statements if one is not statement])
        rest = [replace(one, statements=without) if one is policy else one for one in by]
        return any(self._left_open(one, rest, regions).answer != "no" for one in self.services)

    def _doubts(self, found: dict[str, Answer]) -> list[str]:
        """Why it is not known what is open, by reason."""
        reasons: dict[str, list[str]] = {}
        for service, one in found.items():
            reasons.setdefault(one.reason, []).append(service)
        return [
            why if len(services) == len(self.services) else f"{why} ({', '.join(services)})"
            for why, services in sorted(reasons.items())
        ]

    def _unseen(self) -> list[str]:
        """Why a policy that is not here may deny what those here leave open."""
        found = []
        if not any(way_up(one).whole for one in self.world.estates):
            found.append("the units above the account are not in the input, up to the root")
        if any(one.estate.unseen is not None for one in self.world.estates):
            found.append("not all of the input could be read")
        if self.allows:
            found.append(f"whether FullAWSAccess is attached beside {', '.join(self.allows)}")
        return [f"SCPs of the input leave it open, and others may not: {one}" for one in found]


def _denials(name: str, policy: Policy) -> Policy:
    """What a policy denies, or may: an SCP that is not understood may deny anything, and grants
    nothing at all."""
    found = [_denial(one) for one in policy.statements if one.effect != "Allow"]
    if policy.flaws:
        everything = Patterns(("*",))
        found.append(Statement(-1, "Deny", everything, everything, sid=name, flaws=policy.flaws))
    return replace(policy, statements=tuple(found), flaws=())


def _denial(statement: Statement) -> Statement:
    flaws = statement.flaws
    if statement.principals is not None:
        flaws = (*flaws, "a Principal where none can be")
    return replace(statement, effect="Deny", principals=None, flaws=flaws)


def _about_regions(policy: Policy) -> Policy:
    """The statements that ask for the Region."""
    asking = [
        one
        for one in policy.statements
        if any(condition.key.lower() == KEY.lower() for condition in one.conditions)
    ]
    return replace(policy, statements=tuple(asking))


def _allows_less(policy: Policy) -> bool:
    """Whether it allows some things only, which counts where FullAWSAccess was detached."""
    allows = [one for one in policy.statements if one.effect == "Allow"]
    return bool(allows) and not any(
        one.actions == Patterns(("*",)) and not one.conditions for one in allows
    )


def _request(witness: Witness) -> Request:
    """The request as people read it; the Region and the principal are told apart."""
    told = {spelled(key): value for key, value in sorted(witness.context.items())}
    where = told.pop(KEY, None)
    told.pop("aws:PrincipalArn", None)
    context = tuple(f"{key} {_value(value)}" for key, value in told.items())
    region = where.texts[0] if where is not None else ""
    return Request(witness.requester.arn, witness.action, witness.resource, region, context)


def _value(found: Values | None) -> str:
    return "absent" if found is None else ", ".join(found.texts)


def _counted(requests: Sequence[Request]) -> str:
    """The first request in words, and of how many services there are others."""
    first, *others = requests
    context = f" with {'; '.join(first.context)}" if first.context else ""
    more = f", nor writing to {len(others)} other services" if others else ""
    return f"{first.action} in {first.region} to {first.principal}{context}{more}"
