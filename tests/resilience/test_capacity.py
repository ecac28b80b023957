"""How many copies are left, and how long a schedule can leave one without a backup."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.resilience.answers import capacities
from partywall.resilience.capacity import Spread
from partywall.resilience.schedule import DAY, HOUR, MINUTE, longest_gap
from resilience.estates import declared, effect, make, network, ref, subnets, survey


def spread(count: int, zones: int, demand: int | None = None) -> Spread:
    return Spread(tuple(f"p{n}" for n in range(zones)), count, demand)


@given(st.integers(1, 12), st.integers(1, 5), st.data())
def test_as_counted_one_by_one(count: int, zones: int, data: st.DataObject) -> None:
    lost = data.draw(st.integers(0, zones))
    shares = [count // zones + (n < count % zones) for n in range(zones)]
    left = [count - sum(ones) for ones in combinations(shares, lost)]
    assert spread(count, zones).left_at_least(lost) == min(left)
    assert spread(count, zones).left_at_most(lost) == max(left)


@pytest.mark.parametrize(
    "count, zones, demand, stands, needed",
    [
        (3, 3, 2, True, 3),
        (2, 3, 2, False, 3),
        (4, 2, 2, True, 4),
        (3, 2, 2, False, 4),
        (6, 3, 4, True, 6),
        (5, 3, 4, False, 6),
        (5, 1, 1, False, None),
        (5, 3, None, None, None),
    ],
)
def test_n_plus_one(
    count: int, zones: int, demand: int | None, stands: bool | None, needed: int | None
) -> None:
    found = spread(count, zones, demand)
    assert found.stands_one_loss is stands
    assert found.for_static_stability == needed


@given(st.integers(1, 12), st.integers(2, 5))
def test_static_stability_is_enough_and_one_less_is_not(demand: int, zones: int) -> None:
    needed = spread(1, zones, demand).for_static_stability
    assert needed is not None
    assert spread(needed, zones, demand).stands_one_loss is True
    assert spread(needed - 1, zones, demand).stands_one_loss is False


def test_demand_goes_before_the_minimum() -> None:
    workers = make(
        "AWS::AutoScaling::AutoScalingGroup",
        "x",
        VPCZoneIdentifier=subnets(),
        MinSize=1,
        DesiredCapacity=3,
    )
    (least,) = capacities(survey([*network(), workers]).model)
    assert (least.count, least.left, least.demand, least.demand_from) == (3, 2, 1, "MinSize")
    wanted = declared({"resource": "x", "demand": 3, "complete": True})
    found = survey([*network(), workers], declared=wanted)
    (declared_one,) = capacities(found.model)
    assert (declared_one.demand, declared_one.demand_from) == (3, "declared")
    assert declared_one.stands_one_loss is False
    one = effect(found, "x", "az:eu-west-1a")
    assert (one.fate, one.left, one.count, one.enough) == ("degraded", 2, 3, False)


def test_what_runs_goes_on_though_nothing_can_be_launched() -> None:
    workers = make(
        "AWS::AutoScaling::AutoScalingGroup",
        "x",
        VPCZoneIdentifier=subnets(),
        MinSize=3,
        LaunchTemplate={"LaunchTemplateId": ref("template")},
    )
    found = survey(
        [*network(), workers, make("AWS::EC2::LaunchTemplate", "template")],
        declared=declared({"resource": "x", "complete": True}),
    )
    assert effect(found, "x", "template").cannot_launch
    assert effect(found, "x", "template").fate == "survives"
    assert effect(found, "x", "az:eu-west-1a").recovery.kind == "launch"


@pytest.mark.parametrize(
    "expression, seconds",
    [
        ("rate(12 hours)", 12 * HOUR),
        ("rate(1 day)", DAY),
        ("rate(5 minutes)", 5 * MINUTE),
        ("cron(0 3 * * ? *)", DAY),
        ("cron(0 5 ? * * *)", DAY),
        ("cron(0 0,12 * * ? *)", 12 * HOUR),
        ("cron(0 0,6 * * ? *)", 18 * HOUR),
        ("cron(0 */6 * * ? *)", 6 * HOUR),
        ("cron(15 * ? * * *)", HOUR),
        ("cron(0/30 * ? * * *)", 30 * MINUTE),
        ("cron(0 5 ? * MON-FRI *)", 3 * DAY),
        ("cron(0 5 ? * SUN *)", 7 * DAY),
        ("cron(0 5 1 * ? *)", 31 * DAY),
        ("cron(0 5 1,15 * ? *)", 17 * DAY),
        ("cron(0 5 31 * ? *)", None),
        ("cron(0 5 L * ? *)", None),
        ("cron(0 5 ? 1 * *)", None),
        ("cron(0 5 ? * * 2027)", None),
        ("cron(0 25 * * ? *)", None),
        ("rate(2 fortnights)", None),
        ("daily", None),
        ("", None),
    ],
)
def test_gaps_of_schedules(expression: str, seconds: int | None) -> None:
    assert longest_gap(expression) == seconds
