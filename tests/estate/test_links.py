"""What a reference leads to when it is more, or less, than the name of one resource."""

from __future__ import annotations

import pytest

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

BUCKET = Resource(type="AWS::S3::Bucket", address="B", properties={})
OTHER = Resource(type="AWS::S3::Bucket", address="C", properties={})
LOOKUP = Resource(type="Custom::Lookup", address="L", properties={})
QUEUE = Resource(type="AWS::SQS::Queue", address="Q", properties={})
TRAIL = Resource(
    type="AWS::CloudTrail::Trail",
    address="T",
    properties={"S3BucketName": Unknown("", ("C",), "Ref")},
)
STRANGER = Resource(type="aws_new_thing", address="S", properties={}, covers=frozenset())
ESTATE = Estate((BUCKET, OTHER, LOOKUP, QUEUE, TRAIL, STRANGER))


@pytest.mark.parametrize(
    ("value", "targets", "sure", "outside"),
    [
        (Unknown("", ("B",), "Ref"), [BUCKET], True, False),
        (Unknown("", ("B",), prefix="arn:aws:s3:::", suffix="/*"), [BUCKET], False, False),
        (
            Unknown("", ("B",), prefix="arn:aws:s3:::", suffix="/*", present=True),
            [BUCKET],
            True,
            False,
        ),
        (Unknown("", ("B",), present=True), [BUCKET], True, False),
        (Unknown("", ("B",)), [BUCKET], False, False),  # it, or nothing
        (Unknown("", ("B",), suffix="-logs"), [BUCKET, OTHER], False, False),
        (Unknown("", ("B",), prefix="x-"), [BUCKET, OTHER], False, False),
        (Unknown("", ("L",), "BucketName"), [BUCKET, OTHER], False, False),
        (Unknown("", ("Q",), "Arn"), [], False, True),
        (Unknown("", ("T",), "S3BucketName"), [OTHER], False, False),  # what it was handed
        (Unknown("", ("S",), "bucket"), [BUCKET, OTHER], False, False),  # of what nobody knows
        (Unknown("", ("Z",), "Ref"), [], False, True),
        (Unknown(""), [BUCKET, OTHER], False, False),
        (Unknown("", ("B", "C")), [BUCKET, OTHER], False, False),
        (Unknown("", ("B", "B")), [BUCKET], False, False),
        (Unknown("", ("Q", "Z")), [BUCKET, OTHER], False, False),  # made of both, it may be any
    ],
)
def test_link(value: Unknown, targets: list[Resource], sure: bool, outside: bool) -> None:
    link = ESTATE.link(value, "AWS::S3::Bucket")
    assert (list(link.targets), link.sure, link.outside) == (targets, sure, outside)
