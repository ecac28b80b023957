"""How Regions and zones are called."""

from __future__ import annotations

import pytest

from partywall.resilience.asked import NoSuchThing, fault, thing
from partywall.resilience.places import Places, code_of, is_zone_id
from resilience.estates import declared, fate, make, ref, survey


@pytest.mark.parametrize(
    "region, code",
    [
        ("us-east-1", "use1"),
        ("eu-west-1", "euw1"),
        ("ap-southeast-2", "apse2"),
        ("ap-northeast-1", "apne1"),
        ("us-gov-west-1", "usgw1"),
        ("ca-central-1", "cac1"),
        ("me-south-1", "mes1"),
        ("il-central-1", "ilc1"),
        ("sa-east-1", "sae1"),
        ("nowhere", ""),
    ],
)
def test_codes_of_regions(region: str, code: str) -> None:
    assert code_of(region) == code


@pytest.mark.parametrize("text, is_id", [("use1-az2", True), ("us-east-1a", False), ("", False)])
def test_ids_and_names(text: str, is_id: bool) -> None:
    assert is_zone_id(text) is is_id


@pytest.mark.parametrize(
    "zone, region",
    [
        ("eu-west-1a", "region:eu-west-1"),
        ("us-west-2-lax-1a", "region:us-west-2"),
        ("us-gov-east-1b", "region:us-gov-east-1"),
        ("euw1-az3", "region:eu-west-1"),
        ("xxw1-az3", ""),
    ],
)
def test_the_region_of_a_zone(zone: str, region: str) -> None:
    places = Places()
    places.region("eu-west-1")
    assert places.region_of(places.zone(zone)) == region


def test_a_zone_goes_by_its_id_where_a_subnet_tells_both() -> None:
    subnet = make(
        "AWS::EC2::Subnet", "s", AvailabilityZone="eu-west-1a", AvailabilityZoneId="euw1-az2"
    )
    other = make("AWS::EC2::Volume", "x", AvailabilityZone="eu-west-1a")
    found = survey([subnet, other])
    assert "az:euw1-az2" in found.model.places.zones
    assert found.model.places.named_zones == ()
    assert fate([subnet, other], "x", "az:euw1-az2") == "stops"


def test_a_zone_goes_by_the_id_that_is_declared() -> None:
    volume = make("AWS::EC2::Volume", "x", AvailabilityZone="eu-west-1a")
    mapping = declared(**{"eu-west-1a": "euw1-az2"})
    model = survey([volume], declared=mapping).model
    assert thing(model, "az:euw1-az2") == "az:euw1-az2"
    assert thing(model, "az:eu-west-1a") == "az:euw1-az2"
    assert survey([volume], declared=mapping).outcomes.of("x", "az:euw1-az2") == "stops"


def test_an_id_says_nothing_where_zones_are_known_by_name() -> None:
    model = survey([make("AWS::EC2::Volume", "x", AvailabilityZone="eu-west-1a")]).model
    with pytest.raises(NoSuchThing, match="depends on the account"):
        thing(model, "az:euw1-az2")
    assert thing(model, "az:use1-az2") == "az:use1-az2"


def test_things_by_address_by_type_and_by_name() -> None:
    key = make("AWS::KMS::Key", "module.a.aws_kms_key.data", names=["k-1"])
    queue = make("AWS::SQS::Queue", "q", KmsMasterKeyId="arn:aws:kms:eu-west-1:1:key/far")
    model = survey([key, queue]).model
    assert thing(model, "q") == "q"
    assert thing(model, "AWS::KMS::Key/k-1") == "module.a.aws_kms_key.data"
    assert thing(model, "AWS::KMS::Key/module.a.aws_kms_key.data") == "module.a.aws_kms_key.data"
    assert thing(model, "arn:aws:kms:eu-west-1:1:key/far") == "arn:aws:kms:eu-west-1:1:key/far"
    assert fault(model, ["q", "region:eu-west-1"]).lost == ("q", "region:eu-west-1")


def test_a_name_in_terraform_is_one_when_nothing_else_has_it() -> None:
    keys = [
        make("AWS::KMS::Key", "aws_kms_key.logs"),
        make("AWS::KMS::Key", "aws_kms_key.data"),
        make("AWS::KMS::Key", "module.a.aws_kms_key.logs"),
    ]
    model = survey(keys).model
    assert thing(model, "AWS::KMS::Key/data") == "aws_kms_key.data"
    for text in ("AWS::KMS::Key/logs", "AWS::KMS::Key/ata"):
        with pytest.raises(NoSuchThing, match="names no single resource"):
            thing(model, text)


@pytest.mark.parametrize(
    "text, hint",
    [
        ("module.a.aws_kms_key.dat", "did you mean module.a.aws_kms_key.data"),
        ("AWS::KMS::Key/none", "of this type there are module.a.aws_kms_key.data"),
        ("AWS::SQS::Queue/none", "none of this type"),
        ("?", "nothing called"),
    ],
)
def test_what_is_not_there(text: str, hint: str) -> None:
    model = survey([make("AWS::KMS::Key", "module.a.aws_kms_key.data")]).model
    with pytest.raises(NoSuchThing, match=hint.replace("?", r"\?")):
        thing(model, text)


def test_places_that_only_the_user_speaks_of_are_met() -> None:
    volume = make("AWS::EC2::Volume", "x", AvailabilityZone=ref("y", "Zone"))
    found = survey([volume], asked=["az:eu-west-1a", "region:eu-central-1"])
    assert found.outcomes.of("x", "az:eu-west-1a") == "undecided"
    assert found.outcomes.of("x", "region:eu-central-1") == "survives"
