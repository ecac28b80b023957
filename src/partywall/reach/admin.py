"""Every way by which machines and clusters are administered, and whether it is recorded.

A machine is administered *only through* a bastion or Session Manager when neither the Internet
nor a site reaches a port of administration on it, itself or by a balancer. From where a bastion
is reached is told of the bastion.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import EVERY_V4
from partywall.reach.answers import End, Word, together, word
from partywall.reach.atoms import TCP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.model import Tri
from partywall.reach.pairs import passing
from partywall.reach.questions import Asker
from partywall.reach.sessions import audit_log, session_log
from partywall.reach.through import by_balancers
from partywall.reach.topology.placing import interfaces_of
from partywall.reach.topology.values import flag, told

MACHINES: Final = (
    "AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup", "AWS::EKS::Nodegroup",
)  # fmt: skip
"""Types with an operating system that the customer administers."""

PORTS: Final = {"ssh": (22,), "rdp": (3389,), "winrm": (5985, 5986)}
CLUSTER: Final = "AWS::EKS::Cluster"
CONNECT: Final = "AWS::EC2::InstanceConnectEndpoint"
ENDPOINT: Final = "AWS::EC2::VPCEndpoint"


class Way(Struct, omit_defaults=True):
    """One way in: `kind` of session, from where, whether it is open, and whether it is recorded.

    `note` says where it is recorded or why it is not; `unknown` what leaves `open` unknown.
    """

    kind: str
    source: str
    open: Word
    recorded: Word
    note: str = ""
    unknown: list[str] = []


class Administered(Struct):
    """A machine or cluster, whether it is reached only through others, and every way to it."""

    resource: str
    type: str
    only_through: Word
    ways: list[Way]


def administration(asker: Asker) -> list[Administered]:
    """Every machine and cluster with the ways to administer it, in order of addresses."""
    between = passing(asker)
    to: dict[str, list[tuple[str, int]]] = {}
    for (source, destination), (forward, _) in sorted(between.items()):
        to.setdefault(destination, []).append((source, forward))
    found = []
    for kind in (*MACHINES, CLUSTER):
        for resource in asker.estate.by_type.get(kind, ()):
            if kind != CLUSTER and not asker.network.owners.get(resource.address):
                continue
            direct = list(_direct(asker, resource))
            ways = [*direct, *_inside(asker, resource, to.get(resource.address, []))]
            if kind != CLUSTER:
                ways.append(_session_manager(asker, resource, between))
            ways = [_seen(asker, one) for one in ways]
            found.append(
                Administered(
                    resource.address, kind, _only_through(asker, direct),
                    [one for one in ways if one.open != "no"],
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: one.resource)


def _seen(asker: Asker, way: Way) -> Way:
    """Nothing is sure where there may be more to the network than is seen."""
    if asker.network.unseen:
        way.open = "unknown"
        way.unknown = [*way.unknown, f"there may be more ({asker.network.unseen})"]
    return way


def _only_through(asker: Asker, direct: list[Way]) -> Word:
    opens = {one.open for one in direct}
    if asker.network.unseen:
        return "unknown"
    return "no" if "yes" in opens else "unknown" if "unknown" in opens else "yes"


# -- from outside


def _direct(asker: Asker, resource: Resource) -> Iterator[Way]:
    """From the Internet, by itself or through a balancer, and from sites."""
    if resource.type == CLUSTER:
        answer = asker.ask("internet", resource.address, TCP, 443)
        recorded, note = audit_log(resource)
        yield Way("eks-api", "internet", answer.one_way, word(recorded), note, answer.unknown)
        return
    end = asker.end(resource.address)
    sources = [End("internet", "internet", spans=PUBLIC_SPANS)]
    unseen = asker.network.sites_unseen
    if asker.network.sites or unseen:
        sources.append(End("a site", "site", spans=(EVERY_V4,)))
    for kind, ports in PORTS.items():
        mask = _mask(asker, ports)
        for source in sources:
            rows = list(asker.findings(source, end, mask))
            truth: Tri = together(rows, "one") if rows else None
            doubts = [one.doubt for one in rows if one.doubt]
            doubts += [d for one in rows for d in asker.doubts(one.attempts, mask)]
            if unseen and source.kind == "site":
                truth, doubts = truth or None, [*doubts, unseen]
            yield _by_port(kind, source.name, truth, doubts)
            behind = by_balancers(asker, source, end, asker.space.full, frozenset(ports))
            if behind.one is not False:
                through = f"{source.name} through {behind.balancer or 'a balancer'}"
                yield _by_port(kind, through, behind.one, behind.doubts)


def _by_port(kind: str, source: str, truth: Tri, doubts: list[str]) -> Way:
    unknown = list(dict.fromkeys(doubts))[:5] if truth is None else []
    note = "only the machine itself could record it"
    return Way(kind, source, word(truth), "unknown", note, unknown)


def _mask(asker: Asker, ports: tuple[int, ...]) -> int:
    mask = 0
    for port in ports:
        mask |= asker.space.mask(TCP, port, port)
    return mask


# -- from inside


def _inside(asker: Asker, resource: Resource, sources: list[tuple[str, int]]) -> Iterator[Way]:
    """From other machines, from Instance Connect endpoints, and for a cluster from anywhere."""
    estate, space = asker.estate, asker.space
    audited = audit_log(resource) if resource.type == CLUSTER else (None, "")
    for name, forward in sources:
        if resource.type == CLUSTER:
            truth = space.holds(forward, _mask(asker, (443,)))
            yield Way("eks-api", name, word(truth), word(audited[0]), audited[1])
            continue
        source = estate.by_address.get(name)
        for kind, ports in PORTS.items():
            truth = space.holds(forward, _mask(asker, ports))
            if source is not None and source.type == CONNECT:
                if kind != "winrm":
                    yield _by_endpoint(source, kind, truth)
            elif truth is not False:
                yield _by_port(kind, name, truth, ["partywall reach FROM TO says by what"])
    homes = _homes(asker, resource)
    for source in estate.by_type.get(CONNECT, ()):
        near = not homes.isdisjoint(_homes(asker, source))
        if resource.type != CLUSTER and near and source.address not in dict(sources):
            yield _by_endpoint(source, "ssh", False)


def _homes(asker: Asker, resource: Resource) -> set[str]:
    """The VPCs where a resource has interfaces.

    An endpoint that passes a client's address on reaches its own VPC alone. Source: EC2 User
    Guide, "EC2 Instance Connect Endpoint" (not re-read).
    """
    return {one.vpc for one in interfaces_of(asker.network, resource.address)}


def _by_endpoint(endpoint: Resource, kind: str, truth: Tri) -> Way:
    """Through an Instance Connect endpoint; the client's own address may be what groups see."""
    unknown = []
    if flag(told(endpoint, "PreserveClientIp"), default=True) is not False:
        truth = None
        unknown = [f"{endpoint.address}: groups may see the client's address, which is not known"]
    note = "CloudTrail has who opened the tunnel, not what was done in it"
    return Way(f"instance-connect {kind}", endpoint.address, word(truth), "no", note, unknown)


