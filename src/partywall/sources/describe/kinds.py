"""The tables: which output of the AWS CLI tells of which CloudFormation type, and in which words.

One TOML file an API, in `tables/`. `Spec` says what may stand in one.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

TABLES: Final = Path(__file__).parent / "tables"

Steps = tuple[str, ...]
"""A path into an item: names, and `[]` for every element of a list."""


class Row(Struct, frozen=True, forbid_unknown_fields=True, rename={"convert": "as"}):
    """A row with more to say than its target: a conversion of `values.CONVERTERS`."""

    to: str
    convert: str


class Spec(Struct, frozen=True, forbid_unknown_fields=True):
    """One table as it is written.

    `key` is the key of the output (the table's name unless given), `operation` the command that
    prints it, `shape` an item's shape in botocore's model. `has` are fields one of which tells its
    items from those of another command with the same key. `each` names a list of items inside an
    item; `inside` is for those.

    `type` is what an item becomes, `id` the field or fields that name it (joined, or the `first`
    there is), `names` further ones, `arn` the field with its ARN, `arn_type` how the resource part
    of one begins. `by_arn`: the id is one of several accounts' and Regions'. `account`, `region`
    and `zone` are fields that say whose it is and where; `everywhere`: it is of the account as a
    whole, in no Region. `foreign`: an item may be another account's; `own`: then it is left out.
    `gone` are states in which there is nothing any more.

    `same` are fields that are the property of the same name, and so at every depth below; `fields`
    are rows for the others; `ignore` fields without a meaning for CloudFormation, and
    `ignore_below` such ones inside a field. `make` is a function in `shapes/` for what rows cannot
    say: it reads the fields in `shaped` and may set the properties in `sets`. `absent` are
    properties of which it is a fact that they are not there. `only`, when set, are all properties
    that it tells. `gather` is a function over all items of the kind.

    `gives` are the types of which the output tells all there are. Output that does not say what it
    is about has a `subject` of type `of`; `collects` is the list property that its items make up.
    `parent` says which resource's children an item is one of, when each parent has an output of
    its own. `more` is a field that says that the output is not all.
    """

    operation: str
    shape: str
    key: str = ""
    has: list[str] = field(default_factory=list)
    each: str = ""
    inside: str = ""
    type: str = ""
    id: str | list[str] = ""
    first: bool = False
    names: list[str] = field(default_factory=list)
    arn: str = ""
    arn_type: str = ""
    by_arn: bool = False
    account: str = ""
    region: str = ""
    zone: str = ""
    everywhere: bool = False
    foreign: bool = False
    own: bool = False
    gone: dict[str, list[str | bool]] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    fields: dict[str, str | list[str] | Row] = field(default_factory=dict)
    ignore: list[str] = field(default_factory=list)
    ignore_below: dict[str, list[str]] = field(default_factory=dict)
    make: str = ""
    shaped: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    only: list[str] = field(default_factory=list)
    gather: str = ""
    gives: list[str] = field(default_factory=list)
    of: str = ""
    subject: str = ""
    collects: str = ""
    parent: str = ""
    more: str = ""


class Rule(Struct, frozen=True):
    """A row, compiled: where it reads, where it writes, and how it converts."""

    steps: Steps
    targets: tuple[str, ...]
    convert: str = ""


class Kind(Struct, frozen=True, eq=False):
    """A table, compiled.

    `service` is that of its ARNs. `rules` are by the field that they begin with, `same` the fields
    that are the property of the same name, `known` those that are understood without either.
    `covers` are the properties that an item can speak of, `below` the paths inside a field that
    have no meaning, and `inner` the names inside a field that its rules read or that have none.
    """

    name: str
    service: str
    spec: Spec
    key: str
    rules: dict[str, tuple[Rule, ...]]
    known: frozenset[str]
    same: frozenset[str]
    covers: frozenset[str]
    below: dict[str, frozenset[str]]
    inner: dict[str, frozenset[str]]


@cache
def kinds() -> dict[str, Kind]:
    """Every table, by name."""
    found: dict[str, Kind] = {}
    for file in sorted(TABLES.glob("*.toml")):
        for name, table in tomllib.loads(file.read_text("utf-8")).items():
            found[name] = _compiled(name, file.stem, msgspec.convert(table, Spec))
    return found


@cache
def by_key() -> dict[str, tuple[Kind, ...]]:
    """The tables of each key that an output may have."""
    found: dict[str, list[Kind]] = {}
    for kind in kinds().values():
        if not kind.spec.inside:
            found.setdefault(kind.key, []).append(kind)
    return {key: tuple(ones) for key, ones in found.items()}


@cache
def inner(name: str) -> Kind | None:
    """The table of the items inside the items of a table."""
    return next((one for one in kinds().values() if one.spec.inside == name), None)


@cache
def givers() -> dict[str, tuple[Kind, ...]]:
    """Each type of which some output tells all there are, and the tables of those outputs."""
    found: dict[str, list[Kind]] = {}
    for kind in kinds().values():
        for type_name in kind.spec.gives:
            found.setdefault(type_name, []).append(kind)
    return {name: tuple(ones) for name, ones in found.items()}


@cache
def shape(name: str) -> Any:
    """The function that a table names: `ec2.vpc` is `vpc` of `shapes/ec2.py`."""
    module, _, function = name.partition(".")
    return getattr(import_module(f"partywall.sources.describe.shapes.{module}"), function)


@lru_cache(maxsize=1024)
def steps_of(path: str) -> Steps:
    """`A[].B.C` as steps: `("A", "[]", "B", "C")`."""
    return tuple(path.replace("[]", ".[]").split("."))


def _compiled(name: str, file: str, spec: Spec) -> Kind:
    rules: dict[str, list[Rule]] = {}
    for path, row in spec.fields.items():
        steps = steps_of(path)
        to = row.to if isinstance(row, Row) else row
        targets = (to,) if isinstance(to, str) else tuple(to)
        convert = row.convert if isinstance(row, Row) else ""
        rules.setdefault(steps[0], []).append(Rule(steps, targets, convert))
    own = [spec.id] if isinstance(spec.id, str) else spec.id
    paths = [*own, *spec.names, *spec.gone, spec.account, spec.arn, spec.each]
    known = {*spec.ignore, *spec.shaped, *(path.split(".")[0] for path in paths)}
    written = {target for rows in rules.values() for row in rows for target in row.targets}
    below = {name: frozenset(paths) for name, paths in spec.ignore_below.items()}
    covers = frozenset(spec.only) or {*spec.same, *written, *spec.sets, *spec.absent}
    return Kind(
        name,
        file.removesuffix("v2"),
        spec,
        spec.key or name,
        {key: tuple(rows) for key, rows in rules.items()},
        frozenset(known),
        frozenset(spec.same),
        frozenset(covers),
        below,
        {name: one for name, rows in rules.items() if (one := _inner(rows, below.get(name)))},
    )


def _inner(rules: list[Rule], below: frozenset[str] | None) -> frozenset[str]:
    """The names inside a field that its rules read, with those that have no meaning."""
    read = {step for rule in rules for step in rule.steps[1:3] if step != "[]"}
    return frozenset(read | (below or set())) if read else frozenset()
