"""The engine that applies mapping rows: paths, lists, unknown blocks, conversions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Mapped, apply
from partywall.sources.mapping.table import Spec, build

LATER = Unknown("known after apply", ("aws_x.y",), "Arn", present=True)
MAYBE = Unknown("known after apply", ("aws_x.y",))
MANY = Unknown("known after apply", ("aws_x.y",), many=True)


def mapped(rows: dict[str, Any], values: dict[str, Any]) -> Mapped:
    spec = msgspec.convert({"type": "AWS::X::Y", "arguments": rows}, Spec)
    return apply(build("aws_x_y", spec), values, "aws_x_y.z")


@pytest.mark.parametrize(
    "rows, values, properties",
    [
        ({"a": "A"}, {"a": 1}, {"A": 1}),
        ({"a": "A"}, {"a": False}, {"A": False}),
        ({"a": "A"}, {"a": None}, {}),
        ({"a": "A"}, {"a": ""}, {}),
        ({"a": "A"}, {"a": LATER}, {"A": LATER}),
        ({"a": {"to": ["A", "B.C"]}}, {"a": 1}, {"A": 1, "B": {"C": 1}}),
        ({"a": "A", "b": "A"}, {"a": [1], "b": [2]}, {"A": [1, 2]}),
        ({"a.b": "A.B"}, {"a": [{"b": 1}]}, {"A": {"B": 1}}),
        ({"a.b": "A.B"}, {"a": {"b": 1}}, {"A": {"B": 1}}),
        ({"a.b": "A[].B", "a.c": "A[].C"}, {"a": [{"b": 1, "c": 2}]}, {"A": [{"B": 1, "C": 2}]}),
        ({"a[].b": "A[].B"}, {"a": [{"b": 1}, {"b": 2}]}, {"A": [{"B": 1}, {"B": 2}]}),
        ({"a[].b": "A[]"}, {"a": [{"b": 1}, {"b": 2}]}, {"A": [1, 2]}),
        ({"a[]": "A[].B"}, {"a": [1, 2]}, {"A": [{"B": 1}, {"B": 2}]}),
        ({"a[].b[].c": "A[].B[].C"}, {"a": [{"b": [{"c": 1}]}]}, {"A": [{"B": [{"C": 1}]}]}),
        ({"a[].b": "A.B"}, {"a": [{"b": 1}]}, {"A": {"B": 1}}),
        ({"a": {"to": "A", "as": "json"}}, {"a": '{"b": 1}'}, {"A": {"b": 1}}),
        ({"a": {"to": "A", "as": "json"}}, {"a": "{b"}, {"A": "{b"}),
        ({"a": {"to": "A", "as": "list_of"}}, {"a": LATER}, {"A": [LATER]}),
        (
            {"a": {"to": "A", "as": "tags"}},
            {"a": {"k": LATER, "b": "1"}},
            {"A": [{"Key": "b", "Value": "1"}, {"Key": "k", "Value": LATER}]},
        ),
    ],
)
def test_rows_put_values_where_they_say(
    rows: dict[str, Any], values: dict[str, Any], properties: dict[str, Any]
):
    assert mapped(rows, values).properties == properties


@pytest.mark.parametrize(
    "rows, values, properties",
    [
        # what only the block sets is unknown, and no more
        ({"a.b": "A.B", "a.c": "A.C"}, {"a": MAYBE}, {"A": MAYBE}),
        ({"a.b": "A.B", "d": "A.D"}, {"a": MAYBE, "d": 1}, {"A": {"B": MAYBE, "D": 1}}),
        ({"a[].b": "A[].B"}, {"a": MAYBE}, {"A": MAYBE}),
        ({"a[].b": "A[].B"}, {"a": [{"b": 1}, MANY]}, {"A": [{"B": 1}, MANY]}),
        (
            {"a[].b": "A[].B", "c[].b": "A[].B"},
            {"a": [{"b": 1}], "c": MAYBE},
            {"A": [{"B": 1}, MANY]},
        ),
        (
            {"a.b.c": "A.B.C", "a.d": "A.D"},
            {"a": [{"b": MAYBE, "d": 1}]},
            {"A": {"B": MAYBE, "D": 1}},
        ),
        # a conversion may drop what was set, and its result is no longer the attribute
        (
            {"a": {"to": "A", "as": "enabled_or_absent"}},
            {"a": LATER},
            {"A": Unknown(LATER.why, LATER.refs)},
        ),
        (
            {"a": {"to": "A", "as": "enabled"}},
            {"a": LATER},
            {"A": Unknown(LATER.why, LATER.refs, present=True)},
        ),
    ],
)
def test_unknown_values_stay_unknown(
    rows: dict[str, Any], values: dict[str, Any], properties: dict[str, Any]
):
    assert mapped(rows, values).properties == properties


def test_a_block_that_is_there_twice_is_not_guessed_at():
    found = mapped({"a.b": "A.B"}, {"a": [{"b": 1}, {"b": 2}]}).properties["A"]
    assert isinstance(found, Unknown)


def test_arguments_without_a_row_are_named():
    result = mapped({"a.b": "A.B"}, {"a": [{"b": 1, "c": 2, "d": None}], "e": 3, "f": []})
    assert result.missed == ["a.c", "e"]
    assert result.understood == 1


@pytest.mark.parametrize("path", ["", "a..b", "a[0]", "a[].", "[]"])
def test_a_malformed_path_is_refused(path: str):
    with pytest.raises(ValueError, match="malformed path"):
        mapped({path: "A"}, {})


def test_a_fragment_must_name_its_parent():
    with pytest.raises(ValueError, match="parent"):
        build("aws_x", Spec(folds_into="AWS::X::Y"))


def test_the_compiled_tables_are_current():
    root = Path(__file__).parents[2]
    script = root / "scripts" / "compile_mapping.py"
    done = subprocess.run([sys.executable, str(script), "--check"], cwd=root, check=False)
    assert done.returncode == 0, "run python scripts/compile_mapping.py"
