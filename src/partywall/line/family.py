"""Families: resource types whose line is drawn the same way, read from the data.

A family is a service class, an optional condition, and for each layer the rows that are tried
from the top: the family's own `line` rows, then the option rules it uses, then what it `set`s,
then what its class says. The first row whose condition holds decides the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.ends import ends
from partywall.kernel.errors import ConfigError
from partywall.line.facts import Facts, facts, service_of, services
from partywall.line.layer import BY_ID, LAYERS, Layer
from partywall.line.model import AWS, CUSTOMER, NONE, SHARED, Cell, Party
from partywall.line.predicate import Predicate, compile_predicate

LETTERS: Final[dict[str, Party]] = {"A": AWS, "C": CUSTOMER, "S": SHARED, ".": NONE}
PARTIES: Final[dict[str, Party]] = {one: one for one in LETTERS.values()}
OTHER_CUSTOM: Final = "Custom::*"
"""Stands for every custom resource that no family names."""


class Row(Struct, frozen=True, gc=False):
    """One way a cell may come out: `when` None means always."""

    when: Predicate | None
    cell: Cell


class Family(Struct, frozen=True, gc=False):
    """A drawn line: `rows` has for each layer, bottom to top, its rows in the order of trial.

    `facts` are what moves a cell and cannot be seen in the configuration: an age, a pending
    maintenance action, a document.
    """

    id: str
    title: str
    service_class: str
    condition: Predicate | None
    rows: tuple[tuple[Row, ...], ...]
    facts: tuple[str, ...] = ()


def families_of(type_name: str, as_of: date) -> tuple[Family, ...]:
    """The families of a type in the order of trial; empty when nobody has drawn its line."""
    tables = facts(service_of(type_name)).get("family", [])
    by_id = {table["id"]: table for table in tables}
    listed = [table for table in tables if type_name in table["types"]]
    if not listed and type_name.startswith("Custom::"):
        listed = [table for table in tables if OTHER_CUSTOM in table["types"]]
    return tuple(_family(_inherited(table, by_id), as_of) for table in listed)


def classified_types() -> tuple[str, ...]:
    """Every type whose line somebody has drawn, in alphabetical order."""
    tables = (table for name in services() for table in facts(name).get("family", []))
    return tuple(sorted({name for table in tables for name in table["types"]}))


def _inherited(table: Facts, by_id: Mapping[str, Facts]) -> Facts:
    """The table, completed by the family that it is `like`: own rows come first."""
    if "like" not in table:
        return table
    base = _inherited(by_id[table["like"]], by_id)
    lines = [{**line, **_citation(line, base)} for line in base.get("line", [])]
    options = {name: _cited_option(one, base) for name, one in base.get("options", {}).items()}
    return {
        **base,
        **table,
        **_citation(table, base),
        "line": [*table.get("line", []), *lines],
        "options": {**options, **table.get("options", {})},
        "set": {**base.get("set", {}), **table.get("set", {})},
        "facts": [*table.get("facts", []), *base.get("facts", [])],
        "if": table.get("if"),
    }


def _family(table: Facts, as_of: date) -> Family:
    condition = table.get("if")
    by_layer: dict[Layer, list[Row]] = {layer: [] for layer in LAYERS}
    for layer, row in _rows(table, as_of):
        by_layer[layer].append(row)
    return Family(
        table["id"],
        table["title"],
        table["class"],
        _compiled(condition, as_of) if condition else None,
        tuple(_until_certain(by_layer[layer]) for layer in LAYERS),
        tuple(table.get("facts", ())),
    )


def _until_certain(rows: list[Row]) -> tuple[Row, ...]:
    """The rows up to the first that always holds: what follows can never be reached."""
    last = next(n for n, row in enumerate(rows) if row.when is None)
    return tuple(rows[: last + 1])


def _rows(table: Facts, as_of: date) -> Iterator[tuple[Layer, Row]]:
    """All rows of a family, each layer's in the order of trial."""
    kind = table["class"]
    for line in table.get("line", ()):
        layer = _layer(line["layer"])
        when = _compiled(line["when"], as_of) if "when" in line else None
        because = when.words if when else table["title"]
        yield (
            layer,
            Row(
                when, _cell(layer, kind, line["party"], because, {**line, **_citation(line, table)})
            ),
        )
    for name, option in table.get("options", {}).items():
        yield from _option(_layer(name), option, table, as_of)
    for name, party in table.get("set", {}).items():
        layer = _layer(name)
        source = {"source": table["source"]}  # our reading; no page says it in so many words
        yield layer, Row(None, _cell(layer, kind, party, table["title"], source))
    for layer, cell in zip(LAYERS, class_cells(kind), strict=True):
        yield layer, Row(None, cell)


