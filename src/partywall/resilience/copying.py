"""The ways in which services make copies: kept for days, always, in other Regions, by a group.

Each function here takes the properties that decide and gives a maker: what it finds of a
resource, it adds to the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from partywall.estate.node import Node
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown
from partywall.resilience.copied import Bound, Copy, How, add, home
from partywall.resilience.graph import ELSEWHERE, Need, every
from partywall.resilience.lifelines import KEYS
from partywall.resilience.site import Site


def days_of(node: Node, otherwise: int) -> tuple[int, str]:
    """A number of days, and what is not known about it."""
    if type(node.value) is Unknown:
        return 0, f"{'.'.join(map(str, node.path))}: {node.value}"
    found = node.number()
    return (otherwise if found is None else int(found)), ""


def kept(name: str, otherwise: int, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups in the Region, if a property keeps them for a day or more."""

    def make(site: Site) -> Iterator[Copy]:
        days, doubt = days_of(site.view.at(name), otherwise)
        if days or doubt:
            bound = Bound(seconds, name, what)
            yield add(site, name, what, "restore", bound, home(site), doubt)

    return make


def always(field: str, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups that the service always makes."""

    def make(site: Site) -> Iterator[Copy]:
        yield add(site, field, what, "restore", Bound(seconds, field, what), home(site))

    return make


def if_true(path: str, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups in the Region, if a property is true."""

    def make(site: Site) -> Iterator[Copy]:
        wanted = site.view.at(*path.split(".")).is_true
        if wanted is not False:
            doubt = f"{path} is not known" if isinstance(wanted, Doubt) else ""
            bound = Bound(seconds, path, what)
            yield add(site, path, what, "restore", bound, home(site), doubt)

    return make


def abroad(path: str, key: str, what: str) -> Callable[[Site], Iterator[Copy]]:
    """Backups in a Region that a property names, under a key that another names."""

    def make(site: Site) -> Iterator[Copy]:
        node = site.view.at(path)
        if node.value is None:
            return
        needs, doubt = _in_region(site, node)
        if key:
            needs += site.reference(site.view.at(key), KEYS)
        bound = Bound(None, path, "copied without a promised time")
        yield add(site, path, what, "restore", bound, needs, doubt)

    return make


def _in_region(site: Site, node: Node) -> tuple[list[Need], str]:
    """The Region that a node names, or why it is not known."""
    if isinstance(node.value, str):
        return [every([site.model.places.region(node.value)], "its Region")], ""
    return [every([ELSEWHERE], "its Region", "where it lies")], f"{node.key}: {node.value}"


def in_regions(
    path: str, region: str, key: str, what: str, how: How
) -> Callable[[Site], Iterator[Copy]]:
    """Replicas in the Regions of a list, each under a key of its own."""

    def make(site: Site) -> Iterator[Copy]:
        for n, node in enumerate(site.at(path)):
            where = node.at(region)
            if where.value is None:
                continue
            needs, doubt = _in_region(site, where)
            needs += site.reference(node.at(key), KEYS)
            bound = Bound(None, path, "copied without a promised time")
            yield add(site, f"{path}{n}", what, how, bound, needs, doubt)

    return make


def source_of(kind: str, path: str, *, backward: bool) -> Callable[[Site], Iterator[Copy]]:
    """What this is itself a copy of, which has all that it has."""

    def make(site: Site) -> Iterator[Copy]:
        bound = Bound(0, path, "the source has it all")
        if backward:
            for user in site.model.users(kind, path, kind, site.address):
                doubt = "" if user.sure else "whether it is its source"
                needs = [every([user.address], "its source")]
                yield add(site, user.address, "its source", "restore", bound, needs, doubt)
            return
        for node in site.at(path):
            needs = list(site.reference(node, (kind,)))
            yield add(site, path, "its source", "restore", bound, needs)

    return make


def joined(path: str, group: str, back: str) -> Callable[[Site], Iterator[Copy]]:
    """The other members of a group over Regions, which `path` names or which names it by `back`."""

    def make(site: Site) -> Iterator[Copy]:
        kind = site.resource.type
        groups = {one.address for one in site.model.users(group, back, kind, site.address)}
        named = [node.value for node in site.at(path)]
        groups |= {
            one.address for value in named for one in site.model.estate.link(value, group).targets
        }
        if not groups and not named:
            return
        others = [
            user.address
            for one in sorted(groups)
            for user in site.model.users(kind, path, group, one)
            if user.address != site.address
        ]
        bound = Bound(None, path, "replicated without a promised time")
        doubt = "which other members the group has, and whether they are in step"
        for other in dict.fromkeys(others):
            needs = [every([other], "the member")]
            yield add(site, other, f"member {other}", "promotion", bound, needs, doubt)
        if not others:
            yield add(site, path, "another member", "promotion", bound, [], doubt)

    return make


def perhaps_by(what: str, how: How, *kinds: str) -> Callable[[Site], Iterator[Copy]]:
    """What a resource of another type may copy; which it takes is not looked into."""

    def make(site: Site) -> Iterator[Copy]:
        for one in (each for kind in kinds for each in site.model.estate.by_type.get(kind, ())):
            bound = Bound(None, "", "nothing here says how often")
            needs = [every([one.address], what)] if how == "promotion" else home(site)
            doubt = f"whether {one.address} takes it"
            yield add(site, one.address, f"{what} {one.address}", how, bound, needs, doubt)

    return make
