"""Settings by name: which entry of a list counts."""

from __future__ import annotations

import pytest

from partywall.estate.node import Node
from partywall.estate.resource import Resource
from partywall.estate.views.pairs import TWICE, paired
from partywall.kernel.unknown import Unknown

HOLDER = Resource(type="AWS::X::Thing", address="T", properties={})
ON, OFF = {"Key": "k", "Value": "on"}, {"Key": "k", "Value": "off"}
OTHER = {"Key": "other", "Value": "x"}
VEILED = {"Key": Unknown("hidden"), "Value": "on"}


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        ([], None),
        ([OTHER], None),
        ([OTHER, ON], "on"),
        ([ON, ON], "on"),
        ([ON, OFF], TWICE),
        ([OFF, ON], TWICE),
        ([VEILED], Unknown("hidden")),
        ([VEILED, OFF], "off"),
        ([OFF, VEILED], "off"),
        (Unknown("all"), Unknown("all")),
    ],
)
def test_paired(entries: object, value: object) -> None:
    assert paired(Node(entries, HOLDER), "k").value == value
