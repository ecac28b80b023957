"""Laws: what may never happen to an answer, whatever a network looks like."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator

import pytest

from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path, Unknown
from partywall.reach.questions import Asker
from reach.build import HIDDEN, at, rule
from reach.test_oracle import network, resources

SEEDS = range(300, 330)
AT_LENGTH = [*SEEDS[:4], *(pytest.param(one, marks=pytest.mark.slow) for one in SEEDS[4:])]
QUESTIONS = [("tcp", 22), ("udp", 1500), ("tcp", 443)]


def answers(parts: list[Resource], names: list[str]) -> dict[tuple[object, ...], tuple[str, str]]:
    ask = Asker(fold(parts))
    found = {}
    for a in (*names, "8.8.8.8"):
        for b in (*names, "8.8.8.8"):
            if a != b:
                for protocol, port in QUESTIONS:
                    one = ask.ask(a, b, protocol, port)
                    found[a, b, protocol, port] = one.one_way, one.two_way
    return found


def weaker(before: dict, after: dict, what: object) -> None:  # type: ignore[type-arg]
    """Each word is as it was, or unknown."""
    for key, words in before.items():
        for was, now in zip(words, after[key], strict=True):
            assert now in (was, "unknown"), (what, key, words, after[key])


def places(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from places(inner, (*path, n))


def hide(properties: dict[str, object], path: Path, by: object) -> None:
    holder: object = properties
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]
    holder[path[-1]] = by  # type: ignore[index]


@pytest.mark.parametrize("seed", AT_LENGTH)
def test_hiding_a_property_weakens_an_answer_and_never_turns_it(seed: int) -> None:
    net = network(seed)
    parts = resources(net)
    names = sorted(net.machines)[:3]
    before = answers(parts, names)
    pick = random.Random(seed)
    spots = [(n, path) for n, part in enumerate(parts) for path in places(part.properties)]
    for n, path in pick.sample(spots, 25):
        parts = resources(net)
        many = isinstance(path[-1], int) and pick.random() < 0.3
        by: object = Unknown("hidden by the test", many=True) if many else HIDDEN
        hide(parts[n].properties, path, by)
        weaker(before, answers(parts, names), (seed, parts[n].address, path))


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_a_resource_under_a_condition_weakens_answers(seed: int) -> None:
    net = network(seed)
    names = sorted(net.machines)[:3]
    before = answers(resources(net), names)
    without = {}
    pick = random.Random(seed)
    for n in pick.sample(range(len(resources(net))), 12):
        parts = resources(net)
        if parts[n].address in names:
            continue
        parts[n].guard = (("Perhaps", True),)
        without = answers(parts, names)
        weaker(before, without, (seed, parts[n].address))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_allow_rule_closes_nothing(seed: int) -> None:
    net = network(seed)
    names = sorted(net.machines)[:3]
    before = answers(resources(net), names)
    parts = resources(net)
    groups = [one for one in parts if one.type == "AWS::EC2::SecurityGroup"]
    one = random.Random(seed).choice(groups)
    more = rule("tcp", 22, cidr="0.0.0.0/0")
    one.properties["SecurityGroupIngress"] = [*one.properties["SecurityGroupIngress"], more]  # type: ignore[misc]
    after = answers(parts, names)
    for key, words in before.items():
        assert not any(
            was == "yes" and now != "yes" for was, now in zip(words, after[key], strict=True)
        ), (key, words, after[key])


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_order_and_names_make_no_difference(seed: int) -> None:
    net = network(seed)
    names = sorted(net.machines)[:3]
    before = answers(resources(net), names)
    parts = resources(net)
    for one in parts:
        for key in ("SecurityGroupIngress", "SecurityGroupEgress"):
            if key in one.properties:
                one.properties[key] = list(reversed(one.properties[key]))  # type: ignore[call-overload]
        if "RuleNumber" in one.properties:
            one.properties["RuleNumber"] = one.properties["RuleNumber"] * 7 + 3  # type: ignore[operator]
    random.Random(seed).shuffle(parts)
    assert answers(parts, names) == before


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_one_more_deny_entry_opens_nothing(seed: int) -> None:
    net = network(seed)
    names = sorted(net.machines)[:3]
    before = answers(resources(net), names)
    parts = copy.copy(resources(net))
    acls = [one for one in parts if one.type == "AWS::EC2::NetworkAcl"]
    if not acls:
        return
    entry = {
        "NetworkAclId": at(acls[0].address), "RuleNumber": 1, "Egress": False,
        "RuleAction": "deny", "Protocol": 6, "CidrBlock": "0.0.0.0/0",
        "PortRange": {"From": 0, "To": 1023},
    }  # fmt: skip
    parts.append(Resource(type="AWS::EC2::NetworkAclEntry", address="deny", properties=entry))
    after = answers(parts, names)
    for key, words in before.items():
        assert not any(
            was == "no" and now != "no" for was, now in zip(words, after[key], strict=True)
        ), (key, words, after[key])
