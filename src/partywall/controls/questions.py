"""What a control may ask that its resource does not tell, and the answer when nobody knows.

A view never calls an engine. A control that needs more than the resource's own configuration
takes a second argument, `ask: Questions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, Protocol

from msgspec import Struct

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth
from partywall.kernel.verdict import Reach

Engine = Literal["reach", "escalation"]
"""An engine over a whole estate, which a check of a large one asks only when it is told to."""

Way = Literal["access", "reach", "resilience"]
"""What answers exactly, by the name that the rows of the model have for it."""

OF_ENGINE: Final[Mapping[Engine, Way]] = {"reach": "reach", "escalation": "access"}
"""Which way it is to ask an engine."""

OWN: Final = "Own"
"""The kind of a caller that is named by what follows the account in its ARN: `root`, say."""


class Caller(Struct, frozen=True):
    """Somebody who asks: an ARN, a service, a provider, or `*`; `kind` as in a Principal element,
    or OWN for one of the estate's own account.

    `keys` are the condition keys of the request that are known, None for those surely absent.
    """

    name: str
    kind: str = ""
    keys: Mapping[str, str | None] = {}


class Reached(Struct, frozen=True):
    """Whether the Internet reaches something: a word, and how, because of what not, or what is
    not known. Both are empty when nobody looked."""

    reach: Reach = ""
    note: str = ""


NOT_LOOKED: Final = Reached()


class Told(Struct, frozen=True):
    """Whether it is so, and how or by whom; `how` is for the note of a refutation."""

    so: Truth
    how: str = ""


class Questions(Protocol):
    """Questions beyond one resource's configuration: the day now, and what policies decide.

    `account` is the number of the account that the estate is in; empty when nobody said.
    """

    account: str

    def has_come(self, day: date, about: Node) -> Truth:
        """Whether `day` is today or past; `about` is the value for which that matters."""
        ...

    def reached_by(self, group: View, ports: Iterable[int] | None = None) -> Reached:
        """What the Internet reaches by an open group: at some TCP ports, or at all.

        It says what a refutation means today, and never turns a verdict: the group is open.
        """
        ...

    def reached(self, at: View, ports: tuple[int, ...] | None = None) -> Reached:
        """Whether packets from the Internet arrive at a resource: at some TCP ports, or at all."""
        ...

    def lets_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        """Whether the policies at a resource allow the caller one of the actions.

        The caller's own policies are taken to allow it. A condition on keys that the caller does
        not have makes a doubt.
        """
        ...

    def may_let_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        """The same, but whether there is any context, of the keys that are not known, in which
        it is allowed."""
        ...

    def lets_in_others(
        self, at: View, *actions: str, absent: Sequence[str] = (), whole: bool = False
    ) -> Told:
        """Whether the policies at a resource allow one of the actions to another account.

        The request has none of the keys `absent`; other conditions make a doubt. With `whole`
        only accounts count of which no role or user is named.
        """
        ...

    def administers(self, at: View) -> Truth:
        """Whether a role or user is an administrator of its account by its own policies."""
        ...

    def becomes_administrator(self, at: View) -> Told:
        """Whether a role or user that is none can make itself an administrator, and how.

        A chain of steps under conditions makes a doubt, and so does a way through what the input
        does not have.
        """
        ...

    def for_emergencies(self, at: View) -> Truth:
        """Whether the configuration names a role or user as one that breaks the glass."""
        ...


class Unanswered:
    """Answers what is given, and anything else with a doubt that names what is missing.

    `today` is the day of the assessment. It is given, never taken from the clock here: the
    same input must give the same answer.
    """

    def __init__(self, today: date | None = None) -> None:
        self.today = today
        self.account = ""

    def has_come(self, day: date, about: Node) -> Truth:
        if self.today is None:
            return about.doubt(f"whether {day.isoformat()} has come depends on the day")
        return day <= self.today

    def reached_by(self, group: View, ports: Iterable[int] | None = None) -> Reached:
        return NOT_LOOKED

    def reached(self, at: View, ports: tuple[int, ...] | None = None) -> Reached:
        return NOT_LOOKED

    def lets_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        return at.doubt(f"whether {caller.name} is let in is for the policies to decide")

    def may_let_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        return self.lets_in(at, caller, *actions)

    def lets_in_others(
        self, at: View, *actions: str, absent: Sequence[str] = (), whole: bool = False
    ) -> Told:
        return Told(at.doubt("whom else the policies let in is for all of them to decide"))

    def administers(self, at: View) -> Truth:
        return at.doubt("whether it is an administrator is for all policies to decide")

    def becomes_administrator(self, at: View) -> Told:
        return Told(at.doubt("who can become an administrator is for all policies to decide"))

    def for_emergencies(self, at: View) -> Truth:
        return at.doubt("who breaks the glass is for the configuration to say")


UNANSWERED: Final = Unanswered()
"""What a control is told when it is tried on its own: not even the day."""
