"""Data sources whose answer follows from the configuration; every other one is not known.

Source: the AWS provider's pages "aws_iam_policy_document", "aws_partition", "aws_region",
"aws_caller_identity", read 2026-11-23; partitions by Region: IAM User Guide, "Amazon Resource
Names (ARNs)", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.policy_document import document
from partywall.sources.terraform.policy_json import json_text, minified_text

NOT_COMPUTED: Final = object()
"""The attribute does not follow from the configuration."""


FROM_ARGUMENTS_ALONE: Final = frozenset({"aws_iam_policy_document"})
"""Data sources whose answer has nothing to do with where they look."""


class Asked(Struct, frozen=True, eq=False):
    """A data source: its address, its arguments (worked out when asked for), where it looks."""

    address: str
    arguments: Callable[[], dict[str, Any]]
    region: str | Unknown | None
    account: str | None


def computed_by(kind: str, name: str, asked: Asked) -> Any:
    """The value of an attribute, or NOT_COMPUTED. Raises Failure for an invalid policy."""
    found = _COMPUTED.get(kind)
    return NOT_COMPUTED if found is None else found(name, asked)


def _policy(name: str, asked: Asked) -> Any:
    if name not in ("json", "minified_json"):
        return NOT_COMPUTED
    return (json_text if name == "json" else minified_text)(document(asked.arguments()))


_PARTITIONS: Final = (
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
    ("eusc-", "aws-eusc", "amazonaws.eu"),
    ("", "aws", "amazonaws.com"),
)
"""What the names of a partition's Regions begin with, the partition, its DNS suffix."""


def _partition(name: str, asked: Asked) -> Any:
    region = asked.region
    if name in ("partition", "id"):
        if isinstance(region, str):
            return _partition_of(region)[0]
        among = tuple(partition for _, partition, _ in _PARTITIONS)
        return Unknown("the Region is not known", (asked.address,), among=among, present=True)
    if not isinstance(region, str):
        return NOT_COMPUTED
    if name == "dns_suffix":
        return _partition_of(region)[1]
    if name == "reverse_dns_prefix":
        return ".".join(reversed(_partition_of(region)[1].split(".")))
    return NOT_COMPUTED


def _partition_of(region: str) -> tuple[str, str]:
    """Partition and DNS suffix of a Region."""
    return next((one, suffix) for start, one, suffix in _PARTITIONS if region.startswith(start))


def _region(name: str, asked: Asked) -> Any:
    if name not in ("name", "id", "region"):
        return NOT_COMPUTED
    given = asked.arguments()
    if given.get("endpoint") is not None:
        return NOT_COMPUTED
    wanted = given.get("name") or given.get("region") or asked.region
    return wanted if isinstance(wanted, str) else NOT_COMPUTED


def _caller(name: str, asked: Asked) -> Any:
    if name not in ("account_id", "id") or asked.account is None:
        return NOT_COMPUTED
    return asked.account


_COMPUTED: Final[dict[str, Callable[[str, Asked], Any]]] = {
    "aws_caller_identity": _caller,
    "aws_iam_policy_document": _policy,
    "aws_partition": _partition,
    "aws_region": _region,
}
