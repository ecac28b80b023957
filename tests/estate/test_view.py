"""Views: what they answer once, and what they forget."""

from __future__ import annotations

from functools import cached_property

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.estate.view import View
from partywall.kernel.unknown import Unknown


class Thing(View):
    """A view that works something out."""

    types = ("A::B::Thing",)

    @cached_property
    def name(self) -> object:
        return self.at("Name").value


def test_a_place_is_made_once() -> None:
    thing = Thing(Name="a", Inside={"Name": "b"})
    assert thing.at("Name") is thing.at("Name")
    assert thing.at("Inside", "Name") is not thing.at("Name")
    assert thing.at("Inside", "Name").value == "b"
    assert thing.at("Inside", "Name").path == ("Inside", "Name")


def test_what_is_forgotten_is_worked_out_anew() -> None:
    thing = Thing(Name="a")
    assert thing.name == "a"
    before = thing.at("Name")
    thing.resource.properties["Name"] = "b"
    assert thing.name == thing.at("Name").value == "a"
    thing.forget()
    assert thing.name == thing.at("Name").value == "b"
    assert thing.at("Name") is not before


def test_a_view_with_slots_forgets_as_well() -> None:
    slotted = type("Slotted", (View,), {"types": ("A::B::Thing",), "__slots__": ()})
    thing = slotted(Name="a")
    assert thing.at("Name").value == "a"
    thing.forget()
    assert thing.at("Name").value == "a"


def test_what_nobody_could_have_seen_stays_unknown() -> None:
    resource = Resource(type="A::B::Thing", address="a", properties={}, covers=frozenset({"Name"}))
    thing = Thing.of(resource, Estate((resource,)))
    assert thing.at("Name").value is None
    for keys in (("Other",), ("Other", "Below")):
        assert isinstance(thing.at(*keys).value, Unknown)
