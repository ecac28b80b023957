"""What controls of openings say, once it was asked what the Internet reaches by them."""

from __future__ import annotations

from partywall.controls.questions import Questions, Reached
from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.verdict import Verdict, proved, refuted, undecided


def opening(where: Node | None, note: str, found: Reached) -> Verdict:
    """There is an opening, and what it comes to; it weighs less where nothing is reached by it."""
    return refuted(where, f"{note}; {found.note}" if found.note else note, found.reach)


def closed_to_internet(
    view: View, where: Node, ask: Questions, ports: tuple[int, ...] | None
) -> Verdict:
    """Whether no packet from the Internet arrives at some TCP ports of a resource.

    None stands for ports that are not known: then only that nothing arrives at all is sure.
    """
    found = ask.reached(view, ports)
    if found.reach == "unreachable":
        return proved(where, note=found.note)
    if found.reach != "reached":
        return undecided(where.doubt(found.note or "nobody asked what the Internet reaches"))
    if ports is None:
        return undecided(where.doubt(f"at which port it listens is not known; {found.note}"))
    return refuted(where, found.note, found.reach)
