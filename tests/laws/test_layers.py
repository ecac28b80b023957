"""A control proves something on a layer in which the customer has a share, at least sometimes."""

from __future__ import annotations

import pytest

from controls.examples import TODAY
from partywall.controls.control import Control
from partywall.controls.registry import all_controls
from partywall.line.layer import LAYERS
from partywall.line.moves import what_moves

PAIRS = [
    pytest.param(control, type_name, id=f"{control.id}-{type_name}")
    for control in all_controls()
    for type_name in control.types
]


@pytest.mark.parametrize(("control", "type_name"), PAIRS)
def test_the_customer_has_a_share_in_the_layer(control: Control, type_name: str) -> None:
    moves = what_moves(type_name, TODAY).moves
    assert moves, f"nobody has drawn the line of {type_name}"
    parties = {move.cell.party for move in moves if move.cell.layer is control.layer}
    assert parties & {"customer", "shared"}, f"{control.layer}: {', '.join(sorted(parties))}"


def test_every_layer_that_a_customer_can_hold_has_controls() -> None:
    held = {control.layer for control in all_controls()}
    below = {"site", "hardware", "fabric", "virtualization", "host-os"}
    assert {layer.id for layer in LAYERS if layer not in held} == below
