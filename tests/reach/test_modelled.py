"""Each row of "What is modelled" in the documentation has tables of cases, named here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reach import test_black_box, test_ends, test_rows

DOCS = Path(__file__).parents[2] / "docs" / "reach.md"

ROWS: dict[str, tuple[Callable[..., object], ...]] = {
    "security groups": (test_rows.test_groups, test_black_box.several_groups_are_a_union),
    "group references": (
        test_rows.test_group_references_mean_private_addresses,
        test_black_box.references_across_peering,
        test_black_box.references_across_regions_do_not_match,
        test_black_box.references_across_a_transit_gateway,
    ),
    "network ACLs": (test_rows.test_acls, test_black_box.the_lowest_number_decides),
    "default group, ACL, main table": (
        test_rows.test_without_groups_the_default_group_holds,
        test_black_box.the_main_table_holds_where_none_is_associated,
    ),
    "routes": (
        test_rows.test_replies_need_a_route,
        test_black_box.the_longest_prefix_wins,
        test_black_box.a_more_specific_route_inside_the_vpc,
        test_black_box.a_propagated_route_inside_the_vpc_loses,
    ),
    "Internet gateways": (
        test_rows.test_the_internet_needs_a_public_address,
        test_black_box.a_public_address_without_a_route_back,
    ),
    "gateway route tables": (test_black_box.the_edge_table_of_an_internet_gateway,),
    "Block Public Access": (
        test_rows.test_block_public_access,
        test_black_box.block_public_access_that_lets_a_vpc_out,
    ),
    "NAT gateways": (
        test_rows.test_nat_gateways_let_sessions_out,
        test_black_box.the_nat_gateways_acl,
        test_black_box.a_private_nat_gateway_over_a_transit_gateway,
    ),
    "egress-only gateways": (test_black_box.egress_only,),
    "IPv6": (
        test_rows.test_ipv6_has_routes_and_rules_of_its_own,
        test_black_box.ipv4_entries_say_nothing_of_ipv6,
    ),
    "peering": (
        test_black_box.peering_joins,
        test_black_box.peering_is_not_transitive,
        test_black_box.peering_without_a_route_back,
    ),
    "transit gateways": (
        test_rows.test_transit_gateways,
        test_black_box.isolated_by_transit_tables,
        test_black_box.a_transit_blackhole,
        test_black_box.transit_gateways_of_two_regions,
        test_black_box.same_subnet_for_machines_and_attachment,
        test_black_box.appliance_mode_may_take_another_zone,
    ),
    "virtual private gateways": (
        test_rows.test_sites_behind_a_vpn,
        test_black_box.a_site_with_static_routes,
    ),
    "interface endpoints": (
        test_rows.test_what_only_starts_or_only_accepts,
        test_black_box.an_interface_endpoint,
    ),
    "load balancers": (
        test_rows.test_application_balancers_are_two_connections,
        test_black_box.a_network_balancer_with_a_group,
        test_black_box.a_classic_balancer,
        test_ends.test_a_balancer_behind_a_balancer,
    ),
    "managed resources": (
        test_ends.test_each_host_stands_in_its_subnets,
        test_ends.test_each_host_that_is_public_is_reached,
    ),
    "EKS public endpoint": (test_rows.test_clusters,),
    "source/destination check": (
        test_rows.test_an_appliance_takes_packets_for_others_if_it_does_not_check,
        test_black_box.an_appliance_that_checks,
    ),
    "never filtered": (
        test_rows.test_link_local_services_are_never_filtered,
        test_black_box.link_local_services,
    ),
    "state": (test_rows.test_state_is_told_beside_the_answer,),
}


def test_every_row_of_the_documentation_has_cases() -> None:
    _, _, section = DOCS.read_text("utf-8").partition("## What is modelled")
    section, _, _ = section.partition("## What is not modelled")
    rows = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)[1:]
    assert {row for row in rows if set(row) - {"-"}} == set(ROWS)


def test_every_case_is_one_that_runs() -> None:
    run = {one.__name__ for one in test_black_box.CASES}
    for row, cases in ROWS.items():
        for one in cases:
            assert one.__name__.startswith("test_") or one.__name__ in run, (row, one.__name__)
