"""From an estate to a network, in the order in which each part needs the ones before."""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.reach.model import Network
from partywall.reach.topology.balancers import add_balancers, add_doors
from partywall.reach.topology.filters import add_acls, add_groups
from partywall.reach.topology.interfaces import add_interfaces, configured_default
from partywall.reach.topology.links import add_nats, add_peerings, add_transits
from partywall.reach.topology.places import (
    add_local_routes,
    add_subnets,
    add_tables,
    add_vpcs,
    attach_gateways,
    block_public_access,
)


def network_of(estate: Estate) -> Network:
    """The network that an estate configures, with what is not known of it."""
    network = Network(unseen="" if estate.unseen is None else str(estate.unseen))
    add_vpcs(network, estate)
    add_groups(network, estate)
    configured_default(network, estate)
    add_acls(network, estate)
    add_tables(network, estate)
    add_subnets(network, estate)
    add_local_routes(network)
    attach_gateways(network, estate)
    block_public_access(network, estate)
    add_nats(network, estate)
    add_peerings(network, estate)
    add_transits(network, estate)
    add_interfaces(network, estate)
    add_balancers(network, estate)
    add_doors(network, estate)
    return network
