"""The committed tables: which CloudFormation type a Terraform type is, and by which rows.

They are written as one TOML file a service; `scripts/compile_mapping.py` gathers them in
`tables.json`, which loads in a millisecond where parsing the TOML takes fifty. A type's rows
are compiled when its first resource is met.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw, Struct, field

from partywall.sources.mapping.convert import CONVERTERS, UNCERTAIN, WRAPPING
from partywall.sources.mapping.engine import Shape, Table
from partywall.sources.mapping.steps import Leaf, Step, add_row, tops

TABLES = Path(__file__).with_name("tables.json")


class Row(Struct, forbid_unknown_fields=True, rename={"convert": "as"}):
    """A row with more to say than its target: a conversion, or several targets."""

    to: str | list[str]
    convert: str = ""


class Spec(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One table as it is written.

    `type` makes a resource, `folds_into` with `parent` (an argument) a fragment; with neither,
    everything comes from the `shape`. `name` is the argument by which others mention it.
    `computed` are the arguments that the provider or AWS fills in when they are not configured
    (Optional and Computed in the provider's schema; dotted below the top). `absent` are
    properties that Terraform cannot set, so that absent is a fact. `ignore` are arguments
    without a meaning for CloudFormation. `appends` are list properties of the parent that a
    fragment adds to. `shape` is a function in `shapes/<service>.py`; it reads the arguments in
    `shaped` and may set the properties in `sets`. `same_as` is another table to share.
    """

    service: str = ""
    type: str = ""
    folds_into: str = ""
    parent: str = ""
    name: str = ""
    computed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    appends: list[str] = field(default_factory=list)
    shape: str = ""
    shaped: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    same_as: str = ""
    arguments: dict[str, str | Row] = field(default_factory=dict)


class Compiled(Struct):
    """`tables.json`: tables by source type, and what fragments can set by CloudFormation type."""

    tables: dict[str, Raw]
    fragments: dict[str, list[str]]


ALWAYS_IGNORED = ("id", "arn", "tags_all", "timeouts", "region")
"""Attributes that every type has and that are no arguments of its own."""


def table_for(source_type: str) -> Table | None:
    """The table of a Terraform type (`aws_s3_bucket`), or None when nobody wrote one."""
    return _table(source_type)


@cache
def _table(source_type: str) -> Table | None:
    compiled = _compiled()
    raw = compiled.tables.get(source_type)
    if raw is None:
        return None
    spec = msgspec.json.decode(raw, type=Spec)
    if spec.same_as:
        spec = msgspec.json.decode(compiled.tables[spec.same_as], type=Spec)
    return build(source_type, spec, compiled.fragments.get(spec.type, ()))


def known_types() -> list[str]:
    """Every Terraform type that has a table, sorted."""
    return sorted(_compiled().tables)


@cache
def _compiled() -> Compiled:
    return msgspec.json.decode(TABLES.read_bytes(), type=Compiled)


def build(source_type: str, spec: Spec, from_fragments: Iterable[str] = ()) -> Table:
    """The table that a spec describes. Raises ValueError when it contradicts itself."""
    if spec.folds_into and not spec.parent:
        raise ValueError(f"{source_type}: a fragment needs the argument that names its parent")
    steps = steps_of(spec)
    return Table(
        source_type=source_type,
        type=spec.type,
        folds_into=spec.folds_into,
        parent=spec.parent,
        name=spec.name,
        steps=steps,
        computed=frozenset(spec.computed),
        ignored=frozenset((*spec.ignore, *ALWAYS_IGNORED)),
        appends=frozenset(spec.appends),
        covers=frozenset((*properties_of(spec, steps), *from_fragments)),
        shape=_shape(spec),
    )


def steps_of(spec: Spec) -> dict[str, Step]:
    """The rows as a tree; arguments that only the shape reads are empty steps."""
    steps: dict[str, Step] = {}
    for source, row in spec.arguments.items():
        wanted = Row(row) if isinstance(row, str) else row
        convert = CONVERTERS[wanted.convert] if wanted.convert else None
        name = wanted.convert
        leaf = Leaf((), convert, name not in UNCERTAIN, name in WRAPPING)
        for target in [wanted.to] if isinstance(wanted.to, str) else wanted.to:
            add_row(steps, source, target, leaf)
    for source in (*spec.shaped, spec.parent):
        if source:
            steps.setdefault(source, Step(source))
    return steps


def properties_of(spec: Spec, steps: dict[str, Step]) -> set[str]:
    """The top-level properties that the table speaks of."""
    return {*tops(steps), *spec.absent, *spec.sets}


def _shape(spec: Spec) -> Shape | None:
    if not spec.shape:
        return None
    module: Any = import_module(f"partywall.sources.mapping.shapes.{spec.service}")
    shape: Shape = getattr(module, spec.shape)
    return shape
