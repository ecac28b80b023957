"""What the estates have: users, roles, resources, the policies at them, and those above them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

from partywall.access.layers.layer import Policies
from partywall.access.layers.organization import Levels
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.world.arns import words_of
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.endpoints import endpoints_of
from partywall.access.world.guards import guards_of
from partywall.access.world.home import Home, together
from partywall.access.world.organization import FULL, RCP, SCP, controls_of
from partywall.access.world.principals import Principal, principals_of
from partywall.access.world.targets import Target, Targets
from partywall.access.world.unfollowed import Unfollowed, unfollowed
from partywall.estate.estate import Estate
from partywall.kernel.errors import QuestionError
from partywall.kernel.lazy import cached_property

NOWHERE: Final = Home()
MAKE_ROLES: Final = (
    "AWS::SSO::Assignment", "AWS::SSO::PermissionSet", "aws_ssoadmin_account_assignment"
)  # fmt: skip
"""Identity Center makes a role for a permission set in each account that it is assigned to.

Source: IAM Identity Center User Guide, "Permission sets" (not re-read).
"""


class Gathered:
    """One or several estates of one account: their principals, resources and policies.

    `home` is what is known of the account; what it lacks is taken from the estates' own ARNs.
    """

    def __init__(self, estates: Sequence[Estate], home: Home = NOWHERE) -> None:
        homes = [
            home.of(estate, f"{number}:" if number > 1 else "")
            for number, estate in enumerate(estates, 1)
        ]
        self.estates = [
            Documents(estate, one) for estate, one in zip(estates, together(homes), strict=True)
        ]
        for one in self.estates:
            one.beside = tuple([other for other in self.estates if other is not one])
        known = [one.home for one in self.estates]
        self.home = next((one for one in known if one.account), (*known, home)[0])
        self._guards: dict[str, tuple[Held, ...]] = {}

    def look_beside(self, other: Gathered) -> None:
        """What AWS publishes to everybody may stand in another world's estates, from now on."""
        for one in self.estates:
            one.beside = (*one.beside, *other.estates)

    # -- who there is

    @cached_property
    def principals(self) -> dict[str, Principal]:
        """Every user and role by ARN, in the order of the ARNs."""
        found = [
            one for documents in self.estates for one in principals_of(documents.estate, documents)
        ]
        by_arn: dict[str, Principal] = {}
        for one in sorted(found, key=lambda one: (one.named.text, one.address)):
            other = by_arn.setdefault(one.named.text, one)
            if other is not one:
                other.described_twice()
        return by_arn

    @cached_property
    def rests_on(self) -> tuple[str, ...]:
        """The dated facts that the policies of any principal were taken from."""
        return tuple(sorted({fact for one in self.principals.values() for fact in one.rests_on}))

    @cached_property
    def unseen_makers(self) -> tuple[str, ...]:
        """The addresses of what makes roles in the account that no input describes."""
        found = [
            one.address
            for documents in self.estates
            for kind in MAKE_ROLES
            for one in documents.estate.by_type.get(kind, ())
        ]
        return tuple(sorted(found))

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """Every address and name of a principal → its ARNs."""
        found: dict[str, list[str]] = {}
        for arn, one in self.principals.items():
            for word in words_of(one.resource):
                found.setdefault(word, []).append(arn)
        return found

    @cached_property
    def roots(self) -> tuple[Requester, ...]:
        """The root user of the account, where the account is known."""
        account = self.home.account
        arn = f"arn:{self.home.partition}:iam::{account}:root"
        return (parse_requester(arn),) if account else ()

    def requester(self, text: str) -> Requester:
        """Who is meant by an ARN, an address, a name, a service's name or `*`.

        Raises QuestionError for nobody, and for a name that several have.
        """
        if text in self.principals:
            return self.principals[text].requester
        found = self._words.get(text, [])
        if len(found) == 1:
            return self.principals[found[0]].requester
        if found:
            raise QuestionError(f"{text} may be {' or '.join(found)}; give the ARN")
        try:
            requester = parse_requester(text)
        except ValueError:
            close = difflib.get_close_matches(text, sorted(self._words), 3, 0.6)
            raise QuestionError(f"the input has no principal {text}", tuple(close)) from None
        if self._should_be_here(requester):
            close = difflib.get_close_matches(text, sorted(self.principals), 3, 0.6)
            raise QuestionError(f"the input has no principal {text}", tuple(close))
        return requester

    def _should_be_here(self, requester: Requester) -> bool:
        """Whether it is a user, role or session of the own account that the input lacks."""
        named = requester.kind in (Kind.USER, Kind.ROLE, Kind.SESSION)
        return named and self.is_own(requester) and self.holder(requester) is None

    def is_own(self, requester: Requester) -> bool:
        """Whether the requester is of the account of the estates."""
        return requester.account in (self.home.account, "<account>")

    def holder(self, requester: Requester) -> Principal | None:
        """The user or role whose policies bind a requester; a session's is its role."""
        found = self.principals.get(requester.arn)
        if found is not None or requester.kind is not Kind.SESSION:
            return found
        return self._sessions.get((requester.account, requester.role))

    @cached_property
    def _sessions(self) -> dict[tuple[str, str], Principal]:
        return {
            (one.requester.account, one.requester.role): one
            for one in self.principals.values()
            if one.requester.kind is Kind.ROLE
        }

    # -- what there is

    @cached_property
    def targets(self) -> Targets:
        """Every resource by ARN and by name."""
        return Targets(self.estates)

    def target(self, text: str, action: str = "") -> Target:
        """The resource that a question names. Raises QuestionError."""
        return self.targets.find(text, action)

    def guards(self, target: Target) -> Policies:
        """The policies of the resource itself; of one that is not seen, an unknown one."""
        if target.unseen:
            return (unread("its own policy", target.unseen).attached,)
        return tuple([one.attached for one in self.held_by(target)])

    def held_by(self, target: Target) -> tuple[Held, ...]:
        """The policies that stand at a resource, as far as the input has them."""
        resource, documents = target.resource, target.documents
        if resource is None or documents is None:
            return ()
        found = self._guards.get(resource.address)
        if found is None:
            own = self.targets.by_arn.get(target.text)
            named = own[1] if own is not None else target.named
            found = self._guards[resource.address] = guards_of(resource, named, documents)
        return found

    @cached_property
    def unfollowed(self) -> tuple[Unfollowed, ...]:
        """The policies of resources that are not followed, as what they are about is not here."""
        return tuple([one for documents in self.estates for one in unfollowed(documents)])

    @cached_property
    def scps(self) -> Levels | None:
        """The service control policies above the account, or None when the input has none."""
        return self._levels(SCP)

    @cached_property
    def rcps(self) -> Levels | None:
        """The resource control policies above the account, or None when the input has none."""
        return self._levels(RCP)

    @cached_property
    def endpoints(self) -> tuple[tuple[str, Held], ...]:
        """The policies of the VPC endpoints, each with the prefix of the actions it is about."""
        return tuple([one for documents in self.estates for one in endpoints_of(documents)])

    def _levels(self, kind: str) -> Levels | None:
        found = [held for one in self.estates for held in controls_of(kind, one)]
        return ((FULL.attached, *[one.attached for one in found]),) if found else None
