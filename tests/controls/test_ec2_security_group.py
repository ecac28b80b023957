"""Security groups, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.controls.ec2 import ssh_closed_to_internet
from partywall.estate.views.ec2.security_group import SecurityGroup
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")


def tcp(port: object, source: object) -> dict[str, Any]:
    key = "CidrIpv6" if isinstance(source, str) and ":" in source else "CidrIp"
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, key: source}


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([], "proved"),
        ([tcp(22, "0.0.0.0/0")], "refuted"),
        ([tcp(22, "::/0")], "refuted"),
        ([tcp(22, "0.0.0.0/1"), tcp(22, "128.0.0.0/1")], "refuted"),  # two halves
        ([tcp(22, f"{n}.0.0.0/8") for n in range(20, 40)], "refuted"),  # twenty slices
        ([tcp(22, UNKNOWN)], "undecided"),
        ([tcp(UNKNOWN, "10.0.0.0/8")], "proved"),  # private either way
        ([tcp(UNKNOWN, "10.0.0.0/8"), tcp(22, "0.0.0.0/0")], "refuted"),  # one hole is enough
        ([tcp(443, UNKNOWN)], "proved"),  # another port whatever the source
        ([{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}], "refuted"),  # every protocol
        ([{"IpProtocol": -1, "CidrIp": "0.0.0.0/0"}], "refuted"),
        ([{"IpProtocol": "tcp", "FromPort": "0", "ToPort": "1024", "CidrIp": "::/0"}], "refuted"),
        ([{"IpProtocol": "udp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}], "proved"),
        (UNKNOWN, "undecided"),
        ([UNKNOWN, tcp(22, "0.0.0.0/0")], "refuted"),
    ],
)
def test_ssh_closed_to_internet(ingress: object, outcome: str) -> None:
    group = SecurityGroup(SecurityGroupIngress=ingress)
    assert ssh_closed_to_internet.judge(group).outcome == outcome
