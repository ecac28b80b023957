"""Who is named by the policies of a resource and is not of the estate: one requester for each.

Everybody is two: a caller without credentials, and a principal of some other account, which has
what the first one lacks (an account, an organization).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from partywall.access.context import Context
from partywall.access.language.records import PrincipalEntry, Statement
from partywall.access.layers.layer import Policies
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.rules import Rule
from partywall.access.world.principals import CONTEXT
from partywall.access.world.world import UNTOLD
from partywall.kernel.unknown import Unknown

ANYONE: Final = "<any>"
ANOTHER: Final = "<another account>"
ANONYMOUS: Final = parse_requester("*")

UNSAID: Final = Unknown("which principal of the account it is")
OF_ACCOUNT: Final = Context(
    dict.fromkeys(("aws:principalarn", "aws:principaltype", "aws:userid", "aws:username"), UNSAID),
    CONTEXT,
)
OF_ANOTHER: Final = Context(
    {**dict.fromkeys(OF_ACCOUNT, UNSAID), "aws:principalaccount": Unknown("which account")},
    CONTEXT,
)


class Outsider(Struct, frozen=True):
    """A requester from outside, and the circumstances that follow from who it is."""

    requester: Requester
    context: Context = UNTOLD

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.requester)


def some_of(account: str, partition: str = "aws") -> Requester:
    """Some principal of an account; a role, since whether root users assume any is not told."""
    arn = f"arn:{partition}:iam::{account}:role/{ANYONE}"
    return Requester(Kind.ROLE, arn, account, partition, role=ANYONE)


STRANGER: Final = some_of(ANOTHER)
"""A principal of some account that nobody named."""

EVERYBODY: Final = (Outsider(ANONYMOUS), Outsider(STRANGER, OF_ANOTHER))


def name_of(requester: Requester) -> str:
    """What people call a requester."""
    if requester.kind is Kind.ANONYMOUS:
        return "anybody without credentials"
    if requester == STRANGER:
        return "any principal of another account"
    if requester.role == ANYONE:
        return f"account {requester.account}"
    if requester.kind is Kind.ROOT:
        return f"the root user of {requester.account}"
    if requester.kind is Kind.SERVICE:
        return f"the service {requester.arn}"
    if requester.kind is Kind.PROVIDER:
        return f"the identity provider {requester.arn}"
    return requester.arn


def outsiders(policies: Policies, action: str, own: str) -> tuple[Outsider, ...]:
    """Everybody whom a statement about the action may allow, save principals of account `own`."""
    found: dict[Requester, Outsider] = {}
    for statement in statements_on(policies, action):
        for one in named_by(statement):
            inside = one.requester.is_identity and one.requester.account == own
            if not inside and can_ask(one.requester, action):
                found.setdefault(one.requester, one)
    return tuple([found[one] for one in sorted(found, key=lambda one: (one.kind.value, one.arn))])


def may_be_own(one: Requester, own: str) -> bool:
    """Whether it is of an account that may be the input's, as nobody tells which that is."""
    return not own and one.is_identity and one.account.isdigit()


def can_ask(requester: Requester, action: str) -> bool:
    """STS takes no request to assume a role without credentials or a token."""
    return requester.kind is not Kind.ANONYMOUS or not action.lower().startswith("sts:")


def statements_on(policies: Policies, action: str) -> Iterator[Statement]:
    """The statements that may allow an action."""
    for attached in policies:
        rules: Iterable[tuple[Rule, object]] = attached.rules.speaking_of(action.lower())
        for rule, _ in rules:
            if rule.statement.effect != "Deny":
                yield rule.statement


def named_by(statement: Statement) -> Iterator[Outsider]:
    """Whom a statement names; everybody when it names all but some, or nobody knows whom."""
    principals = statement.principals
    if principals is None:
        return
    if principals.negated:
        yield from EVERYBODY
        return
    for entry in principals.entries:
        yield from _of_entry(entry)


def _of_entry(entry: PrincipalEntry) -> Iterator[Outsider]:
    if not isinstance(entry.name, str) or entry.name == "*":
        yield from EVERYBODY
        return
    try:
        found = parse_requester(entry.name, entry.kind if entry.kind != "AWS" else "")
    except ValueError:
        return
    if found.kind is Kind.ROOT:
        yield Outsider(some_of(found.account, found.partition), OF_ACCOUNT)
    else:
        yield Outsider(found)
