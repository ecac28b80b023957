"""What random programs found, against answers of Terraform 1.11.4, read 2026-11-23."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Failure, ListValue
from partywall.sources.terraform_hcl.functions import call
from partywall.sources.terraform_hcl.operators import conditional

HIDDEN = Unknown("known after apply", ("terraform_data.one",))
ABC = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("element", (ListValue(ABC), -1), "c"),
        ("element", (ListValue(ABC), -4), "c"),
        ("element", (ABC, -3), "a"),
        ("substr", ("abc", -2, 0), "bc"),
        ("substr", ("abc", -5, 0), "abc"),
        ("substr", ("abc", -2, 1), "b"),
        ("substr", ("abc", 1, 0), ""),
        ("matchkeys", (ListValue([1, 2]), ListValue([HIDDEN, HIDDEN]), ListValue()), []),
    ],
)
def test_what_terraform_answers(name: str, arguments: tuple[Any, ...], result: Any) -> None:
    assert call(name, arguments, None) == result


@pytest.mark.parametrize("index", [-1, -7, 2**63])
def test_a_tuple_has_nothing_before_its_first_element(index: int) -> None:
    with pytest.raises(Failure):
        call("element", (ABC, index), None)


@pytest.mark.parametrize("hidden", [0, 1])
def test_matchkeys_is_unknown_where_a_key_is(hidden: int) -> None:
    lists = [ListValue(["a", "b"]), ListValue(["a", "b"])]
    lists[hidden] = ListValue(["a", HIDDEN])
    assert isinstance(call("matchkeys", (ListValue([1, 2]), *lists), None), Unknown)


def test_a_list_is_known_by_its_length_whatever_the_test() -> None:
    found = conditional(HIDDEN, ListValue(["a", "b"]), ListValue(["a", "d"]))
    assert [one.among for one in found] == [("a",), ("b", "d")]
    assert isinstance(conditional(HIDDEN, ListValue(["a"]), ListValue(["a", "d"])), Unknown)
