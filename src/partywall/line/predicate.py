"""Conditions on a resource's own properties, written as TOML tables, compiled to closures.

A condition answers True, False or a `Doubt` that names the property whose value would tell.
The forms are few on purpose, and `docs/line.md` lists them all: `at` with one test, `any_item`
with `where`, `customer_key`, `after`, and `all`, `any`, `not` around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from partywall.kernel.arn import parse_arn
from partywall.kernel.errors import ConfigError
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth, no
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.values import as_number, below, may_be, same

KeyOwner = Callable[[object], bool | None]
"""Whether a value (an Unknown with references, a key id, an ARN, an alias) names a key that the
customer manages: True, False, or None when that cannot be told."""

Holds = Callable[[object, KeyOwner], Truth]
Table = Mapping[str, object]
Calendar = Callable[[str], Mapping[str, date]]
"""The dated facts of a name: what ends, and from which day."""

ELSEWHERE: Final = {"unknown": Unknown("absent here, and set elsewhere or by a default there")}
"""What `absent = "unknown"` stands for: another resource, which is not asked, has the say."""


class Predicate(Struct, frozen=True, gc=False):
    """A compiled condition: `holds` decides it and `words` says it for people.

    What the answer can depend on is told apart for those who remember answers: `flat` are
    top-level properties whose plain value is tested; `wide` are the tests that look further
    (into a value, through a list, at whose a key is), with their words and the top-level
    property each looks at. `reads` are all top-level properties that it looks at.
    """

    holds: Holds
    words: str
    reads: frozenset[str] = frozenset()
    flat: frozenset[str] = frozenset()
    wide: tuple[tuple[str, str, Holds], ...] = ()


def nobody_knows(_value: object) -> bool | None:
    """The key owner for callers that have no estate to look a reference up in."""
    return None


def compile_predicate(table: Table, as_of: date, calendar: Calendar) -> Predicate:
    """The condition that `table` writes, with dates compared to `as_of`.

    Raises ConfigError when the table has no known form.
    """
    rest = dict(table)
    for name, combine in _COMBINATORS.items():
        if name in rest:
            parts = rest.pop(name)
            _nothing_left(rest, table)
            listed = parts if isinstance(parts, list) else [parts]
            return combine([compile_predicate(_table(one), as_of, calendar) for one in listed])
    if "after" in rest:
        day = _date(rest.pop("after"))
        _nothing_left(rest, table)
        reached = as_of >= day
        return Predicate(lambda _value, _owner: reached, f"from {day} on")
    if "customer_key" in rest:
        path = _path(rest.pop("customer_key"))
        _nothing_left(rest, table)
        return _customer_key(path)
    if "any_item" in rest:
        path = _path(rest.pop("any_item"))
        where = compile_predicate(_table(rest.pop("where", {})), as_of, calendar)
        _nothing_left(rest, table)
        return _any_item(path, where)
    return _at(rest, table, as_of, calendar)


# -- combinators


def _all(parts: list[Predicate]) -> Predicate:
    tests = [part.holds for part in parts]

    def holds(value: object, owner: KeyOwner) -> Truth:
        answer: Truth = True
        for test in tests:
            answer = answer & test(value, owner)
            if answer is False:
                return False
        return answer

    return _joined(parts, holds, " and ")


def _any(parts: list[Predicate]) -> Predicate:
    tests = [part.holds for part in parts]

    def holds(value: object, owner: KeyOwner) -> Truth:
        answer: Truth = False
        for test in tests:
            answer = answer | test(value, owner)
            if answer is True:
                return True
        return answer

    return _joined(parts, holds, " or ")


def _not(parts: list[Predicate]) -> Predicate:
    (part,) = parts
    test = part.holds
    return _joined(parts, lambda value, owner: no(test(value, owner)), "", f"not ({part.words})")


_COMBINATORS: Final[dict[str, Callable[[list[Predicate]], Predicate]]] = {
    "all": _all,
    "any": _any,
    "not": _not,
}


def _joined(parts: list[Predicate], holds: Holds, word: str, words: str = "") -> Predicate:
    nothing: frozenset[str] = frozenset()
    return Predicate(
        holds,
        words or word.join(part.words for part in parts),
        nothing.union(*(part.reads for part in parts)),
        nothing.union(*(part.flat for part in parts)),
        tuple(leaf for part in parts for leaf in part.wide),
    )


def _leaf(path: Path, holds: Holds, words: str, flat: bool) -> Predicate:
    top = frozenset(map(str, path[:1]))
    if flat:
        return Predicate(holds, words, top, top)
    return Predicate(holds, words, top, wide=((words, str(path[0]) if path else "", holds),))


# -- one value


def _at(rest: dict[str, object], table: Table, as_of: date, calendar: Calendar) -> Predicate:
    """A test of the value at a path; with no test named, whether it is true."""
    path = _path(rest.pop("at", None))
    default, when_absent = _default(rest)
    name, wanted = rest.popitem() if rest else ("is", True)
    _nothing_left(rest, table)
    if name == "set":
        return _set(path, bool(wanted))
    if name not in _TESTS:
        raise ConfigError(f"the line's data: no such test as {name!r} in {dict(table)!r}")
    known, words = _TESTS[name](wanted, as_of, calendar)
    started = _starts_of(wanted) if name == "starts" else ()
    texts = _texts_of(wanted) if name in ("is", "in") else ()

    def holds(value: object, _owner: KeyOwner) -> Truth:
        seen = below(value, path)
        if seen is None:
            seen = default
        if type(seen) is Unknown:
            return _of_unknown(seen, path, known, started, texts)
        return known(seen)

    words = f"{'.'.join(path) or 'itself'} {words}{when_absent}"
    return _leaf(path, holds, words, flat=len(path) == 1)


def _default(rest: dict[str, object]) -> tuple[object, str]:
    """What an absent value counts as, and how that is said."""
    if "absent" in rest:
        return ELSEWHERE[str(rest.pop("absent"))], " (not told when absent)"
    default = rest.pop("default", None)
    return default, "" if default is None else f" ({_spoken(default)} when absent)"


Known = Callable[[object], bool]


def _is(wanted: object, as_of: date, calendar: Calendar) -> tuple[Known, str]:
    known, _ = _in([wanted], as_of, calendar)
    return known, f"is {_spoken(wanted)}"


def _in(wanted: object, _as_of: date, _calendar: Calendar) -> tuple[Known, str]:
    options = list(wanted) if isinstance(wanted, list) else [wanted]
    texts = frozenset(one for one in options if isinstance(one, str))
    others = tuple(one for one in options if not isinstance(one, str))
    numbers = any(text[:1].isdigit() for text in texts)
    counts = numbers or any(type(one) is not bool for one in others)

    def known(seen: object) -> bool:
        if counts and seen.__class__ is bool:
            seen = _counted(seen)
        if seen.__class__ is str and seen in texts:
            return True
        if others and same(seen, others):
            return True
        return numbers and isinstance(seen, int | float) and str(seen) in texts

    return known, f"is one of {', '.join(map(_spoken, options))}"


def _matches(wanted: object, _as_of: date, _calendar: Calendar) -> tuple[Known, str]:
    search = re.compile(str(wanted)).search
    return (lambda seen: isinstance(seen, str) and search(seen) is not None), f"matches {wanted}"


def _starts(wanted: object, _as_of: date, _calendar: Calendar) -> tuple[Known, str]:
    starts = _starts_of(wanted)
    words = f"begins with {' or '.join(starts)}"
    return (lambda seen: isinstance(seen, str) and seen.startswith(starts)), words


def _at_least(wanted: object, _as_of: date, _calendar: Calendar) -> tuple[Known, str]:
    least = float(str(wanted))
    return (lambda seen: (as_number(_counted(seen)) or 0.0) >= least), f"is {wanted} or more"


def _ended(wanted: object, as_of: date, calendar: Calendar) -> tuple[Known, str]:
    """Whether the day on which AWS ends support for the value has come."""
    dates = calendar(str(wanted))

    def past(seen: object) -> bool:
        day = dates.get(str(seen))
        return day is not None and as_of >= day

    return past, f"is out of support ({wanted}) on {as_of}"


_TESTS: Final[dict[str, Callable[[object, date, Calendar], tuple[Known, str]]]] = {
    "is": _is,
    "in": _in,
    "matches": _matches,
    "starts": _starts,
    "at_least": _at_least,
    "ended": _ended,
}


def _of_unknown(
    seen: Unknown, path: Path, known: Known, starts: tuple[str, ...], texts: tuple[str, ...]
) -> Truth:
    """The answer for an unknown value: settled when all that it can be agrees."""
    if seen.among:
        answers = {known(one) for one in seen.among}
        if len(answers) == 1:
            return answers.pop()
    if starts and seen.prefix:
        if seen.prefix.startswith(starts):
            return True
        if not any(start.startswith(seen.prefix) for start in starts):
            return False
    if texts and not any(may_be(seen, text) for text in texts):
        return False
    return _doubt(path, seen)


def _set(path: Path, wanted: bool) -> Predicate:
    """Whether the property is there at all; an empty list or text counts as absent."""

    def holds(value: object, _owner: KeyOwner) -> Truth:
        seen = below(value, path)
        if type(seen) is Unknown:
            return wanted if seen.present else _doubt(path, seen)
        return (seen is not None and seen not in ("", [], {})) is wanted

    words = f"{'.'.join(map(str, path))} is {'set' if wanted else 'not set'}"
    return _leaf(path, holds, words, flat=False)


# -- keys and lists


def _customer_key(path: Path) -> Predicate:
    """Whether the key named at `path` is one that the customer manages.

    Absent, and `alias/aws/…`, are AWS's. A key id or ARN does not say by itself who manages the
    key, so `owner` is asked, and what it cannot tell stays in doubt.
    Source: KMS Developer Guide, "AWS KMS keys", read 2026-11-23.
    """
    name = ".".join(map(str, path))

    def holds(value: object, owner: KeyOwner) -> Truth:
        seen = below(value, path)
        if seen is None or seen == "":
            return False
        answer = _aws_alias(seen)
        if answer is None:
            answer = owner(seen)
        return _doubt(path, seen) if answer is None else answer

    return _leaf(path, holds, f"{name} names a customer's key", flat=False)


def _aws_alias(seen: object) -> bool | None:
    """False when the value surely is the alias of a key that AWS manages, else None."""
    if type(seen) is Unknown:
        return False if seen.prefix.startswith("alias/aws/") else None
    text = str(seen)
    arn = parse_arn(text)
    return False if (arn.resource if arn else text).startswith("alias/aws/") else None


def _any_item(path: Path, where: Predicate) -> Predicate:
    """Whether some element of the list at `path` satisfies `where`; a single value is a list."""
    test = where.holds

    def holds(value: object, owner: KeyOwner) -> Truth:
        items = below(value, path)
        if items is None:
            return False
        if type(items) is Unknown:
            return _doubt(path, items)
        answer: Truth = False
        for item in items if isinstance(items, list) else [items]:
            truth = test(item, owner)
            if truth is True and type(item) is Unknown and item.many:
                truth = _doubt(path, item)
            answer = answer | _under(path, truth)
            if answer is True:
                return True
        return answer

    words = f"an item of {'.'.join(map(str, path))} has {where.words}"
    return _leaf(path, holds, words, flat=False)


def _under(path: Path, truth: Truth) -> Truth:
    """The same answer, its doubts placed below `path`."""
    if not isinstance(truth, Doubt):
        return truth
    return Doubt(*(Evidence((*path, *item.path), item.found) for item in truth.about))


# -- values


def _doubt(path: Path, seen: object) -> Doubt:
    return Doubt(Evidence(path, seen))


def _path(dotted: object) -> tuple[str, ...]:
    if not isinstance(dotted, str) or not dotted:
        raise ConfigError(f"the line's data: {dotted!r} is no property path")
    return () if dotted == "." else tuple(dotted.split("."))


def _table(value: object) -> Table:
    if not isinstance(value, Mapping):
        raise ConfigError(f"the line's data: {value!r} is no condition")
    return value


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _starts_of(wanted: object) -> tuple[str, ...]:
    return tuple(map(str, wanted)) if isinstance(wanted, list) else (str(wanted),)


def _texts_of(wanted: object) -> tuple[str, ...]:
    options: Iterable[object] = wanted if isinstance(wanted, list) else [wanted]
    texts = tuple(one for one in options if isinstance(one, str))
    return texts if len(texts) == len(list(options)) else ()


def _spoken(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _nothing_left(rest: Mapping[str, object], table: Table) -> None:
    if rest:
        raise ConfigError(f"the line's data: {sorted(rest)} mean nothing in {dict(table)!r}")


def _counted(seen: object) -> object:
    """The value where a number is wanted: true is 1, false 0.

    Lines are remembered by the values they were drawn from, and Python takes True for 1.
    """
    return int(seen) if isinstance(seen, bool) else seen
