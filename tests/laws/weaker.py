"""Weaker pictures of a case (true, but telling less), and other spellings of the same case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from controls.examples import JUDGED, Case, Described, judge
from laws.strategies import Below, places, put
from partywall.controls.control import Control
from partywall.estate.resource import Variant
from partywall.kernel.unknown import Path, Unknown
from partywall.sources.cloudformation.blend import blend

HIDDEN = Unknown("hidden")
REST = Unknown("there may be more", many=True)


def hidden(control: Control, case: Case, below: Below) -> tuple[str, Case]:
    """One weaker picture, with a few words on what was hidden."""
    name = _one_of(sorted(case), below)
    one = case[name]
    how = below(12)
    if how == 0:
        covers = frozenset(one.properties) - {_asked_or_any(control, case, name, below)}
        return f"{name} covers {sorted(covers)}", case | {name: replace(one, covers=covers)}
    if how == 1 and name == JUDGED:
        return "Example only in part", case | {name: replace(one, partial=HIDDEN)}
    if how == 1:
        return f"{name} perhaps", case | {name: replace(one, guard=(("Perhaps?", True),))}
    absent = asked_in_vain(control, case, name) if how < 4 else []
    if absent:
        path = _one_of(absent, below)
        return f"{name}.{path}, left out", _veil_at(case, name, path, HIDDEN)
    spots = places(one.properties)
    if not spots:
        return "Example only in part", case | {JUDGED: replace(case[JUDGED], partial=HIDDEN)}
    path, value = _one_of(spots, below)
    veil = _one_of(list(veils(value)), below)
    return f"{name}.{path} = {veil}", _veil_at(case, name, path, veil)


def _asked_or_any(control: Control, case: Case, name: str, below: Below) -> str:
    asked = [str(path[0]) for path in asked_in_vain(control, case, name) if len(path) == 1]
    return _one_of(asked or ["Tags"], below)


def _one_of(items: list[Any], below: Below) -> Any:
    return items[below(len(items))]


def _veil_at(case: Case, name: str, path: Path, veil: object) -> Case:
    one = case[name]
    return case | {name: replace(one, properties=put(one.properties, path, veil))}


def veils(value: object) -> Iterator[object]:
    """True statements about `value` that say less than it does."""
    if isinstance(value, Unknown) and value.many:
        yield REST
        return
    yield HIDDEN
    if isinstance(value, Unknown):
        if value.refs:
            yield Unknown("either", refs=(*value.refs, "Other"), present=value.present)
            yield Unknown("from there", present=value.present)
        return
    if value is not None:
        yield Unknown("hidden", present=True)
    if isinstance(value, str) and value:
        yield Unknown("hidden", prefix=value[: len(value) // 2], present=True)
        yield Unknown("hidden", suffix=value[len(value) // 2 :], present=True)
        yield Unknown("hidden", among=(value, "something else"), present=True)
    if isinstance(value, int | float):
        yield Unknown("hidden", among=(value, 12345), present=True)
    if isinstance(value, bool):
        yield Unknown("hidden", among=(True, False), present=True)
    if isinstance(value, list):
        yield [*value, REST]
        yield [REST]


# -- worlds


def worlds(one: Described, other: Described) -> Described:
    """A resource that is `one` under a condition and `other` without it."""
    variants = (
        Variant((("Either", True),), one.properties),
        Variant((("Either", False),), other.properties),
    )
    mixed: Any = blend([one.properties, other.properties], "depends on Either")
    return replace(one, properties=mixed, variants=variants)


# -- other spellings


def respelled(value: Any, below: Below, name: str = "") -> Any:
    """The same value as another source spells it: `"true"`, `"22"`, a list of one, `TCP`."""
    if isinstance(value, dict):
        if "Effect" in value and below(4) == 3:
            value = {key: _capitals(item, key) for key, item in value.items()}
        return {key: respelled(item, below, key) for key, item in value.items()}
    if isinstance(value, list):
        one = [respelled(item, below) for item in value]
        return one[0] if name in ONE_OR_MANY and len(one) == 1 and below(2) else one
    if name in ONE_OR_MANY and isinstance(value, str) and value[:1] != "{" and below(2):
        return [value]
    if name == "IpProtocol" and isinstance(value, str) and below(2):
        return value.upper()
    if isinstance(value, bool) and below(2):
        return "true" if value else "false"
    if isinstance(value, int) and not isinstance(value, bool) and below(2):
        return str(value)
    return value


def _capitals(value: Any, name: str) -> Any:
    """What IAM compares without regard to case, in capitals: actions and condition keys."""
    if name in ("Action", "NotAction"):
        if isinstance(value, list):
            return [_capitals(item, name) for item in value]
        return value.upper() if isinstance(value, str) else value
    if name == "Condition" and isinstance(value, dict):
        return {
            operator: {str(key).upper(): item for key, item in keys.items()}
            if isinstance(keys, dict)
            else keys
            for operator, keys in value.items()
        }
    return value


ONE_OR_MANY = frozenset({"Action", "NotAction", "Resource", "NotResource", "AWS", "Statement"})
"""Elements of IAM's language in which one value and a list of one mean the same."""


def turned(value: Any, below: Below) -> Any:
    """The same value with everything in another order."""
    if isinstance(value, dict):
        return {key: turned(value[key], below) for key in _shuffled(list(value), below)}
    if isinstance(value, list):
        return [turned(item, below) for item in _shuffled(value, below)]
    return value


def _shuffled(items: list[Any], below: Below) -> list[Any]:
    rest, mixed = list(items), []
    while rest:
        mixed.append(rest.pop(-1 - below(len(rest))))
    return mixed


def each(case: Case, change: Callable[[Any], Any]) -> Case:
    """The case with a change made to the properties of every resource."""
    return {name: replace(one, properties=change(one.properties)) for name, one in case.items()}


# -- what a control asks for


class _Listening(dict[str, Any]):
    """A mapping that notes which of the keys that it lacks are asked for."""

    def __init__(self, value: dict[str, Any], path: Path, asked: dict[Path, None]) -> None:
        super().__init__({k: _listening(item, (*path, k), asked) for k, item in value.items()})
        self.path = path
        self.asked = asked

    def get(self, key: str, default: Any = None) -> Any:
        found = dict.get(self, key, default)
        if found is None:
            self.asked[(*self.path, key)] = None
        return found


def _listening(value: Any, path: Path, asked: dict[Path, None]) -> Any:
    if isinstance(value, dict):
        return _Listening(value, path, asked)
    if isinstance(value, list):
        return [_listening(item, (*path, n), asked) for n, item in enumerate(value)]
    return value


def asked_in_vain(control: Control, case: Case, name: str) -> list[Path]:
    """The places that the control asked for and the case leaves out."""
    asked: dict[Path, None] = {}
    heard: Any = _Listening(case[name].properties, (), asked)
    judge(control, case | {name: replace(case[name], properties=heard)})
    return list(asked)
