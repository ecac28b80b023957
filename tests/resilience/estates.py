"""Small estates to lose things of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.resilience.declared import Declared
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.survey import Effect, Survey, single_faults

HOME = "eu-west-1"
HIDDEN = Unknown("hidden")


def ref(address: str, attribute: str = "Ref") -> Unknown:
    """A reference, as a template has it before it is deployed."""
    return Unknown("assigned at deployment", (address,), attribute, present=True)


def make(
    kind: str,
    address: str,
    *,
    region: str | Unknown | None = HOME,
    names: Iterable[str] = (),
    **properties: object,
) -> Resource:
    """A resource in a Region."""
    return Resource(
        type=kind, address=address, properties=dict(properties), region=region, names=tuple(names)
    )


def network(zones: str = "abc") -> list[Resource]:
    """A VPC with a subnet in each zone: `sub-a` in eu-west-1a, and so on."""
    vpc = make("AWS::EC2::VPC", "vpc", CidrBlock="10.0.0.0/16")
    return [vpc, *(subnet(f"sub-{zone}", f"{HOME}{zone}") for zone in zones)]


def subnet(address: str, zone: str) -> Resource:
    """A subnet in a zone."""
    return make("AWS::EC2::Subnet", address, VpcId=ref("vpc"), AvailabilityZone=zone)


def subnets(zones: str = "abc") -> list[object]:
    """References to subnets in these zones."""
    return [ref(f"sub-{zone}") for zone in zones]


def group(kind: str, address: str, zones: str = "abc") -> Resource:
    """A group of subnets in these zones."""
    return make(kind, address, SubnetIds=subnets(zones))


def survey(
    resources: Iterable[Resource],
    *,
    declared: Declared | None = None,
    more: Iterable[Fault] = (),
    asked: Iterable[str] = (),
) -> Survey:
    """All single faults of these resources, and some more."""
    model = Model(Estate(list(resources)), declared or Declared(), asked)
    return Survey(model, [*single_faults(model), *more])


def effect(found: Survey, address: str, *lost: str) -> Effect:
    """What the loss of these things, all at once, does to a resource."""
    fault = Fault(" + ".join(lost), lost)
    known = {one.name: one for one in found.faults}
    if fault.name not in known:
        found = Survey(found.model, [fault])
    return found.effect(found.model.by_address[address], known.get(fault.name, fault))


def fate(resources: Iterable[Resource], address: str, *lost: str) -> str:
    """What becomes of a resource; applications need nothing but what the configuration says."""
    found = list(resources)
    every = [{"resource": one.address, "complete": True} for one in found]
    return effect(survey(found, declared=declared(*every)), address, *lost).fate


def declared(*applications: Mapping[str, object], **zones: str) -> Declared:
    """What people have declared."""
    import msgspec

    return msgspec.convert({"application": list(applications), "zones": zones}, Declared)
