"""The laws that every control obeys, tried on one example at a time.

Hiding a value may make a verdict undecided, never anything else. A hidden value can be a bare
unknown, one that is surely set, one with a known beginning, one of a few; a list may go on; a
property that the example leaves out may be set where nobody could see it; a companion may or
may not exist. The order in which things are written changes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from controls.examples import JUDGED, Case, Described, as_case, judge
from partywall.controls.control import Control
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.verdict import UNDECIDED, Verdict

HIDDEN = Unknown("hidden")
REST = Unknown("there may be more", many=True)


def assert_outcome(control: Control, described: dict[str, Any], outcome: str) -> None:
    """The control reaches `outcome` on the properties (or template), and the laws hold there."""
    case = as_case(control, described)
    verdict = judge(control, case)
    assert verdict.outcome == outcome, verdict
    assert_lawful(control, case)


def assert_hiding_never_flips(control: Control, described: dict[str, Any]) -> None:
    """Whatever is hidden of the properties (or template), the verdict stays or is undecided."""
    _assert_hiding(control, as_case(control, described))


def assert_lawful(control: Control, case: Case) -> None:
    """All the laws, on one case."""
    _assert_has_evidence(judge(control, case))
    _assert_hiding(control, case)
    _assert_order(control, case)


def _assert_has_evidence(verdict: Verdict) -> None:
    assert verdict.evidence, verdict
    assert verdict.note or verdict.outcome in ("proved", UNDECIDED), verdict


def _assert_hiding(control: Control, case: Case) -> None:
    outcome = judge(control, case).outcome
    for what, hidden in hidings(control, case):
        seen = judge(control, hidden)
        message = f"{control.id}: {outcome} became {seen.outcome} with {what}: {seen}"
        assert seen.outcome in (outcome, UNDECIDED), message
        assert seen.evidence, message


def _assert_order(control: Control, case: Case) -> None:
    outcome = judge(control, case).outcome
    turned = {
        name: replace(one, properties=_turned(one.properties))
        for name, one in reversed(case.items())
    }
    seen = judge(control, turned)
    assert seen.outcome == outcome, f"{control.id}: {outcome} became {seen.outcome} when reversed"


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _turned(item) for key, item in reversed(value.items())}
    if isinstance(value, list):
        return [_turned(item) for item in reversed(value)]
    return value


def hidings(control: Control, case: Case) -> Iterator[tuple[str, Case]]:
    """Every weaker picture of the case, each with a few words on what was hidden."""
    for name, one in case.items():
        for path, value in _places(one.properties):
            for veil in _veils(value):
                yield f"{name}.{path} = {veil}", _with(case, name, path, veil)
        for path in _asked_in_vain(control, case, name):
            yield f"{name}.{path}, left out, is unknown", _with(case, name, path, HIDDEN)
        if name == JUDGED:
            part = replace(one, partial=HIDDEN)
            yield f"{name} only in part", case | {name: part}
        else:
            guarded = replace(one, guard=(("Perhaps", True),))
            yield f"{name} perhaps", case | {name: guarded}
            mapped = f"all of {name}"
            veiled = dict.fromkeys(one.properties, HIDDEN)
            yield mapped, case | {name: Described(one.type, veiled)}


def _veils(value: object) -> Iterator[object]:
    """True statements about `value` that say less than it does."""
    yield HIDDEN
    if isinstance(value, Unknown):
        return
    if value is not None:
        yield Unknown("hidden", present=True)
    if isinstance(value, str):
        yield Unknown("hidden", prefix=value[: len(value) // 2], present=True)
        yield Unknown("hidden", among=(value, "something else"), present=True)
    if isinstance(value, bool):
        yield Unknown("hidden", among=(True, False), present=True)
    if isinstance(value, list):
        yield [*value, REST]
        yield [REST]


def _places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, item in pairs:
        yield (*path, key), item
        yield from _places(item, (*path, key))


def _with(case: Case, name: str, path: Path, value: object) -> Case:
    """The case with one value replaced (or, where nothing was, put there)."""
    one = case[name]
    properties: Any = copy.deepcopy(one.properties)
    place = properties
    for key in path[:-1]:
        if isinstance(place, dict) and place.get(key) is None:
            place[key] = {}
        place = place[key]
    place[path[-1]] = value
    return case | {name: replace(one, properties=properties)}


class _Listening(dict[str, Any]):
    """A mapping that notes which of the keys that it lacks are asked for."""

    def __init__(self, value: dict[str, Any], path: Path, asked: dict[Path, None]) -> None:
        super().__init__(
            {key: _listening(item, (*path, key), asked) for key, item in value.items()}
        )
        self.path = path
        self.asked = asked

    def get(self, key: str, default: Any = None) -> Any:
        if dict.get(self, key) is None:
            self.asked[(*self.path, key)] = None
        return dict.get(self, key, default)


def _listening(value: Any, path: Path, asked: dict[Path, None]) -> Any:
    if isinstance(value, dict):
        return _Listening(value, path, asked)
    if isinstance(value, list):
        return [_listening(item, (*path, n), asked) for n, item in enumerate(value)]
    return value


def properties_asked(control: Control, case: Case) -> Iterator[tuple[str, Path]]:
    """Name of the resource and path of each property that is written or asked for in vain."""
    for name, one in case.items():
        yield from ((name, path) for path, _ in _places(one.properties))
        yield from ((name, path) for path in _asked_in_vain(control, case, name))


def _asked_in_vain(control: Control, case: Case, name: str) -> list[Path]:
    """The properties that the control asked for and the example leaves out."""
    asked: dict[Path, None] = {}
    one = case[name]
    heard = replace(one, properties=_Listening(one.properties, (), asked))
    judge(control, case | {name: heard})
    return list(asked)
