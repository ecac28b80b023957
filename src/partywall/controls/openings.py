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
    """Whether no packet from the Internet arrives at a resource: at some TCP ports, or at all."""
    found = ask.reached(view, ports)
    if found.reach == "unreachable":
        return proved(where, note=found.note)
    if found.reach == "reached":
        return refuted(where, found.note, found.reach)
    return undecided(where.doubt(found.note or "nobody asked what the Internet reaches"))
