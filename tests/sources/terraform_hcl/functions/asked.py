"""Tables of what the real Terraform answers, and whether our functions answer the same.

`scripts/ask_terraform.py` says what stands in a table and writes its answers.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    as_text,
    convert,
    list_of,
    map_of,
    set_type,
)
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    MapValue,
    SetValue,
    number,
    partial_text,
)
from partywall.sources.terraform_hcl.functions import call
from partywall.sources.terraform_hcl.scope import Scope

TABLES = Path(__file__).resolve().parents[3] / "data" / "hcl"
HERE = Scope(TABLES, TABLES, TABLES)
CONVERSIONS = {"$list": list_of(ANY), "$set": set_type(ANY), "$map": map_of(ANY)}
UNKNOWNS = {
    "any": ANY,
    "string": STRING,
    "number": NUMBER,
    "bool": BOOL,
    "list": list_of(ANY),
    "set": set_type(ANY),
    "map": map_of(ANY),
}
REFUSED = "Terraform refuses this"
Row = dict[str, Any]


def table(name: str) -> list[Row]:
    """The rows of a table."""
    text = (TABLES / name).read_text(encoding="utf-8")
    found: list[Row] = json.loads(text, parse_float=Decimal)
    return found


def title(row: Row) -> str:
    """A short name for a row, for the list of tests."""
    return f"{row['call']}({json.dumps(row['arguments'], default=str)[1:-1][:60]})"


def ours(row: Row, scope: Scope = HERE) -> Any:
    """What our function answers, or `REFUSED`."""
    try:
        return call(row["call"], [argument(one, scope) for one in row["arguments"]], scope)
    except Failure:
        return REFUSED


def argument(value: Any, scope: Scope = HERE) -> Any:
    """An argument of a row as a value of ours; its texts are in NFC, as Terraform's are."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, list):
        return [argument(one, scope) for one in value]
    if not isinstance(value, dict):
        return value
    kind, inner = next(iter(value.items()), ("", None))
    if kind == "$unknown":
        return convert(Unknown("made later", ("terraform_data.unknown",)), UNKNOWNS[inner])
    if kind == "$text":
        return partial_text(as_text(argument(one, scope)) for one in inner)
    if kind == "$call":
        return call(inner[0], [argument(one, scope) for one in inner[1:]], scope)
    if kind in CONVERSIONS:
        return convert(argument(inner, scope), CONVERSIONS[kind])
    return {name: argument(one, scope) for name, one in value.items()}


def theirs(row: Row) -> Any:
    """What Terraform answers, as a value of ours, or `REFUSED`; of unknowns only the place."""
    if row.get("error"):
        return REFUSED
    if "type" in row:
        return typed(row["value"], row["type"])
    return masked(row["value"], row["unknown"])


def typed(value: Any, kind: Any) -> Any:
    """A value in JSON and its type in Terraform's JSON, as a value of ours."""
    if value is None or isinstance(kind, str):
        return number(value) if isinstance(value, Decimal) else value
    word, of = kind
    if word == "tuple":
        return [typed(one, inner) for one, inner in zip(value, of, strict=True)]
    if word == "object":
        return {name: typed(one, of[name]) for name, one in value.items()}
    if word == "map":
        return MapValue({name: typed(one, of) for name, one in value.items()})
    made = [typed(one, of) for one in value]
    return ListValue(made) if word == "list" else SetValue(made)


def masked(value: Any, unknown: Any) -> Any:
    """A value with a mark wherever it is not known."""
    if unknown is True:
        return "(unknown)"
    if isinstance(value, list):
        hidden = unknown if isinstance(unknown, list) else [False] * len(value)
        return [masked(one, hide) for one, hide in zip(value, hidden, strict=True)]
    if isinstance(value, dict) or isinstance(unknown, dict):
        held, hidden = value or {}, unknown if isinstance(unknown, dict) else {}
        names = sorted({*held, *hidden})
        return {name: masked(held.get(name), hidden.get(name, False)) for name in names}
    return number(value) if isinstance(value, Decimal) else value


def shown(value: Any) -> Any:
    """A value of ours as `masked` writes one: no types, and marks for what is not known."""
    if isinstance(value, Unknown):
        return "(unknown)"
    if isinstance(value, list):
        return [shown(one) for one in value]
    if isinstance(value, dict):
        return {name: shown(value[name]) for name in sorted(value)}
    return value


def kinds(value: Any) -> Any:
    """The types in a value, however deep: what `==` does not tell apart."""
    if isinstance(value, dict):
        return type(value), {name: kinds(one) for name, one in value.items()}
    if isinstance(value, list):
        return type(value), [kinds(one) for one in value]
    return type(value)


def agree(row: Row, scope: Scope = HERE) -> None:
    """Our answer is Terraform's: the same refusal, value and types, or the same unknowns."""
    mine, expected = ours(row, scope), theirs(row)
    if "unknown" in row:
        assert shown(mine) == expected
    else:
        assert mine == expected
        assert kinds(mine) == kinds(expected)
