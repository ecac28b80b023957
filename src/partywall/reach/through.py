"""Two connections instead of one: a client's to a balancer, and the balancer's to its target.

A balancer may stand behind another one, and behind a door that carries requests into a VPC
(CloudFront's VPC origins, Global Accelerator …). Sources: Elastic Load Balancing guides, "Update
the security groups for your Network Load Balancer" and "Edit target group attributes", read
2026-11-23; "Use Application Load Balancers as targets" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from partywall.reach.answers import End, Finding, any_of, certain, together
from partywall.reach.model import Balancer, Interface, Listener, Target, TargetGroup, Tri

if TYPE_CHECKING:
    from partywall.reach.questions import Asker

BALANCERS: Final = "AWS::ElasticLoadBalancing"
"""How the types of balancers begin."""


class Behind(Struct, eq=False):
    """What balancers give: both truths, the findings behind them, and by which balancer."""

    one: Tri = False
    both: Tri = False
    balancer: str = ""
    findings: list[Finding] = []
    doubts: list[str] = []


def by_balancers(
    asker: Asker, a: End, b: End, mask: int, ports: frozenset[int] | None = None,
    passed: frozenset[str] = frozenset(),
) -> Behind:  # fmt: skip
    """Whether a packet with a header of `mask` reaches `b` through any balancer in front of it.

    With `ports`, only when it may reach one of these ports of `b`. `passed` are balancers that it
    has come to already.
    """
    behind = Behind()
    wanted = {one.id for one in b.interfaces}
    own = {one.owner for one in a.interfaces} | passed
    for balancer in asker.network.balancers.values():
        if balancer.id in own:
            continue
        for listener, group, target, why in leading(asker, balancer, wanted, ports):
            on = passed | {balancer.id}
            found = _both(asker, a, b, balancer, listener, group, target, mask, on)
            one, both = found.one, found.both
            if ports is not None and target.port is None:
                why = why or f"{group.id}: the port of a target is not known"
            doubts = [each for each in (why, target.doubt, listener.doubt) if each]
            if doubts or not target.sure:
                one, both = one and None, both and None
            if one is None and not doubts and not found.doubts:
                doubts = [f"{balancer.id}: whether what it hands on arrives is not known"]
            if one is not False:
                behind.doubts += [*doubts, *found.doubts]
                behind.findings += found.findings
                if behind.one is False or one:
                    behind.balancer = found.balancer
            behind.one, behind.both = any_of((behind.one, one)), any_of((behind.both, both))
    _by_doors(asker, a, b, behind)
    _from_elsewhere(asker, wanted, behind)
    vpcs = [asker.network.vpcs.get(one.vpc) for one in b.interfaces]
    elsewhere = asker.network.elsewhere
    told = (elsewhere.get(name, "") for one in b.interfaces for name in (one.owner, ""))
    whys = (*told, *(one.balancers_unseen for one in vpcs if one))
    unseen = next(filter(None, whys), "")
    if unseen:
        behind.one, behind.both = any_of((behind.one, None)), any_of((behind.both, None))
        behind.doubts.append(unseen)
    return behind


def _from_elsewhere(asker: Asker, wanted: set[str], behind: Behind) -> None:
    """Balancers outside the input may send to what is registered with them."""
    for group in asker.network.target_groups.values():
        targets = (id for one in group.targets for id in one.interfaces) if group.elsewhere else ()
        if not wanted.isdisjoint(targets):
            behind.one, behind.both = any_of((behind.one, None)), any_of((behind.both, None))
            behind.doubts.append(group.elsewhere)


def _by_doors(asker: Asker, a: End, b: End, behind: Behind) -> None:
    """A door that carries requests to `b` may let some through; which, no packet decides."""
    owners = {one.owner for one in b.interfaces}
    for door in asker.network.doors.values() if a.kind == "internet" else ():
        if owners & set(door.leads):
            behind.one, behind.both = any_of((behind.one, None)), any_of((behind.both, None))
            behind.balancer = behind.balancer or door.id
            behind.doubts.append(f"{door.id}: {door.condition}")


def leading(
    asker: Asker, balancer: Balancer, wanted: set[str], ports: frozenset[int] | None = None
) -> Iterator[tuple[Listener, TargetGroup, Target, str]]:
    """Each way of a balancer to one of the wanted interfaces, with what is not known of it.

    With `ports`, only those that may lead to one of these ports of the target.
    """
    for listener, group, why in forwards(asker, balancer):
        for target in (*group.targets, *_perhaps(asker, group, wanted)):
            fits = ports is None or target.port is None or target.port in ports
            if fits and wanted & set(target.interfaces):
                yield listener, group, target, why


def _perhaps(asker: Asker, group: TargetGroup, wanted: set[str]) -> Iterator[Target]:
    """Anything of its kind may be a target that is not known."""
    if group.kind in ("alb", "instance", "lambda"):
        of = asker.network.interfaces
        fronts = {id for id in wanted if of[id].type.startswith(BALANCERS)}
        wanted = {"alb": fronts, "instance": wanted - fronts}.get(group.kind, set())
    for doubt in (group.doubt, *(one.doubt for one in group.targets if not one.interfaces)):
        if doubt:
            yield Target(tuple(wanted), None, False, doubt)


def forwards(asker: Asker, balancer: Balancer) -> Iterator[tuple[Listener, TargetGroup, str]]:
    """The target groups of each listener, with what is not known of them."""
    for listener in balancer.listeners:
        for id, why in listener.forwards:
            group = asker.network.target_groups.get(id)
            if group is None:
                group = TargetGroup(id, doubt=f"{id}: the target group is not in the input")
            yield listener, group, why or group.doubt


def _both(
    asker: Asker, a: End, b: End, balancer: Balancer, listener: Listener, group: TargetGroup,
    target: Target, mask: int, passed: frozenset[str],
) -> Behind:  # fmt: skip
    """Client to balancer by the listener's port, and balancer to target by the target's."""
    front = End(balancer.id, "interfaces", tuple(_nodes(asker, balancer)))
    first = _first(asker, a, front, listener, mask, passed)
    if first.one is False:
        return first
    rows_one, rows_both = [], []
    for other in b.interfaces:
        if other.id in target.interfaces:
            one, both = second_leg(asker, a, balancer, other, listener, group, target)
            rows_one.append((other.sure, one))
            rows_both.append((other.sure, both))
    first.one = _all(first.one, certain(rows_one))
    first.both = _all(first.both, certain(rows_both))
    return first


def _first(
    asker: Asker, a: End, front: End, listener: Listener, mask: int, passed: frozenset[str]
) -> Behind:
    """From the client to a listener: directly, or else through what stands before it."""
    known = listener.port >= 0
    port = asker.space.mask(listener.protocol, *(listener.port,) * 2) if known else mask
    found = Behind(balancer=front.name)
    if mask & port:
        found.findings = list(asker.findings(a, front, mask & port))
        found.one = together(found.findings, "one") if found.findings else None
        found.both = together(found.findings, "both") if found.findings else None
    if found.one is not True and front.name in asker.network.fronted:
        ports = frozenset({listener.port}) if known else None
        more = by_balancers(asker, a, front, mask, ports, passed)
        if more.one is not False:
            found = Behind(
                any_of((found.one, more.one)), any_of((found.both, more.both)),
                front.name if found.one is None else more.balancer,
                [*found.findings, *more.findings], more.doubts,
            )  # fmt: skip
    return found


def _nodes(asker: Asker, balancer: Balancer) -> list[Interface]:
    own = asker.network.interfaces
    return [own[id] for id in balancer.interfaces if id in own]


def second_leg(
    asker: Asker, a: End, balancer: Balancer, other: Interface, listener: Listener,
    group: TargetGroup, target: Target,
) -> tuple[Tri, Tri]:  # fmt: skip
    """From a node of the balancer to a target, in a zone that is enabled for the balancer.

    An address outside the balancer's VPC is in no zone. Source: Elastic Load Balancing API
    Reference, "TargetDescription", AvailabilityZone, read 2026-11-23.
    """
    nodes = _nodes(asker, balancer)
    mask = asker.space.full
    if target.port is not None:
        mask = asker.space.mask(listener.protocol, target.port, target.port)
    zones = asker.network.subnets
    there = zones[other.subnet].zone if other.subnet in zones else ""
    away = group.kind == "ip" and bool(nodes) and other.vpc != nodes[0].vpc
    rows = []
    for node in nodes:
        here = zones[node.subnet].zone if node.subnet in zones else ""
        finding = asker.pair(node, other, mask)
        one, both = finding.one, finding.both
        if balancer.kind == "network" and group.keeps_client is not False:
            one, both = _as_client(asker, a, node, other, mask, group.keeps_client, one, both)
        if there and here != there and balancer.kind != "application" and not away:
            one, both = one and None, both and None
        rows.append((one, both))
    if away:
        return any_of(r[0] for r in rows), any_of(r[1] for r in rows)
    own = {zones[n.subnet].zone if n.subnet in zones else "" for n in nodes}
    enabled: Tri = True if there in own else None if "" in own else False
    if not there or other.vpc != (nodes[0].vpc if nodes else ""):
        enabled = None
    return _all(enabled, any_of(r[0] for r in rows)), _all(enabled, any_of(r[1] for r in rows))


def _as_client(
    asker: Asker, a: End, node: Interface, other: Interface, mask: int, keeps: Tri, one: Tri,
    both: Tri,
) -> tuple[Tri, Tri]:  # fmt: skip
    """The target's groups and ACL see the client's address, and the groups of the balancer."""
    engine, network = asker.engine, asker.network
    subnet = network.subnets.get(other.subnet)
    if subnet is None:
        return None, None
    sources = [piece for piece, _ in engine.outside(other, a.spans)]
    sources += [span for client in a.interfaces for span in (client.v4, client.v6) if span]
    answers: list[Tri] = []
    for span in sources:
        passed = engine.walker.acl(subnet, True, span).passed
        for check in engine.arriving(other, span, node, True):
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
