"""Every control on every resource that it judges, in every world that is consistent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from partywall.controls.control import Control
from partywall.controls.questions import Questions
from partywall.estate.estate import Estate
from partywall.estate.resource import Guard, Resource
from partywall.estate.view import View
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Undecided
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import (
    NOT_APPLICABLE,
    PROVED,
    REFUTED,
    UNDECIDED,
    Verdict,
    undecided,
)

log = logging.getLogger(__name__)

Plan = tuple[tuple[type[View], tuple[Control, ...]], ...]
"""The controls of one resource type, grouped by the view that they read."""


class Judge:
    """Runs controls over one estate; what goes wrong inside a control becomes a diagnostic."""

    def __init__(
        self,
        estate: Estate,
        controls_for: Callable[[str], Iterable[Control]],
        ask: Questions,
    ) -> None:
        self.estate = estate
        self.ask = ask
        self.faults: list[Diagnostic] = []
        self._controls_for = controls_for
        self._plans: dict[str, Plan] = {}

    def verdicts(self, resource: Resource) -> list[tuple[Control, Verdict]]:
        """Each control of the resource's type with its verdict, by control id within a view.

        A resource that AWS owns is judged by none.
        """
        found: list[tuple[Control, Verdict]] = []
        if resource.owned_by_aws:
            return found
        plan = self._plans.get(resource.type)
        if plan is None:
            plan = self._plans[resource.type] = self._plan(resource.type)
        for kind, controls in plan:
            if resource.variants:
                found += [
                    (control, self._in_every_world(control, kind, resource)) for control in controls
                ]
            else:
                view = kind.of(resource, self.estate, None, resource.guard)
                judge = self._judge
                found += [(control, judge(control, view)) for control in controls]
                view.forget()
        return found

    def _plan(self, type_name: str) -> Plan:
        grouped: dict[type[View], list[Control]] = {}
        for control in self._controls_for(type_name):
            grouped.setdefault(control.view, []).append(control)
        return tuple((kind, tuple(controls)) for kind, controls in grouped.items())

    def _judge(self, control: Control, view: View) -> Verdict:
        try:
            if control.asks:
                return control.function(view, self.ask)
            return control.function(view)
        except Undecided as doubt:
            return undecided(doubt.doubt)
        except Exception as fault:
            return self._fault(control, view.resource, fault)

    def _fault(self, control: Control, resource: Resource, fault: Exception) -> Verdict:
        """Our own mistake: it must not hide the other verdicts, nor look like one of them."""
        log.debug("%s failed on %s", control.id, resource.address, exc_info=fault)
        why = f"{control.id} failed inside ({type(fault).__name__})"
        self.faults.append(
            Diagnostic(
                "error",
                f"{why} on {resource.address}",
                resource.place,
                "this is a mistake of partywall's; please report it with the resource's type",
                resource.address,
            )
        )
        evidence = Evidence((), Unknown(why), why, resource.place, resource.address)
        return Verdict(UNDECIDED, (evidence,), why)

    def _in_every_world(self, control: Control, kind: type[View], resource: Resource) -> Verdict:
        worlds = [
            (
                variant.when,
                self._judge(
                    control,
                    kind.of(resource, self.estate, variant.properties, world=variant.when),
                ),
            )
            for variant in resource.variants
        ]
        return joined(worlds)


def joined(worlds: list[tuple[Guard, Verdict]]) -> Verdict:
    """One verdict from those of all worlds: theirs where they agree, else undecided.

    A world in which the duty does not arise agrees with one in which it is met.
    """
    outcomes = {verdict.outcome for _, verdict in worlds}
    for outcome in (UNDECIDED, REFUTED, PROVED, NOT_APPLICABLE):
        if outcome in outcomes:
            when, verdict = next(item for item in worlds if item[1].outcome == outcome)
            break
    if outcome != REFUTED or len(outcomes) == 1:
        return verdict
    why = f"it depends on {condition_text(when)}"
    seen = verdict.evidence[0]
    doubtful = Evidence(seen.path, Unknown(why), why, seen.where, seen.resource)
    return Verdict(UNDECIDED, (doubtful,), f"{verdict.note}, if that is so")


def condition_text(guard: Guard) -> str:
    """A guard in words: `IsProd and not HasDomain`."""
    return " and ".join(name if wanted else f"not {name}" for name, wanted in guard)
