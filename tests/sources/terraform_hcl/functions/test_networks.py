"""Blocks of addresses, against the standard library; Terraform's answers: `test_data_tables`."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import STRING, list_of, type_of
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.functions import call

BLOCKS = st.builds(
    lambda address, length: f"{ip_address(address)}/{length}",
    st.integers(1 << 24, (1 << 32) - 1),
    st.integers(0, 32),
) | st.builds(
    lambda address, length: f"{ip_address(address)}/{length}",
    st.integers(1 << 120, (1 << 128) - 1),
    st.integers(0, 128),
)


def ask(name, *arguments):
    """The answer, or None when it is refused."""
    try:
        return call(name, arguments, None)
    except Failure:
        return None


@given(BLOCKS, st.integers(-70000, 70000))
def test_host(block, number):
    network = ip_network(block, strict=False)
    if -network.num_addresses <= number < network.num_addresses:
        assert ask("cidrhost", block, number) == str(network[number])
    else:
        assert ask("cidrhost", block, number) is None


@given(BLOCKS, st.integers(0, 6), st.integers(0, 70))
def test_subnet(block, bits, number):
    network = ip_network(block, strict=False)
    if network.prefixlen + bits > network.max_prefixlen or number >= 1 << bits:
        assert ask("cidrsubnet", block, bits, number) is None
    else:
        subnets = list(network.subnets(bits))
        assert ask("cidrsubnet", block, bits, number) == str(subnets[number])


@given(BLOCKS, st.lists(st.integers(1, 6), max_size=6))
def test_subnets_are_the_first_free_ones(block, bits):
    network = ip_network(block, strict=False)
    taken = []
    for more in bits:
        if network.prefixlen + more > network.max_prefixlen or int(network[0]) == 0:
            taken = None
            break
        behind = int(taken[-1][-1]) if taken else int(network[0]) - 1
        free = [one for one in network.subnets(more) if int(one[0]) > behind]
        if not free:
            taken = None
            break
        taken.append(free[0])
    expected = None if taken is None else [str(one) for one in taken]
    assert ask("cidrsubnets", block, *bits) == expected


@given(BLOCKS)
def test_netmask(block):
    network = ip_network(block, strict=False)
    expected = str(network.netmask) if network.version == 4 else None
    assert ask("cidrnetmask", block) == expected


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("cidrsubnet", ("172.16.0.0/12", -1, 0), STRING),
        ("cidrsubnet", ("172.16.0.0/12", 4, -1), STRING),
        ("cidrhost", ("::ffff:10.0.0.0/100", 1), STRING),
        ("cidrsubnets", ("::ffff:10.0.0.0/100", 1), list_of(STRING)),
    ],
)
def test_what_terraform_gets_wrong_is_left_open(name, arguments, kind):
    found = ask(name, *arguments)
    assert isinstance(found, Unknown)
    assert found.present
    assert type_of(found) == kind
