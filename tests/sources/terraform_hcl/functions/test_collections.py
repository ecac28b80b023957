"""Functions over collections: resources, caps, and what is said beyond Terraform's answer.

The answers that Terraform gives as well are in `test_data_tables`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    BOOL,
    NUMBER,
    STRING,
    convert,
    list_of,
    type_of,
)
from partywall.sources.terraform.values import Failure, Lazy, ListValue, MapValue, PartialText
from partywall.sources.terraform_hcl.functions import call
from partywall.sources.terraform_hcl.functions.registry import known_functions
from partywall.sources.terraform_hcl.operators import get_attr, splat

from ..generated import values
from .asked import HERE, table

ID = Unknown("made later", ("aws_s3_bucket.a",), present=True)
TEXT = convert(ID, STRING)
FLAG = convert(ID, BOOL)
NUM = convert(ID, NUMBER)
CHOICE = Unknown("one of two", among=("b", "c"), present=True)
OPEN = Unknown("read later", ("data.aws_vpc.b",))

FAMILIES = ("collections", "files", "maps", "networks", "numbers", "searches", "sets", "typing")
MINE = sorted(
    name
    for name, one in known_functions().items()
    if one.call.__module__.rpartition(".")[2] in FAMILIES
)
NOT_IN_THE_TABLES = {"list", "map", "sensitive", "nonsensitive", "issensitive"}


class Bucket(Lazy):
    """A resource whose attributes are worked out when asked for."""

    def __init__(self, name):
        self.name = name

    def attribute(self, name):
        if name not in self.whole():
            raise Failure(f'there is no attribute "{name}"')
        return self.whole()[name]

    def whole(self):
        return {"id": TEXT, "bucket": self.name}


def ask(name, *arguments):
    """The answer of a function."""
    return call(name, arguments, HERE)


def test_resources_are_objects():
    both = {"y": Bucket("logs"), "x": Bucket("data")}
    assert splat(ask("values", both), lambda one: get_attr(one, "bucket")) == ["data", "logs"]
    assert ask("keys", both) == ["x", "y"]
    assert ask("keys", Bucket("logs")) == ["bucket", "id"]
    assert ask("values", Bucket("logs")) == ["logs", TEXT]
    assert ask("merge", Bucket("logs"), {"b": 1}) == {"id": TEXT, "bucket": "logs", "b": 1}
    assert ask("lookup", Bucket("logs"), "bucket") == "logs"
    assert ask("length", Bucket("logs")) == 2
    assert ask("length", [Bucket("logs"), ID]) == 2
    held = ask("tomap", {"a": Bucket("x"), "b": Bucket("y")})
    assert isinstance(held, MapValue)
    assert get_attr(held["a"], "bucket") == "x"
    assert ask("contains", [Bucket("logs")], {"id": "x", "bucket": "other"}) is False
    assert ask("element", [Bucket("logs")], 3).name == "logs"
    assert ask("one", [Bucket("logs")]).name == "logs"


@pytest.mark.parametrize(
    "arguments",
    [
        ("setproduct", *[list(range(101))] * 3),
        ("flatten", [[0] * 1001] * 1000),
        ("range", 1025),
        ("range", 0, 1, 0),
    ],
    ids=lambda one: one[0],
)
def test_nothing_builds_without_end(arguments):
    with pytest.raises(Failure):
        ask(*arguments)


def test_the_longest_range():
    assert ask("range", 1024)[-1] == 1023


@pytest.mark.parametrize(
    ("arguments", "among"),
    [
        (("element", ["a", "b"], NUM), ("a", "b")),
        (("lookup", {"a": "x"}, TEXT, "y"), ("x", "y")),
        (("alltrue", [FLAG, False]), (False,)),
        (("alltrue", [FLAG, None]), (False,)),
        (("alltrue", [FLAG, True]), ()),
        (("contains", ["a"], CHOICE), (False,)),
        (("contains", ["a", "b"], CHOICE), ()),
        (("contains", [CHOICE], "a"), (False,)),
    ],
)
def test_what_terraform_leaves_open_may_list_its_answers(arguments, among):
    found = ask(*arguments)
    assert getattr(found, "among", ()) == among


def test_an_open_search_set_leaves_matchkeys_open():
    """Terraform 1.11.4 plans the empty list here, and another one when it applies."""
    found = ask("matchkeys", ["a", "b"], ["x", "y"], [TEXT])
    assert isinstance(found, Unknown)
    assert found.refs == ID.refs


def test_an_unknown_that_may_be_a_list_leaves_flatten_open():
    assert isinstance(ask("flatten", [OPEN, ["a"]]), Unknown)
    assert ask("flatten", [TEXT, ["a"]]) == [TEXT, "a"]


def test_coalesce_keeps_what_is_known_of_a_text_that_is_not_empty():
    begun = ask("coalesce", None, PartialText("made later", prefix="a", present=True), "x")
    assert begun.prefix == "a"
    both = ask("coalesce", Unknown("made later", ("var.a",)), TEXT)
    assert both.refs == ("var.a", *ID.refs)


@pytest.mark.parametrize("arguments", [([1], {}), ([1], "b"), ([1], None)])
def test_coalescelist_minds_what_is_no_list_behind_one(arguments):
    with pytest.raises(Failure):
        ask("coalescelist", *arguments)


def test_unknown_results_keep_references_and_type():
    assert ask("concat", [1], OPEN).refs == OPEN.refs
    assert type_of(ask("sort", convert(ID, list_of(STRING)))) == list_of(STRING)
    assert type_of(ask("length", OPEN)) == NUMBER
    assert type_of(ask("contains", [TEXT], "a")) == BOOL
    assert ask("merge", {"a": 1}, OPEN).refs == OPEN.refs


def test_kinds_of_collections():
    assert isinstance(ask("concat", ListValue("a"), ListValue([1])), ListValue)
    assert not isinstance(ask("concat", ListValue("a"), [1]), ListValue)
    assert isinstance(ask("merge", MapValue(a=1), MapValue(b=2)), MapValue)
    assert not isinstance(ask("merge", MapValue(a=1), MapValue(b="x")), MapValue)


def test_sensitivity_is_not_followed():
    assert ask("sensitive", "a") == ask("nonsensitive", "a") == "a"
    assert ask("sensitive", None) is None
    assert ask("nonsensitive", TEXT) is TEXT
    assert ask("ephemeralasnull", [1, TEXT]) == [1, TEXT]
    found = ask("issensitive", TEXT)
    assert (type_of(found), found.refs, found.present) == (BOOL, ID.refs, True)


@pytest.mark.parametrize("name", ["type", "convert", "defaults", "setsymmetricdifference"])
def test_what_is_no_function_of_terraforms(name):
    with pytest.raises(Failure):
        ask(name, "a")


def test_functions_of_providers_are_not_known():
    assert isinstance(ask("provider::aws::arn_parse", "a"), Unknown)


@pytest.mark.parametrize("name", sorted(one for one in MINE if not one.startswith("file")))
def test_every_function_has_five_cases(name):
    rows = [*table("functions-data.json"), *table("unknown-functions.json")]
    assert sum(row["call"] == name for row in rows) >= 5 or name in NOT_IN_THE_TABLES


@given(st.sampled_from(MINE), st.lists(values(), max_size=4))
def test_functions_raise_nothing_but_failure(name, arguments):
    try:
        first = call(name, arguments, HERE)
    except Failure:
        return
    assert call(name, arguments, HERE) == first


@given(st.sampled_from(MINE), st.lists(values(unknowns=False), min_size=1, max_size=3), st.data())
def test_hiding_an_argument_never_turns_an_answer_into_another(name, arguments, data):
    """What is told of a call with an unknown in it holds for the call with the value."""
    at = data.draw(st.integers(0, len(arguments) - 1))
    hidden = [*arguments]
    hidden[at] = Unknown("hidden")
    try:
        veiled = call(name, hidden, HERE)
        sure = call(name, arguments, HERE)
    except Failure:
        return
    assert holds(veiled, sure)


def holds(veiled, sure):
    """Whether what is told of a value is true of it."""
    if isinstance(veiled, Unknown):
        return not veiled.present or sure is not None
    if isinstance(veiled, list) and isinstance(sure, list):
        return len(veiled) == len(sure) and all(
            holds(*pair) for pair in zip(veiled, sure, strict=True)
        )
    if isinstance(veiled, dict) and isinstance(sure, dict):
        return veiled.keys() == sure.keys() and all(holds(veiled[n], sure[n]) for n in veiled)
    return str(veiled) == str(sure)
