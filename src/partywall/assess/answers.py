"""The answers to what controls ask: the day, what policies decide, and what the network lets by.

Nothing is built before somebody asks; then it is built once for the estate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from partywall.assess.engines import BY_SIZE, Engines
from partywall.controls.questions import (
    NOT_LOOKED,
    OWN,
    Caller,
    Engine,
    Reached,
    Told,
    Unanswered,
)
from partywall.estate.estate import Estate
from partywall.estate.view import View
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth
from partywall.kernel.verdict import Reach

if TYPE_CHECKING:
    from partywall.access.formula import Formula
    from partywall.access.questions.lets_in import Gate
    from partywall.access.questions.rises import Ladder
    from partywall.access.world import Home
    from partywall.reach.arrivals import Arrivals
    from partywall.reach.opened import Groups


WORDS: Final[Mapping[bool | None, Reach]] = {
    True: "reached", False: "unreachable", None: "unknown"
}  # fmt: skip


class Answers(Unanswered):
    """The answers about one estate, of the engines that are asked about one of its size.

    `account` is the one it is in, as far as anybody said; `break_glass` are globs of the roles and
    users for emergencies, by address, name or ARN.

    `missed` are the engines that something was asked of and that were not asked.
    """

    def __init__(
        self,
        estate: Estate,
        today: date | None = None,
        engines: Engines = BY_SIZE,
        *,
        account: str = "",
        break_glass: Sequence[str] = (),
    ) -> None:
        super().__init__(today)
        self.estate = estate
        self.account = account
        self.break_glass = break_glass
        self.engines = engines
        self.missed: set[Engine] = set()

    def asks(self, engine: Engine) -> bool:
        """Whether the engine is asked; one that is not is noted as missed."""
        if self.engines.asks(engine, len(self.estate.resources)):
            return True
        self.missed.add(engine)
        return False

    @cached_property
    def _gate(self) -> Gate:
        from partywall.access.questions.lets_in import Gate

        return Gate(self.estate, self._home)

    @cached_property
    def _ladder(self) -> Ladder:
        from partywall.access.questions.rises import Ladder

        return Ladder(self.estate, self._home)

    @cached_property
    def _home(self) -> Home:
        from partywall.access.world import Home

        return Home(self.account)

    @cached_property
    def _arrivals(self) -> Arrivals:
        from partywall.reach.arrivals import Arrivals
        from partywall.reach.questions import Asker

        return Arrivals(Asker(self.estate))

    @cached_property
    def _groups(self) -> Groups:
        from partywall.reach.opened import Groups

        return Groups(self._arrivals)

    def reached_by(self, group: View, ports: Iterable[int] | None = None) -> Reached:
        if not self.asks("reach"):
            return NOT_LOOKED
        opened = self._groups.opened(group.resource, None if ports is None else tuple(ports))
        return Reached(WORDS[opened.truth], str(opened))

    def reached(self, at: View, ports: tuple[int, ...] | None = None) -> Reached:
        if not self.asks("reach"):
            return NOT_LOOKED
        arrival = self._arrivals.at(at.resource.address, ports)
        if arrival.truth:
            return Reached("reached", f"reachable: {arrival.way}")
        if arrival.truth is None:
            return Reached("unknown", f"whether it is reachable is not known: {arrival.doubt}")
        return Reached("unreachable", f"unreachable because it {arrival.reason}")

    def lets_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        found = self._asked(at, caller, actions)
        if found is None:
            return at.doubt("the policies are not the same in every world")
        return found if isinstance(found, bool) else at.doubt(f"it is, if {found}")

    def may_let_in(self, at: View, caller: Caller, *actions: str) -> Truth:
        from partywall.access.formula import untold

        found = self._asked(at, caller, actions)
        if found is None:
            return at.doubt("the policies are not the same in every world")
        if isinstance(found, bool):
            return found
        return at.doubt("; ".join(untold(found))) if untold(found) else True

    def lets_in_others(
        self, at: View, *actions: str, absent: Sequence[str] = (), whole: bool = False
    ) -> Told:
        if at.resource.variants or at.value is not at.resource.properties:
            return Told(at.doubt("the policies are not the same in every world"))
        when, who = self._gate.others(at.resource, actions, absent, whole)
        return Told(_as_truth(at, when), who)

    def administers(self, at: View) -> Truth:
        return _as_truth(at, self._ladder.administrator(at.resource))

    def becomes_administrator(self, at: View) -> Told:
        found = self._ladder.rise(at.resource)
        return Told(_as_truth(at, found.when), found.how)

    def for_emergencies(self, at: View) -> Truth:
        if not self.break_glass:
            return False
        key = "RoleName" if at.resource.type.endswith("::Role") else "UserName"
        name = at.at(key)
        names = [at.resource.address, *at.resource.names]
        names += [name.value] if isinstance(name.value, str) else []
        if any(fnmatchcase(one, glob) for one in names for glob in self.break_glass):
            return True
        return False if name.known else name.doubt("its name may be one for emergencies")

    def _asked(self, at: View, caller: Caller, actions: tuple[str, ...]) -> Formula | None:
        """The decision; None for a resource that differs from world to world."""
        if at.resource.variants or at.value is not at.resource.properties:
            return None
        name, kind = caller.name, caller.kind
        if kind == OWN:
            name, kind = self._gate.own(name), ""
        return self._gate.lets_in(at.resource, name, kind, actions, caller.keys)


def _as_truth(at: View, found: Formula) -> Truth:
    """Yes, no, or a doubt that says what it hangs on."""
    from partywall.access.formula import untold

    if isinstance(found, bool):
        return found
    return at.doubt("; ".join(untold(found)) or f"it is so, if {found}")
