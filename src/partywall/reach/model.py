"""The network of an estate: what packets cross, each with what is not known of it.

An element is named by the address of the resource that configures it. One that AWS makes by
itself (the default group, network ACL and main route table of a VPC) is named by its VPC's
address and `#default-group`, `#default-acl`, `#main-table`, `#edge-table`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from partywall.reach.addresses import Span

Tri = bool | None
"""Yes, no, or not known."""


class Rule(Struct, frozen=True, eq=False):
    """One rule of a group or an ACL: headers, and the other end by address or by group.

    With a `doubt` it matches at most what it says here, and surely nothing. `number` orders the
    rules of an ACL; one whose number is not known stands first, in doubt.
    """

    where: str
    protocol: int
    first: int
    last: int
    spans: tuple[Span, ...] = ()
    group: str = ""
    doubt: str = ""
    number: float = 0
    allows: bool = True


class Group(Struct, eq=False):
    """A security group: what it lets in and out. `doubt`: there may be rules nobody sees."""

    id: str
    vpc: str
    ingress: list[Rule] = field(default_factory=list)
    egress: list[Rule] = field(default_factory=list)
    doubt: str = ""


class Acl(Struct, eq=False):
    """A network ACL with its rules in order, each direction apart."""

    id: str
    ingress: list[Rule] = field(default_factory=list)
    egress: list[Rule] = field(default_factory=list)
    doubt: str = ""


Kind = Literal[
    "local", "igw", "eigw", "nat", "pcx", "tgw", "vgw", "interface", "endpoint", "blackhole",
    "other",
]  # fmt: skip
"""What a route leads to."""


class Route(Struct, frozen=True, eq=False):
    """One route. `rank` breaks ties of equal length: 0 static, 1 prefix list, 2 propagated.

    `target` is the element that it leads to. With a `doubt` it may not be there, or not lead
    there; when it is `vague`, its destination is any part of `spans`.
    """

    where: str
    spans: tuple[Span, ...]
    kind: Kind
    target: str
    rank: int = 0
    doubt: str = ""
    vague: bool = False


class Table(Struct, eq=False):
    """A route table. `doubt`: it may have routes nobody sees.

    `endpoints` are the gateway endpoints that lead, or may lead, from it to a service.
    """

    id: str
    vpc: str
    routes: list[Route] = field(default_factory=list)
    endpoints: list[str] = field(default_factory=list)
    doubt: str = ""


class Vpc(Struct, eq=False):
    """A VPC: its blocks, and the gateways attached to it.

    With a `spans_doubt` it has further blocks somewhere in `vague`. `here`: it is in the estate;
    otherwise something in it is.

    `igw`, `eigws` and `vgw` are ids; `doubt` says why one may be attached that nobody sees.
    `edge` is the route table of the Internet gateway, `vgw_edge` that of the virtual private one.
    `blocked` is what Block Public Access turns away here: "", "ingress" (all but NAT and
    egress-only gateways), "inbound" (what is not a reply), "all" or "unknown".
    `balancers_unseen` says why balancers may lead to something here that nobody sees.
    """

    id: str
    region: str
    spans: tuple[Span, ...]
    spans_doubt: str = ""
    vague: tuple[Span, ...] = ()
    igw: str = ""
    eigws: tuple[str, ...] = ()
    vgw: str = ""
    doubt: str = ""
    edge: str = ""
    vgw_edge: str = ""
    blocked: str = ""
    here: bool = True
    balancers_unseen: str = ""


class Subnet(Struct, eq=False):
    """A subnet; `table` and `acl` are ids, with a doubt when another one may be in force."""

    id: str
    vpc: str
    zone: str
    v4: Span | None
    v6: Span | None
    table: str = ""
    table_doubt: str = ""
    acl: str = ""
    acl_doubt: str = ""
    gives_public: Tri = False
    gives_v6: Tri = False
    blocked: str | None = None
    doubt: str = ""


class Interface(Struct, eq=False):
    """A place where packets start and arrive: one interface of a resource, in one subnet.

    `v4` and `v6` are spans: one address, or all that it may have. `others` are further addresses
    inside. `groups` None: nothing filters it. `within`: wherever it stands, it has no address
    that is public. `sure`: whether the resource surely has an interface here; of a resource's
    unsure ones at least one is there. `listens`: headers (protocol, first, last) it takes, None
    for all.
    """

    id: str
    owner: str
    type: str
    subnet: str
    vpc: str
    v4: Span | None = None
    v6: Span | None = None
    groups: tuple[str, ...] | None = ()
    groups_doubt: str = ""
    public4: Tri = False
    public_doubt: str = ""
    within: bool = False
    addresses: tuple[int, ...] = ()
    others: tuple[Span, ...] = ()
    checked: Tri = True
    starts: bool = True
    accepts: bool = True
    listens: tuple[tuple[int, int, int], ...] | None = None
    listens_doubt: str = ""
    sure: bool = True
    doubt: str = ""
    state: str = ""


class Nat(Struct, eq=False):
    """A NAT gateway: the subnets it may be in (one, as a rule), and whether it is a public one."""

    id: str
    subnets: tuple[str, ...]
    v4: Span | None
    public: Tri
    addresses: tuple[int, ...] = ()
    doubt: str = ""


class Peering(Struct, eq=False):
    """A peering connection between two VPCs; "" for one that is not in the estate."""

    id: str
    vpcs: tuple[str, str]
    same_region: Tri
    doubt: str = ""


class Attachment(Struct, eq=False):
    """What is attached to a transit gateway: a VPC by its subnets, a VPN, or another gateway.

    `appliance`: what comes out keeps to one zone for a flow, not to that of the source.
    """

    id: str
    gateway: str
    kind: Literal["vpc", "vpn", "peering", "other"]
    vpc: str = ""
    subnets: tuple[str, ...] = ()
    peer: str = ""
    table: str = ""
    table_doubt: str = ""
    references: Tri = True
    appliance: Tri = False
    doubt: str = ""


class Transit(Struct, eq=False):
    """A transit gateway, and whether group references cross it."""

    id: str
    references: Tri = False
    doubt: str = ""


class Listener(Struct, eq=False):
    """What a balancer takes at a port, and where it sends it: (target group, doubt) pairs."""

    id: str
    protocol: int
    port: int
    forwards: tuple[tuple[str, str], ...]
    doubt: str = ""


class Target(Struct, frozen=True, eq=False):
    """A target: the interfaces it may be, and its port (None: not known).

    `name` is what is written, where it is no interface.
    """

    interfaces: tuple[str, ...]
    port: int | None
    sure: bool
    doubt: str = ""
    name: str = ""


class TargetGroup(Struct, eq=False):
    """Targets behind a listener; `keeps_client`: the client's address arrives unchanged.

    `kind` is that of its targets, "" where any may be one. `elsewhere` says why something outside
    the input may send to them, if it may.
    """

    id: str
    kind: str = ""
    targets: list[Target] = field(default_factory=list)
    keeps_client: Tri = False
    doubt: str = ""
    elsewhere: str = ""


class Balancer(Struct, eq=False):
    """A load balancer: its kind, its interfaces, what it listens to."""

    id: str
    kind: Literal["application", "network", "classic", "gateway", "unknown"]
    interfaces: tuple[str, ...]
    listeners: list[Listener] = field(default_factory=list)


class Door(Struct, eq=False):
    """An entry from the Internet that is no interface of a VPC, with its own condition.

    `spans`: whom it lets in by address; None when packets are not what decides. `leads` are
    resources in VPCs that it carries requests to.
    """

    id: str
    type: str
    port: int
    spans: tuple[Span, ...] | None
    condition: str
    doubt: str = ""
    leads: tuple[str, ...] = ()


class Network(Struct, eq=False):
    """All of it, by id. `fronted` are the balancers and other resources that another balancer or a
    door sends to, or may; `elsewhere` has why one that the input does not have may send to a
    resource ("": to any). `unseen` says why there may be elements that the input does not have,
    `sites_unseen` why a site may hang on it that nobody sees.
    """

    vpcs: dict[str, Vpc] = field(default_factory=dict)
    subnets: dict[str, Subnet] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    acls: dict[str, Acl] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    nats: dict[str, Nat] = field(default_factory=dict)
    peerings: dict[str, Peering] = field(default_factory=dict)
    transits: dict[str, Transit] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    transit_tables: dict[str, Table] = field(default_factory=dict)
    balancers: dict[str, Balancer] = field(default_factory=dict)
    target_groups: dict[str, TargetGroup] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)
    fronted: set[str] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)
    unseen: str = ""
    sites_unseen: str = ""
