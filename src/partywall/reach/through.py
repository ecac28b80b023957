"""Two connections instead of one: a client's to a balancer, and the balancer's to its target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from partywall.reach.answers import End, Finding, any_of, certain, together
from partywall.reach.model import Balancer, Interface, Listener, Target, TargetGroup, Tri

if TYPE_CHECKING:
    from partywall.reach.questions import Asker


class Behind(Struct, eq=False):
    """What balancers give: both truths, the findings behind them, and by which balancer."""

    one: Tri = False
    both: Tri = False
    balancer: str = ""
    findings: list[Finding] = []
    doubts: list[str] = []


def by_balancers(
    asker: Asker, a: End, b: End, mask: int, ports: frozenset[int] | None = None
) -> Behind:
    """Whether a packet with a header of `mask` reaches `b` through any balancer in front of it.

    With `ports`, only when it may reach one of these ports of `b`.
    """
    behind = Behind()
    wanted = {one.id for one in b.interfaces}
    own = {one.owner for one in a.interfaces}
    for balancer in asker.network.balancers.values():
        if balancer.id in own:
            continue
        for listener, group, target, why in leading(asker, balancer, wanted, mask, ports):
            one, both, found = _both(asker, a, b, balancer, listener, group, target, mask)
            if ports is not None and target.port is None:
                why = why or f"{group.id}: the port of a target is not known"
            if why or target.doubt or listener.doubt or not target.sure:
                behind.doubts += [t for t in (why, target.doubt, listener.doubt) if t]
                one, both = one and None, both and None
            behind.findings += found if one is not False else []
            if one is not False and (behind.one is False or one):
                behind.balancer = balancer.id
            behind.one, behind.both = any_of((behind.one, one)), any_of((behind.both, both))
    vpcs = [asker.network.vpcs.get(one.vpc) for one in b.interfaces]
    unseen = next((one.balancers_unseen for one in vpcs if one and one.balancers_unseen), "")
    if unseen:
        behind.one, behind.both = any_of((behind.one, None)), any_of((behind.both, None))
        behind.doubts.append(unseen)
    return behind


def leading(
    asker: Asker,
    balancer: Balancer,
    wanted: set[str],
    mask: int,
    ports: frozenset[int] | None = None,
) -> Iterator[tuple[Listener, TargetGroup, Target, str]]:
    """Each way of a balancer to one of the wanted interfaces, with what is not known of it.

    With `ports`, only those that may lead to one of these ports of the target.
    """
    for listener, group, why in _forwards(asker, balancer, mask):
        for target in (*group.targets, *_perhaps(group, wanted)):
            fits = ports is None or target.port is None or target.port in ports
            if fits and wanted & set(target.interfaces):
                yield listener, group, target, why


def _perhaps(group: TargetGroup, wanted: set[str]) -> Iterator[Target]:
    """Anything may be a target that is not known."""
    for doubt in (group.doubt, *(one.doubt for one in group.targets if not one.interfaces)):
        if doubt:
            yield Target(tuple(wanted), None, False, doubt)


def _forwards(
    asker: Asker, balancer: Balancer, mask: int
) -> Iterator[tuple[Listener, TargetGroup, str]]:
    space = asker.space
    for listener in balancer.listeners:
        if listener.port >= 0 and not space.mask(listener.protocol, *(listener.port,) * 2) & mask:
            continue
        for id, why in listener.forwards:
            group = asker.network.target_groups.get(id)
            if group is None:
                group = TargetGroup(id, doubt=f"{id}: the target group is not in the input")
            yield listener, group, why or group.doubt


def _both(
    asker: Asker, a: End, b: End, balancer: Balancer, listener: Listener, group: TargetGroup,
    target: Target, mask: int,
) -> tuple[Tri, Tri, list[Finding]]:  # fmt: skip
    """Client to balancer by the listener's port, and balancer to target by the target's."""
    network, space = asker.network, asker.space
    nodes = [network.interfaces[id] for id in balancer.interfaces if id in network.interfaces]
    front = End(balancer.id, "interfaces", tuple(nodes))
    port = space.mask(listener.protocol, *(listener.port,) * 2) if listener.port >= 0 else mask
    first = list(asker.findings(a, front, mask & port))
    if not first:
        return None, None, []
    inner = space.mask(6, target.port, target.port) if target.port is not None else space.full
    if listener.protocol == 17:
        inner = space.mask(17, *(target.port,) * 2) if target.port is not None else space.full
    rows_one, rows_both = [], []
    for other in b.interfaces:
        if other.id in target.interfaces:
            one, both = _inner(asker, a, balancer, nodes, other, group, inner)
            rows_one.append((other.sure, one))
            rows_both.append((other.sure, both))
    one = _all(together(first, "one"), certain(rows_one))
    return one, _all(together(first, "both"), certain(rows_both)), first


def _inner(
    asker: Asker, a: End, balancer: Balancer, nodes: list[Interface], other: Interface,
    group: TargetGroup, mask: int,
) -> tuple[Tri, Tri]:  # fmt: skip
    """From a node of the balancer to a target, in a zone that is enabled for the balancer."""
    zones = asker.network.subnets
    there = zones[other.subnet].zone if other.subnet in zones else ""
    rows = []
    for node in nodes:
        here = zones[node.subnet].zone if node.subnet in zones else ""
        finding = asker.pair(node, other, mask)
        one, both = finding.one, finding.both
        if balancer.kind == "network" and group.keeps_client is not False:
            one, both = _as_client(asker, a, other, mask, group.keeps_client, one, both)
        if there and here != there and balancer.kind != "application":
            one, both = one and None, both and None
        rows.append((one, both))
    own = {zones[n.subnet].zone if n.subnet in zones else "" for n in nodes}
    enabled: Tri = True if there in own else None if "" in own else False
    if not there or other.vpc != (nodes[0].vpc if nodes else ""):
        enabled = None
    return _all(enabled, any_of(r[0] for r in rows)), _all(enabled, any_of(r[1] for r in rows))


def _as_client(
    asker: Asker, a: End, other: Interface, mask: int, keeps: Tri, one: Tri, both: Tri
) -> tuple[Tri, Tri]:
    """The target's groups and ACL see the client's address, not the balancer's."""
    engine, network = asker.engine, asker.network
    subnet = network.subnets.get(other.subnet)
    if subnet is None:
        return None, None
    sources = [piece for piece, _ in engine.outside(other, a.spans)]
    sources += [span for client in a.interfaces for span in (client.v4, client.v6) if span]
    answers: list[Tri] = []
    for span in sources:
        passed = engine.walker.acl(subnet, True, span).passed
        for check in engine.arriving(other, span):
            passed &= check.passed
        answers.append(asker.space.holds(passed, mask))
    answer = any_of(answers)
    if a.interfaces and answer is False:
        answer = None
    if keeps is None and answer is not one:
        return None, None
    return answer, answer and both if both else both and None if answer is None else both


def _all(*truths: Tri) -> Tri:
    if False in truths:
        return False
    return None if None in truths else True
