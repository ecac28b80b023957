"""Load balancers with their listeners and targets, and doors that are no interface of a VPC.

Sources: Elastic Load Balancing guides, "Listeners", "Target groups" and "Client IP preservation";
EKS User Guide, "Amazon EKS cluster endpoint access control" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import span_of
from partywall.reach.atoms import TCP, UDP
from partywall.reach.model import (
    Balancer,
    Interface,
    Listener,
    Network,
    Target,
    TargetGroup,
    Tri,
)
from partywall.reach.topology.placing import interfaces_of, place
from partywall.reach.topology.registered import (
    CLASSIC,
    GROUP,
    V2,
    elsewhere,
    registered_at,
    registered_with,
)
from partywall.reach.topology.values import (
    Ref,
    elements,
    flag,
    not_known,
    ref,
    refs,
    told,
    whole,
)

PROTOCOLS: Final[dict[str, tuple[int, ...]]] = {
    "HTTP": (TCP,), "HTTPS": (TCP,), "TCP": (TCP,), "TLS": (TCP,), "SSL": (TCP,), "UDP": (UDP,),
    "TCP_UDP": (TCP, UDP), "QUIC": (UDP,), "TCP_QUIC": (TCP, UDP),
}  # fmt: skip


def add_balancers(network: Network, estate: Estate) -> None:
    """Every load balancer, listener and target group is in the network."""
    for resource in estate.by_type.get(f"{V2}LoadBalancer", ()):
        _balancer(network, estate, resource)
    for resource in estate.by_type.get(CLASSIC, ()):
        _classic(network, estate, resource)
    _find_nodes(network, estate)
    for resource in estate.by_type.get(GROUP, ()):
        _target_group(network, estate, resource)
    network.target_groups |= {one.id: one for one in elsewhere(network, estate)}
    for balancer in network.balancers.values():
        if _may_be_target(network, balancer):
            network.fronted.add(balancer.id)


def _find_nodes(network: Network, estate: Estate) -> None:
    """Interfaces that are listed apart as a balancer's own are its nodes, with their addresses.

    They are told by their description. Source: Elastic Load Balancing, Application Load Balancers
    guide, "Subnets for your load balancer" (not re-read).
    """
    nodes = {
        (f"ELB {_short(one)}", node.subnet): node
        for one in network.balancers.values()
        for node in map(network.interfaces.get, one.interfaces)
        if node is not None
    }
    for resource in estate.by_type.get("AWS::EC2::NetworkInterface", ()) if nodes else ():
        listed = network.interfaces.get(resource.address)
        node = nodes.get((str(told(resource, "Description")), listed.subnet if listed else ""))
        if listed is not None and node is not None:
            node.v4, node.v6, node.addresses = listed.v4, listed.v6 or node.v6, listed.addresses
            del network.interfaces[listed.id]
            network.owners[resource.address] = [node.id]


def _short(balancer: Balancer) -> str:
    """What the description of its interfaces has of a balancer: the end of its ARN, or its name."""
    _, there, path = balancer.id.rpartition(":loadbalancer/")
    return path if there else balancer.id


def _may_be_target(network: Network, balancer: Balancer) -> bool:
    """Whether a target group has a balancer among its targets, or may have."""
    own = set(balancer.interfaces)
    return any(
        not own.isdisjoint(target.interfaces) or bool(group.doubt or target.doubt)
        for group in network.target_groups.values()
        if group.kind in ("alb", "ip", "")
        for target in group.targets or (Target((), None, False),)
    )


def _balancer(network: Network, estate: Estate, resource: Resource) -> None:
    kind = told(resource, "Type") or "application"
    known = kind if kind in ("application", "network", "gateway") else "unknown"
    subnets = told(resource, "Subnets")
    if subnets is None:
        mapped = told(resource, "SubnetMappings")
        subnets = (
            mapped
            if type(mapped) is Unknown
            else [
                one.get("SubnetId") if isinstance(one, dict) else one for _, one in elements(mapped)
            ]
        )
    made = _front(network, estate, resource, subnets, told(resource, "SecurityGroups"),
                  filtered=known == "application")  # fmt: skip
    found = Balancer(resource.address, known, tuple(one.id for one in made))  # type: ignore[arg-type]
    for one in estate.companions(resource, f"{V2}Listener"):
        found.listeners += _listeners(estate, one.resource, one.sure is True)
    _listens(found, made)
    network.balancers[found.id] = found


def _front(
    network: Network, estate: Estate, resource: Resource, subnets: object, groups: object, *,
    filtered: bool,
) -> list[Interface]:  # fmt: skip
    """A balancer's interfaces, one in each of its subnets; public unless it is internal.

    A classic one in a VPC has no IPv6 addresses. Source: Classic Load Balancers guide,
    "Internet-facing Classic Load Balancers" (not re-read).
    """
    scheme = told(resource, "Scheme")
    public: Tri = None if type(scheme) is Unknown else scheme != "internal"
    doubt = not_known(resource, "Scheme", scheme) if public is None else ""
    made = place(network, estate, resource, subnets, groups, public=public, public_doubt=doubt,
                 filtered=filtered)  # fmt: skip
    dual = None if resource.type == CLASSIC else told(resource, "IpAddressType")
    for one in made:
        subnet = network.subnets.get(one.subnet)
        six = subnet.v6 if subnet is not None else None
        one.v6 = None if dual is None or dual == "ipv4" else six
        if dual == "dualstack-without-public-ipv4":
            one.public4 = False
        if type(dual) is Unknown:
            one.v6, one.doubt = six, one.doubt or not_known(resource, "IpAddressType", dual)
    return made


def _listens(balancer: Balancer, made: list[Interface]) -> None:
    for one in made:
        one.listens = tuple((ls.protocol, ls.port, ls.port) for ls in balancer.listeners)
        one.listens_doubt = next((ls.doubt for ls in balancer.listeners if ls.doubt), "")


def _listeners(estate: Estate, resource: Resource, sure: bool) -> Iterator[Listener]:
    doubt = "" if sure else f"whether {resource.address} applies is not known"
    port = whole(told(resource, "Port"))
    protocols = PROTOCOLS.get(str(told(resource, "Protocol")), (TCP, UDP))
    if port is None or str(told(resource, "Protocol")) not in PROTOCOLS:
        doubt = doubt or not_known(resource, "its protocol or port")
    forwards = dict(_forwards(estate, resource, told(resource, "DefaultActions")))
    for rule in estate.companions(resource, f"{V2}ListenerRule"):
        for id, why in _forwards(estate, rule.resource, rule.properties.get("Actions")):
            unsure = "" if rule.sure is True else f"whether {rule.resource.address} applies"
            if forwards.get(id) or id not in forwards:
                forwards[id] = why or unsure
    for protocol in protocols:
        yield Listener(
            resource.address, protocol, -1 if port is None else port, tuple(forwards.items()), doubt
        )


def _forwards(estate: Estate, holder: Resource, actions: object) -> Iterator[tuple[str, str]]:
    """The target groups of forward actions; redirects and fixed responses reach no target."""
    for _, action in elements(actions):
        if not isinstance(action, dict):
            for any_group in estate.by_type.get(GROUP, ()):
                yield any_group.address, not_known(holder, "an action", action)
            continue
        kind = action.get("Type")
        if kind not in ("forward", None) and type(kind) is not Unknown:
            continue
        named = [action.get("TargetGroupArn")]
        weighted = action.get("ForwardConfig")
        if isinstance(weighted, dict):
            groups = weighted.get("TargetGroups")
            named += [one.get("TargetGroupArn") for _, one in elements(groups)
                      if isinstance(one, dict)]  # fmt: skip
        for one in named:
            if one is not None:
                found = ref(estate, one, GROUP)
                unsure = found.doubt or ("its action is not known" if type(kind) is Unknown else "")
                for id in (*found.ids, "another target group") if found.open else found.ids:
                    yield id, unsure


def _target_group(network: Network, estate: Estate, resource: Resource) -> None:
    kind = told(resource, "TargetType") or "instance"
    group = TargetGroup(resource.address, "" if type(kind) is Unknown else str(kind))
    protocol = told(resource, "Protocol")
    written = [one for _, one in elements(told(resource, "TargetGroupAttributes"))]
    keeps = next(
        (one.get("Value") for one in written
         if isinstance(one, dict) and one.get("Key") == "preserve_client_ip.enabled"), None,
    )  # fmt: skip
    if keeps is not None:
        group.keeps_client = flag(keeps)
    elif protocol in ("UDP", "TCP_UDP"):
        group.keeps_client = True
    else:
        unclear = any(type(one) is Unknown for one in written)
        group.keeps_client = None if unclear else kind == "instance"
    port = whole(told(resource, "Port"))
    for _, one in elements(told(resource, "Targets")):
        if not isinstance(one, dict):
            group.doubt = not_known(resource, "its targets", one)
            continue
        own = whole(one.get("Port")) if one.get("Port") is not None else port
        group.targets.append(_target(network, estate, resource, str(kind), one.get("Id"), own))
    group.targets += registered_with(network, estate, resource, port)
    group.elsewhere = _outside(resource)
    network.target_groups[group.id] = group


def _target(
    network: Network, estate: Estate, resource: Resource, kind: str, named: object, port: int | None
) -> Target:
    if kind == "ip":
        span = span_of(named) if isinstance(named, str) else None
        if span is None:
            return Target((), port, False, not_known(resource, "a target", named))
        ids = [
            one.id for one in network.interfaces.values() if span in (one.v4, one.v6, *one.others)
        ]  # fmt: skip
        return Target(tuple(ids), port, len(ids) == 1,
                      "" if ids else f"{resource.address}: nothing in the input has the address "
                      f"of a target")  # fmt: skip
    if kind == "lambda":
        called = ref(estate, named, "AWS::Lambda::Function").only
        return Target((), port, True, name=called or "a function")
    of = f"{V2}LoadBalancer" if kind == "alb" else "AWS::EC2::Instance"
    found = ref(estate, named, of)
    owners = found.ids if not found.open else ()
    ids = [one.id for owner in owners for one in interfaces_of(network, owner)]
    doubt = found.doubt or ("" if ids else f"{resource.address}: a target is not in the input")
    return Target(tuple(ids), port, not doubt, doubt)


def _outside(resource: Resource) -> str:
    """Why something outside the input may send to its targets; "" when it is itself in there."""
    return "" if resource.partial is None else not_known(resource, "who sends to its targets")


def _instances(network: Network, listed: list[Ref], port: int | None) -> list[Target]:
    found = []
    for each in listed:
        ids = tuple(one.id for owner in each.ids for one in interfaces_of(network, owner))
        found.append(Target(ids, port, not each.doubt, each.doubt))
    return found


def _classic(network: Network, estate: Estate, resource: Resource) -> None:
    made = _front(network, estate, resource, told(resource, "Subnets"),
                  told(resource, "SecurityGroups"), filtered=True)  # fmt: skip
    balancer = Balancer(resource.address, "classic", tuple(one.id for one in made))
    listed, _ = refs(estate, told(resource, "Instances"), "AWS::EC2::Instance")
    if resource.partial is not None:
        group = TargetGroup(f"{resource.address}#elsewhere", "instance")
        group.targets, group.elsewhere = _instances(network, listed, None), _outside(resource)
        network.target_groups[group.id] = group
    for _, one in elements(told(resource, "Listeners")):
        if not isinstance(one, dict):
            continue
        port, behind = whole(one.get("LoadBalancerPort")), whole(one.get("InstancePort"))
        id = f"{resource.address}#{port}"
        group = TargetGroup(id, "instance")
        group.targets = _instances(network, listed, behind)
        group.targets += registered_at(network, estate, resource, behind)
        network.target_groups[id] = group
        doubt = "" if port is not None else not_known(resource, "a listener's port")
        balancer.listeners.append(
            Listener(id, TCP, -1 if port is None else port, ((id, ""),), doubt)
        )
    _listens(balancer, made)
    network.balancers[balancer.id] = balancer
