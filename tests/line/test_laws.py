"""Laws that hold for every type at once.

- hiding a value never shrinks the customer's duty, nor AWS's: every sentence that stood in the
  line stands in the line of the hidden configuration;
- the order of properties and of list elements changes nothing;
- a line that was remembered is the line that would be drawn anew;
- whoever answers for a cell has a duty there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.line.lines import Lines, line_of
from partywall.line.model import OR, Cell, Line

from .configurations import MINE, configured, leaves, replaced, types

TODAY = date(2026, 11, 23)
MOVING = [name for name in types() if Lines(TODAY).of(name, {}).is_classified]
HIDDEN = [
    Unknown("hidden"),
    Unknown("hidden", refs=("key",), present=True),
    Unknown("hidden", many=True),
]
LAW = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def owner(value: object) -> bool | None:
    """Knows one key, and one reference to it."""
    return True if value == MINE or (isinstance(value, Unknown) and value.refs) else None


def draw_line(type_name: str, properties: dict[str, Any]) -> Line:
    return line_of(type_name, properties, as_of=TODAY, owner=owner)


def duties(text: str) -> set[str]:
    return set(text.split(OR)) - {""}


def covers(hidden: Cell, known: Cell) -> bool:
    return (
        duties(known.customer) <= duties(hidden.customer)
        and duties(known.aws) <= duties(hidden.aws)
        and (known.party in ("none", hidden.party) or hidden.party == "shared")
    )


@LAW
@given(st.data())
def test_hiding_a_value_never_shrinks_a_duty(data: st.DataObject) -> None:
    type_name = data.draw(st.sampled_from(MOVING))
    properties = data.draw(configured(type_name))
    places = leaves(properties)
    hidden = properties
    for place in data.draw(
        st.lists(st.sampled_from(places), max_size=3) if places else st.just([])
    ):
        if place in leaves(hidden):
            new = data.draw(st.sampled_from(HIDDEN[:1] if place[-1] == "KmsKeyId" else HIDDEN[::2]))
            hidden = replaced(hidden, place, new)
    known, unsure = draw_line(type_name, properties), draw_line(type_name, hidden)
    for before, after in zip(known.cells, unsure.cells, strict=True):
        assert covers(after, before), (before, after)
        assert after.unresolved or after.party == before.party


@pytest.mark.slow
@LAW
@given(st.data())
def test_what_the_source_cannot_speak_of_never_shrinks_a_duty(data: st.DataObject) -> None:
    type_name = data.draw(st.sampled_from(MOVING))
    properties = data.draw(configured(type_name))
    seen = frozenset(data.draw(st.lists(st.sampled_from([*properties, "Name"]))))
    lines = Lines(TODAY, owner)
    known = lines.of(type_name, properties)
    shown = {name: value for name, value in properties.items() if name in seen}
    for before, after in zip(
        known.cells, lines.of(type_name, shown, covers=seen).cells, strict=True
    ):
        assert covers(after, before), (before, after)
    for before, after in zip(
        known.cells, lines.of(type_name, shown, partial=Unknown("elsewhere")).cells, strict=True
    ):
        assert covers(after, before), (before, after)


def turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(one) for one in reversed(value)] if isinstance(value, list) else value


@pytest.mark.slow
@LAW
@given(st.data())
def test_order_changes_nothing(data: st.DataObject) -> None:
    type_name = data.draw(st.sampled_from(MOVING))
    properties = data.draw(configured(type_name))
    assert draw_line(type_name, properties) == draw_line(type_name, turned(properties))


@pytest.mark.slow
@LAW
@given(st.data())
def test_a_remembered_line_is_the_line(data: st.DataObject) -> None:
    lines = Lines(TODAY, owner)
    type_name = data.draw(st.sampled_from(MOVING))
    for _ in range(4):
        properties = data.draw(configured(type_name))
        places = leaves(properties)
        if places and data.draw(st.booleans()):
            hidden = data.draw(st.sampled_from(HIDDEN))
            properties = replaced(properties, data.draw(st.sampled_from(places)), hidden)
        assert lines.of(type_name, properties) == draw_line(type_name, properties)


@LAW
@given(st.data())
def test_whoever_answers_has_a_duty(data: st.DataObject) -> None:
    type_name = data.draw(st.sampled_from([*MOVING, "AWS::Nobody::Drew", "Vendor::Thing::Made"]))
    line = draw_line(type_name, data.draw(configured(type_name)) if type_name in MOVING else {})
    for cell in line.cells:
        assert bool(cell.aws) == (cell.party in ("aws", "shared"))
        if cell.party in ("customer", "shared"):
            assert cell.customer
        if cell.party == "none":
            assert not cell.customer
        assert cell.because
        assert bool(cell.read) == cell.confirmed