def _citation(own: Facts, around: Facts) -> Facts:
    """Source, day of reading and whether that confirmed it: a row with a source of its own takes
    nothing from the family around it, or a page nobody read would pass for read."""
    given = {} if "source" in own else around
    return {
        key: own.get(key, given.get(key, nothing))
        for key, nothing in (("source", ""), ("read", None), ("confirmed", False))
    }


def _cited_option(option: str | Facts, base: Facts) -> Facts:
    spec: Facts = {"at": option} if isinstance(option, str) else option
    return {**spec, **_citation(spec, base)}


def _compiled(table: Facts, as_of: date) -> Predicate:
    return compile_predicate(table, as_of, ends)


def _layer(name: str) -> Layer:
    if name not in BY_ID:
        raise ConfigError(f"the line's data: there is no layer {name!r}")
    return BY_ID[name]


# -- option rules


def _option(
    layer: Layer, option: str | Facts, table: Facts, as_of: date
) -> Iterator[tuple[Layer, Row]]:
    """The two rows of the layer's option rule: what holds when the option is on, and when off."""
    rule = facts("rules")[layer.id]
    spec = _cited_option(option, table)
    cited = _citation(spec, {})
    name = _option_name(spec)
    on = _compiled(_when_on(layer, rule, spec), as_of)
    for outcome, when in (("on", on), ("off", None)):
        words = when.words if when else f"not ({on.words})"
        duty = {**rule[outcome], **spec.get(outcome, {})}
        texts = {
            side: duty[side].replace("{option}", name) for side in (AWS, CUSTOMER) if side in duty
        }
        yield (
            layer,
            Row(when, _cell(layer, table["class"], duty["party"], words, {**cited, **texts})),
        )


def _when_on(layer: Layer, rule: Facts, spec: Facts) -> Facts:
    if "when" in spec:
        when: Facts = spec["when"]
        return when
    if layer.id == "keys":
        return {"customer_key": spec["at"]}
    test = {key: value for key, value in rule["test"].items() if key not in spec}
    return {"at": spec["at"], **test, **{k: spec[k] for k in ("default", "absent") if k in spec}}


def _option_name(spec: Facts) -> str:
    return str(spec.get("name") or spec["at"])


# -- cells


@lru_cache(maxsize=64)
def class_cells(kind: str) -> tuple[Cell, ...]:
    """What a service class says of each layer when a family says nothing else."""
    table = facts("classes")["class"].get(kind)
    if table is None:
        raise ConfigError(f"the line's data: there is no class {kind!r}")
    because = f"service class {kind}"
    letters = table["line"].split()
    return tuple(
        _cell(layer, kind, LETTERS[letter], because, _citation(table, {}))
        for layer, letter in zip(LAYERS, letters, strict=True)
    )


def _cell(layer: Layer, kind: str, party: str, because: str, said: Facts) -> Cell:
    """A cell with both duties that its party needs: as `said`, else in the layer's own words."""
    holder = PARTIES[party]
    duty = _duty(layer, kind, holder)
    aws = said.get(AWS) or duty.get(AWS, "") if holder in (AWS, SHARED) else ""
    customer = said.get(CUSTOMER, "")
    if holder in (CUSTOMER, SHARED):
        customer = customer or duty[CUSTOMER]
    read: date | None = said.get("read")
    confirmed = bool(said.get("confirmed")) and read is not None
    return Cell(
        layer,
        holder,
        aws,
        customer if holder != NONE else "",
        because,
        said.get("source", ""),
        str(read) if confirmed else "",
        confirmed,
    )


def _duty(layer: Layer, kind: str, holder: Party) -> dict[str, Any]:
    """The generic sentences for a layer held by `holder`: the class's own, else everybody's."""
    if holder == NONE:
        return {}
    tables = facts("classes")
    own = tables["class"][kind].get("duty", {}).get(layer.id, {})
    everybody = tables["duty"][layer.id]
    if holder == SHARED:
        return {**everybody["shared"], **own.get("shared", {})}
    return {**everybody, **{side: own[side] for side in (AWS, CUSTOMER) if side in own}}
