"""What nobody asked AWS for: it may be there, and only around the resources that it is about."""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown

GAP = Unknown("describe-flow-logs was not collected here")
LOG, VPC = "AWS::EC2::FlowLog", "AWS::EC2::VPC"


def vpc(address: str, **more: object) -> Resource:
    return Resource(type=VPC, address=address, properties={}, names=(address,), **more)  # type: ignore[arg-type]


HERE = vpc("vpc-1", uncollected={LOG: GAP})
THERE = vpc("vpc-2")
FLOW_LOG = Resource(type=LOG, address="fl-1", properties={"ResourceId": "vpc-2"})
ESTATE = Estate((HERE, THERE, FLOW_LOG))


def test_a_companion_nobody_asked_for_is_in_doubt() -> None:
    (one,) = ESTATE.companions(HERE, LOG)
    assert isinstance(one.sure, Doubt)
    assert one.resource.partial == GAP


def test_where_it_was_asked_for_what_there_is_is_all() -> None:
    (one,) = ESTATE.companions(THERE, LOG)
    assert one.resource is FLOW_LOG
    assert one.sure is True


def test_other_companions_are_not_in_doubt() -> None:
    assert list(ESTATE.companions(HERE, "AWS::EC2::VPCGatewayAttachment")) == []


def test_the_estate_says_what_may_be_missing_anywhere() -> None:
    assert ESTATE.uncollected(LOG) == GAP
    assert ESTATE.uncollected(VPC) is None
    unread = Unknown("what could not be read may say more")
    assert Estate((THERE,), unseen=unread).uncollected(VPC) == unread
    grown = Estate((THERE,))
    assert grown.uncollected(LOG) is None
    grown.add((HERE,))
    assert grown.uncollected(LOG) == GAP
