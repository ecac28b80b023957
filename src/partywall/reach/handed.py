"""What a load balancer hands on: of each listener, its targets and whether they take it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.reach.answers import End, Word, certain, word
from partywall.reach.atoms import TCP, UDP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.model import Balancer, Listener, Target, TargetGroup, Tri
from partywall.reach.questions import Asker
from partywall.reach.through import forwards, second_leg


class Handed(Struct, omit_defaults=True):
    """One target of a listener: `listener` is the client's header, `target` what arrives.

    `taken`: whether connections of the balancer arrive there, as far as networks decide; a
    function takes what the balancer calls it with.
    """

    resource: str
    listener: str
    group: str
    target: str
    taken: Word
    unknown: list[str] = []


def handed_on(asker: Asker, balancer: Balancer, reached: int) -> list[Handed]:
    """What arrives behind a balancer of the headers `reached`, in order."""
    found: dict[str, Handed] = {}
    for listener, group, why in forwards(asker, balancer):
        port = (listener.port, listener.port) if listener.port >= 0 else ()
        if asker.space.mask(listener.protocol, *port) & reached:
            for each in _targets(asker, balancer, listener, group, why):
                found[f"{each.listener} {each.group} {each.resource} {each.target}"] = each
    return [found[key] for key in sorted(found)]


def _targets(
    asker: Asker, balancer: Balancer, listener: Listener, group: TargetGroup, why: str
) -> Iterator[Handed]:
    name = {TCP: "tcp", UDP: "udp"}[listener.protocol]
    what = f"{name}/{listener.port}" if listener.port >= 0 else f"{name}, which port is not known"
    for target in group.targets or [Target((), None, False, group.doubt)] * bool(group.doubt):
        taken = _taken(asker, balancer, listener, group, target)
        doubts = [one for one in (why, listener.doubt, target.doubt) if one]
        if doubts or not target.sure:
            taken = taken and None
        port = f"{name}/{target.port}" if target.port is not None else name
        for owner in _owners(asker, target) or [target.name or group.id]:
            yield Handed(
                owner, what, group.id, "a call" if group.kind == "lambda" else port, word(taken),
                doubts if taken is None else [],
            )  # fmt: skip


def _taken(
    asker: Asker, balancer: Balancer, listener: Listener, group: TargetGroup, target: Target
) -> Tri:
    if group.kind == "lambda":
        return True
    internet = End("internet", "internet", spans=PUBLIC_SPANS)
    own = [asker.network.interfaces[id] for id in target.interfaces]
    if not own:
        return None
    rows = [
        (one.sure, second_leg(asker, internet, balancer, one, listener, group, target)[0])
        for one in own
    ]
    return certain(rows)


def _owners(asker: Asker, target: Target) -> list[str]:
    return list(dict.fromkeys(asker.network.interfaces[id].owner for id in target.interfaces))
