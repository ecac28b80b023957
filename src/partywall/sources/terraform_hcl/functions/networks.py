"""Functions over blocks of IP addresses.

Terraform reads an octet with leading zeros as decimal. A few of its answers are accidents (a
negative subnet number, IPv4 written as IPv6); those are left unknown.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import NUMBER, STRING, list_of, unknown_as
from partywall.sources.terraform.values import Failure, ListValue
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import whole_number

Network = IPv4Network | IPv6Network

_ACCIDENT = unknown_as(Unknown("what Terraform makes of this is an accident", present=True), STRING)


def network(text: str) -> Network:
    """The block that a text in CIDR notation stands in. Raises Failure when it is none."""
    address, slash, length = text.partition("/")
    try:
        if not slash or not (length.isascii() and length.isdigit()) or len(length) > 3:
            raise ValueError
        if ":" in address:
            if "%" in address:
                raise ValueError
            return IPv6Network((IPv6Address(address), int(length)), strict=False)
        octets = address.split(".")
        if len(octets) != 4 or not all(one.isascii() and one.isdigit() for one in octets):
            raise ValueError
        plain = ".".join(one.lstrip("0") or "0" for one in octets)
        return IPv4Network((IPv4Address(plain), int(length)), strict=False)
    except ValueError:
        raise Failure("a block in CIDR notation is required") from None


def _is_mapped(block: Network) -> bool:
    """Whether an IPv6 block holds IPv4 addresses, which Terraform mixes up."""
    start = int(block.network_address)
    return isinstance(block, IPv6Network) and start >> 32 in (0, 0xFFFF) and start > 1


def _block(like: Network, start: int, length: int) -> Network:
    return type(like)((start, length))


def large_number(value: Any) -> int:
    """A number without a fraction, however large. Raises Failure for any other."""
    if not isinstance(value, int):
        raise Failure("a whole number is required")
    return value


@function("cidrhost", STRING, NUMBER, gives=STRING)
def cidrhost(prefix: str, number: Any) -> Any:
    """The address of a host in a block; negative numbers count from its end."""
    block, host = network(prefix), large_number(number)
    size = block.num_addresses
    if not -size <= host < size:
        raise Failure("the block has no host of this number")
    if _is_mapped(block):
        return _ACCIDENT
    return str(block[host])


@function("cidrnetmask", STRING, gives=STRING)
def cidrnetmask(prefix: str) -> str:
    """The netmask of an IPv4 block."""
    block = network(prefix)
    if isinstance(block, IPv6Network):
        raise Failure("an IPv6 block has no netmask")
    return str(block.netmask)


@function("cidrsubnet", STRING, NUMBER, NUMBER, gives=STRING)
def cidrsubnet(prefix: str, bits: Any, number: Any) -> Any:
    """A subnet of a block: so many bits longer, and this one of them."""
    block, more, which = network(prefix), whole_number(bits), large_number(number)
    if block.prefixlen + more > block.max_prefixlen:
        raise Failure("there is no room for so many bits")
    if _is_mapped(block) or more < 0 or which < 0:
        return _ACCIDENT
    if which >> more:
        raise Failure("there is no subnet of this number")
    length = block.prefixlen + more
    return str(
        _block(
            block, int(block.network_address) + (which << (block.max_prefixlen - length)), length
        )
    )


@function("cidrsubnets", STRING, rest=NUMBER, gives=list_of(STRING))
def cidrsubnets(prefix: str, *bits: Any) -> Any:
    """Consecutive subnets of a block, each so many bits longer."""
    block = network(prefix)
    behind = int(block.network_address) + block.num_addresses
    free, found = int(block.network_address), ListValue()
    for more in map(whole_number, bits):
        length = block.prefixlen + more
        if not 1 <= more <= 32 or length > block.max_prefixlen:
            raise Failure("a prefix can be extended by 1 to 32 bits, to the length of an address")
        size = 1 << (block.max_prefixlen - length)
        start = -(-free // size) * size
        if start + size > behind or block.network_address == type(block.network_address)(0):
            raise Failure("there is no room left for this subnet")
        found.append(str(_block(block, start, length)))
        free = start + size
    return _ACCIDENT_LIST if _is_mapped(block) else found


_ACCIDENT_LIST = unknown_as(
    Unknown("what Terraform makes of this is an accident", present=True), list_of(STRING)
)
