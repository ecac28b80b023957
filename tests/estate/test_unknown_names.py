"""A companion that names its parent, when the parent's own name is not known."""

from __future__ import annotations

import pytest

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown


@pytest.mark.parametrize(
    ("own", "named", "linked"),
    [
        ("kim", "kim", True),
        ("kim", "lee", False),
        (None, "kim", False),  # AWS makes up a name, and nobody could have written it
        (Unknown("known after apply"), "kim", None),
        (Unknown("a prefix", prefix="dev-"), "kim", False),
        (Unknown("a prefix", prefix="dev-"), "dev-kim", None),
        (Unknown("a prefix", prefix="dev-"), "arn:aws:iam::1:user/dev-kim", None),
        (Unknown("a prefix", prefix="arn:"), "arn:aws:iam::1:user/dev-kim", None),
    ],
)
def test_link_by_name(own: object, named: str, linked: bool | None) -> None:
    user = Resource(type="AWS::IAM::User", address="User", properties={"UserName": own})
    link = Estate([user]).link(named, "AWS::IAM::User")
    found = (True if link.sure else None) if link.targets else False
    assert found is linked
    assert link.outside is (linked is False)
