"""Fragments find their resource; what may belong to several is known of none."""

from __future__ import annotations

import pytest

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.estate.resource import Fragment, Resource, Variant
from partywall.estate.view import View
from partywall.kernel.span import Span
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown

BUCKET = "AWS::S3::Bucket"
ENABLED = {"VersioningConfiguration": {"Status": "Enabled"}}


def bucket(address: str, **properties: object) -> Resource:
    return Resource(type=BUCKET, address=address, properties=dict(properties))


def versioning(parent: object, address: str = "v") -> Fragment:
    return Fragment(
        parent_type=BUCKET,
        parent=parent,
        address=address,
        properties={"VersioningConfiguration": {"Status": "Enabled"}},
        place=Span("plan.json", 7),
    )


def refers(*addresses: str) -> Unknown:
    return Unknown("known after apply", addresses, present=True)


@pytest.mark.parametrize(
    "parent",
    [refers("b"), "logs", "arn:aws:s3:::logs"],
    ids=["reference", "name", "arn"],
)
def test_a_fragment_is_merged_into_its_bucket(parent: object) -> None:
    estate = fold([bucket("b", BucketName="logs"), bucket("c")], [versioning(parent)])
    assert estate.by_address["b"].properties == {"BucketName": "logs", **ENABLED}
    assert estate.by_address["c"].properties == {}
    assert estate.by_address["b"].where(("VersioningConfiguration",)) == Span("plan.json", 7)
    assert estate.by_address["b"].holder(("VersioningConfiguration",)) == "v"


def test_a_fragment_that_names_another_fragment_finds_the_bucket() -> None:
    pieces = [versioning(refers("first"), "v"), versioning(refers("b"), "first")]
    assert fold([bucket("b")], pieces).by_address["b"].properties == ENABLED


@pytest.mark.parametrize("parent", [refers("b", "c"), Unknown("a local")])
def test_what_may_belong_to_several_is_known_of_none(parent: Unknown) -> None:
    estate = fold([bucket("b"), bucket("c")], [versioning(parent)])
    for address in ("b", "c"):
        value = estate.by_address[address].properties["VersioningConfiguration"]
        assert isinstance(value, Unknown)
        assert "v may set it" in value.why


def test_the_bucket_of_a_lone_fragment_is_known_in_part_only() -> None:
    estate = fold([], [versioning("elsewhere", "v"), versioning("elsewhere", "w")])
    (partial,) = estate.resources
    seen = View.of(partial, estate)
    assert seen.at("VersioningConfiguration", "Status").equals("Enabled") is True
    assert isinstance(seen.at("BucketEncryption").is_set, Doubt)


def test_lists_grow_and_order_does_not_matter() -> None:
    def tag(name: str) -> Fragment:
        return Fragment(
            parent_type=BUCKET,
            parent=refers("b"),
            address=name,
            properties={"Tags": [name]},
            appends=frozenset({"Tags"}),
        )

    for pieces in ([tag("x"), tag("y")], [tag("y"), tag("x")]):
        one = fold([bucket("b", Tags=["own"])], pieces)
        assert one.by_address["b"].properties["Tags"] == ["own", "x", "y"]


POLICY = "AWS::S3::BucketPolicy"


class Policy(View):
    types = (POLICY,)


class Bucket(View):
    types = (BUCKET,)


def policy(address: str, parent: object, **fields: object) -> Resource:
    return Resource(type=POLICY, address=address, properties={"Bucket": parent}, **fields)  # type: ignore[arg-type]


def test_companions_are_as_sure_as_their_link() -> None:
    resources = [bucket("b", BucketName="logs"), policy("p", refers("b")), policy("q", "logs")]
    estate = Estate([*resources, policy("r", Unknown("a parameter")), policy("s", "other")])
    found = Bucket.of(resources[0], estate).companions(Policy)
    assert [(one.resource.address, one.sure is True) for one in found] == [
        ("p", True),
        ("q", True),
        ("r", False),
    ]


def test_companions_live_in_the_world_of_their_parent() -> None:
    parent = bucket("b")
    inside = policy("p", refers("b"), guard=(("Prod", True),))
    estate = Estate([parent, inside])
    assert not Bucket.of(parent, estate, world=(("Prod", False),)).companions(Policy)
    (sure,) = Bucket.of(parent, estate, world=(("Prod", True),)).companions(Policy)
    assert sure.sure is True
    (maybe,) = Bucket.of(parent, estate).companions(Policy)
    assert isinstance(maybe.sure, Doubt)


def test_a_companion_shows_the_properties_of_that_world() -> None:
    parent = bucket("b")
    worlds = tuple(
        Variant((("Prod", prod),), {"Bucket": refers("b"), "Note": prod}) for prod in (True, False)
    )
    inside = policy("p", refers("b"), variants=worlds)
    estate = Estate([parent, inside])
    (seen,) = Bucket.of(parent, estate, world=(("Prod", False),)).companions(Policy)
    assert seen.at("Note").value is False


def test_references_backward() -> None:
    resources = [bucket("b", BucketName="logs"), policy("p", refers("b")), policy("q", "logs")]
    estate = Estate(resources)
    assert [one.address for one in estate.referrers(resources[0])] == ["p", "q"]
    assert estate.referrers(resources[1]) == []
