"""What clusters of databases need, and where their instances lie.

Source: Aurora User Guide, "High availability for Amazon Aurora" (the storage spans three zones;
any reader takes over); DocumentDB and Neptune likewise; RDS User Guide, "Multi-AZ DB clusters"
(none re-read).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from partywall.resilience.counts import Copies
from partywall.resilience.graph import Need
from partywall.resilience.site import Site


def members(kind: str) -> Callable[[Site], Iterator[Need]]:
    """A cluster needs one of its instances; its storage spans zones by itself."""
    instance = kind.replace("DBCluster", "DBInstance")

    def needs(site: Site) -> Iterator[Need]:
        if _is_plain_cluster(site):
            return
        found = site.model.users(instance, "DBClusterIdentifier", kind, site.address)
        serverless = site.view.at("EngineMode").equals("serverless") is True
        if serverless:
            return
        doubt = "which instances are its" if found else "no instances are in the input"
        yield from site.one_of(found, "its instances", doubt)

    return needs


def _is_plain_cluster(site: Site) -> bool:
    """A Multi-AZ DB cluster: not Aurora, three instances of its own."""
    return site.view.at("DBClusterInstanceClass").value is not None


def plain_cluster_zones(site: Site) -> bool:
    """Three instances in three zones; a change is kept when two have it."""
    if not _is_plain_cluster(site):
        return True
    group = ("DBSubnetGroupName", "AWS::RDS::DBSubnetGroup", "SubnetIds.*")
    parts = site.zones_of_group(*group)
    if parts.doubt or not parts.parts:
        doubt = parts.doubt or "no property tells its zones"
        site.model.graph.add(site.address, site.any_zone(doubt))
    else:
        site.model.spread(site.resource, parts.parts, Copies(2, "", "DBClusterInstanceClass"))
    return True


def member(site: Site) -> Iterator[Need]:
    """An instance of a cluster stops with the cluster's storage."""
    for node in site.at("DBClusterIdentifier"):
        kind = site.resource.type.replace("DBInstance", "DBCluster")
        yield from site.reference(node, (kind,))


def member_zones(site: Site) -> bool:
    """An instance of a cluster without a zone of its own lies in the cluster's subnets."""
    node = next(site.at("DBClusterIdentifier"), None)
    if node is None or site.zones_named("AvailabilityZone").named:
        return False
    kind = site.resource.type.replace("DBInstance", "DBCluster")
    cluster = site.model.estate.target(node.value, kind)
    if cluster is None:
        site.model.graph.add(
            site.address, site.any_zone("DBClusterIdentifier: its cluster's subnets")
        )
        return True
    group = ("DBSubnetGroupName", kind.replace("DBCluster", "DBSubnetGroup"), "SubnetIds.*")
    parts = Site(cluster, site.model).zones_of_group(*group)
    if parts.doubt or not parts.parts:
        doubt = parts.doubt or "no property tells its zone"
        site.model.graph.add(site.address, site.any_zone(doubt))
    else:
        site.model.spread(site.resource, parts.parts, Copies(1))
    return True