# -- Session Manager


def _session_manager(
    asker: Asker, machine: Resource, between: dict[tuple[str, str], tuple[int, int]]
) -> Way:
    """Never surely open: its agent and its role are not packets; closed when it reaches nothing.

    Where nobody asked for endpoints it may reach one. The agent calls its service at port 443: on
    the Internet or at an interface endpoint. Source: Systems Manager User Guide, "Setting up
    Session Manager" (not re-read).
    """
    recorded, note = session_log(asker.estate, machine.region)
    mask = _mask(asker, (443,))
    rows = list(
        asker.findings(
            asker.end(machine.address), End("internet", "internet", spans=PUBLIC_SPANS), mask
        )
    )
    ways = [together(rows, "one") if rows else None]
    if asker.estate.uncollected(ENDPOINT) is not None:
        ways.append(None)
    for endpoint in asker.estate.by_type.get(ENDPOINT, ()):
        service = told(endpoint, "ServiceName")
        named = type(service) is Unknown or str(service).endswith("ssmmessages")
        passed = between.get((machine.address, endpoint.address))
        if named and passed is not None:
            ways.append(asker.space.holds(passed[0], mask))
    if all(one is False for one in ways):
        return Way("session-manager", "systems-manager", "no", word(recorded), note)
    why = [f"{machine.address}: whether its agent runs and its role lets it is not known"]
    return Way("session-manager", "systems-manager", "unknown", word(recorded), note, why)
