"""Golden pairs: two configurations that differ in one option, and exactly the cells it moves.

A cell that moves and is not listed fails, and so does one that is listed and does not move.
"""

from __future__ import annotations

from datetime import date

import pytest

from partywall.line.family import Family, classified_types, families_of
from partywall.line.layer import BY_SHORT
from partywall.line.lines import line_of

from .family_pairs import FAMILY_PAIRS
from .pairs import MINE, PAIRS, Props

TODAY = date(2026, 11, 23)
ALL_PAIRS = [*PAIRS, *FAMILY_PAIRS]


def is_mine(value: object) -> bool | None:
    return True if value == MINE else None


def parties(type_name: str, properties: Props) -> dict[str, str]:
    line = line_of(type_name, properties, as_of=TODAY, owner=is_mine)
    assert line.is_classified
    return {cell.layer.short: cell.party for cell in line.cells}


LETTER = {"A": "aws", "C": "customer", "S": "shared", ".": "none"}


def moved(text: str) -> dict[str, tuple[str, str]]:
    """`keys A>C, backup .>C` as layer → (party before, party after)."""
    moves = [part.split() for part in text.split(", ")] if text else []
    return {layer: (LETTER[move[0]], LETTER[move[2]]) for layer, move in moves}


@pytest.mark.parametrize(("type_name", "before", "after", "moves"), ALL_PAIRS)
def test_an_option_moves_exactly_these_cells(
    type_name: str, before: Props, after: Props, moves: str
) -> None:
    first, second = parties(type_name, before), parties(type_name, after)
    seen = {k: (first[k], second[k]) for k in BY_SHORT if first[k] != second[k]}
    assert seen == moved(moves)


def test_ecs_services_move_with_their_launch_type() -> None:
    fargate = parties("AWS::ECS::Service", {"LaunchType": "FARGATE"})
    ec2 = parties("AWS::ECS::Service", {"LaunchType": "EC2"})
    external = parties("AWS::ECS::Service", {"LaunchType": "EXTERNAL"})
    assert [one["guest"] for one in (fargate, ec2, external)] == ["aws", "customer", "customer"]
    assert [one["site"] for one in (fargate, ec2, external)] == ["aws", "aws", "customer"]
    assert [one["platform"] for one in (fargate, ec2, external)] == ["aws", "aws", "shared"]


@pytest.mark.parametrize(
    ("engine", "version", "guest", "runtime", "resilience"),
    [
        ("mysql", "8.0.40", "aws", "aws", "customer"),
        ("custom-oracle-ee", "19.cev", "customer", "shared", "customer"),
        ("custom-sqlserver-ee", "15.00.4249.2.v1", "shared", "shared", "shared"),
        ("custom-sqlserver-ee", "15.00.4249.2.my_cev", "shared", "customer", "shared"),
    ],
)
def test_rds_custom_is_two_lines(
    engine: str, version: str, guest: str, runtime: str, resilience: str
) -> None:
    seen = parties("AWS::RDS::DBInstance", {"Engine": engine, "EngineVersion": version})
    assert (seen["guest"], seen["runtime"], seen["resil"]) == (guest, runtime, resilience)


# -- every family has its golden pair, or nothing moves it

FAMILIES: dict[str, tuple[Family, bool]] = {
    family.id: (family, len(families) > 1)
    for name in classified_types()
    for families in [families_of(name, TODAY)]
    for family in families
}
MOVING = {
    id
    for id, (family, has_rivals) in FAMILIES.items()
    if has_rivals or any(row.when for rows in family.rows for row in rows)
}
OTHER_DUTIES_ONLY = {
    "db-on-ec2",
    "ec2-asg",
    "eks-auto-mode",
    "eks-self-managed-nodes",
    "instance-store",
    "nat-instance",
}
"""Families whose condition changes what the parties have to do, and no party."""


def test_every_family_that_an_option_moves_has_a_pair_that_moves_it() -> None:
    seen: dict[str, bool] = {}
    for type_name, before, after, moves in ALL_PAIRS:
        for properties in (before, after):
            line = line_of(type_name, properties, as_of=TODAY, owner=is_mine)
            seen[line.family] = seen.get(line.family, False) or bool(moves)
    assert set(seen) >= MOVING, sorted(MOVING - set(seen))
    still = {id for id in MOVING if not seen[id]}
    assert still == OTHER_DUTIES_ONLY


def test_at_least_200_families_are_moved_by_an_option() -> None:
    assert len(MOVING) >= 200


@pytest.mark.parametrize("id", sorted(set(FAMILIES) - MOVING))
def test_nothing_moves_the_other_families(id: str) -> None:
    """No fact that a configuration shows moves them, so their golden is one line for all."""
    family, _ = FAMILIES[id]
    assert family.condition is None
    assert all(len(rows) == 1 for rows in family.rows)
