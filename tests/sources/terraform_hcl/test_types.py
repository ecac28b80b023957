"""Conversion to type constraints, as Terraform 1.11.4 does it for variables; 2026-11-23."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    type_of,
)
from partywall.sources.terraform.unification import unify
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    MapValue,
    SetValue,
    UnknownOf,
    partial_text,
    set_of,
)
from partywall.sources.terraform_hcl.syntax import (
    NOWHERE,
    Bare,
    Call,
    Constant,
    Object,
    Template,
    Tuple,
)
from partywall.sources.terraform_hcl.type_expressions import parse_type

from .functions.asked import kinds
from .generated import values

REFUSED = "refused"
HIDDEN = Unknown("made later", ("aws_s3_bucket.a",), attribute="id", prefix="a", present=True)


def bare(word):
    """A keyword."""
    return Bare(NOWHERE, word)


def constant(value):
    """A number, text, boolean or null."""
    return Constant(NOWHERE, value)


def of(name, *arguments):
    """A call; a word stands for a keyword, a dict for an object, a list for a tuple."""
    return Call(NOWHERE, name, tuple(written(one) for one in arguments))


def written(one):
    """An argument of `of` as an expression."""
    if isinstance(one, str):
        return bare(one)
    if isinstance(one, dict):
        items = ((constant(name), written(inner)) for name, inner in one.items())
        return Object(NOWHERE, tuple(items))
    if isinstance(one, list):
        return Tuple(NOWHERE, tuple(written(inner) for inner in one))
    return one


def evaluate(expr):
    """The value of a default."""
    if isinstance(expr, Tuple):
        return [evaluate(one) for one in expr.items]
    if isinstance(expr, Object):
        return {name.value: evaluate(one) for name, one in expr.items}
    return expr.value


def converted(kind, value):
    """The value of a variable of that type, or that it is refused."""
    try:
        return convert(value, parse_type(kind, evaluate))
    except Failure:
        return REFUSED


def optional(kind, *default):
    """`optional(kind, default)`; the default is a plain value."""
    return of("optional", kind, *(plain(one) for one in default))


def plain(value):
    """A plain value as an expression."""
    if isinstance(value, list):
        return Tuple(NOWHERE, tuple(plain(one) for one in value))
    if isinstance(value, dict):
        items = ((constant(name), plain(one)) for name, one in value.items())
        return Object(NOWHERE, tuple(items))
    return constant(value)


INNER = of("object", {"c": optional("number", 3)})
DEEP = of("list", of("object", {"a": optional("string", "x"), "b": optional(INNER, {})}))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (bare("any"), [1, "a"], [1, "a"]),
        (bare("string"), 5, "5"),
        (bare("string"), True, "true"),
        (bare("string"), [], REFUSED),
        (bare("number"), "5", 5),
        (bare("number"), True, REFUSED),
        (bare("bool"), "true", True),
        (bare("bool"), 1, REFUSED),
        (bare("list"), ["a", 1], ListValue(["a", "1"])),
        (bare("map"), {"a": "x", "b": 1}, MapValue(a="x", b="1")),
        (constant("string"), 5, "5"),
        (constant("list"), ["a", 1], ListValue(["a", "1"])),
        (constant("map"), {"a": 1}, MapValue(a=1)),
        (of("list", "string"), None, None),
        (of("list", "string"), ["a", None], ListValue(["a", None])),
        (of("list", "number"), ["2", 1], ListValue([2, 1])),
        (of("list", "string"), {"a": 1}, REFUSED),
        (of("list", "string"), SetValue(["a", "b"]), ListValue(["a", "b"])),
        (of("set", "string"), ["b", "a", "b"], SetValue(["a", "b"])),
        (of("set", "any"), [1, "1", True], SetValue(["1", "true"])),
        (of("map", "string"), {"a": True}, MapValue(a="true")),
        (of("map", "string"), [1], REFUSED),
        (of("map", "any"), {"a": 1, "b": "x"}, MapValue(a="1", b="x")),
        (of("map", "any"), {"a": 1, "b": ["x"]}, REFUSED),
        (of("map", of("map", "string")), {"a": {"b": 1}}, MapValue(a=MapValue(b="1"))),
        (of("list", "any"), [{"a": 1}, {"b": "x"}], ListValue([MapValue(a="1"), MapValue(b="x")])),
        (of("list", of("list", "any")), [[1], ["a"]], ListValue([ListValue("1"), ListValue("a")])),
        (of("tuple", ["string", "number"]), [1, "2"], ["1", 2]),
        (of("tuple", ["string", "number"]), [1], REFUSED),
        (of("tuple", ["string"]), ListValue(["a"]), REFUSED),
        (of("object", {"a": "string"}), {"a": 1, "b": 2}, {"a": "1"}),
        (of("object", {"a": "string"}), {"b": 2}, REFUSED),
        (of("object", {"a": "string"}), {"a": None}, {"a": None}),
        (of("object", {"a": "string"}), MapValue(a=1, b=2), {"a": "1"}),
        (of("object", {"a": "string"}), [1], REFUSED),
        (of("object", {"a": "any", "b": "any"}), {"a": 1, "b": [1, "x"]}, {"a": 1, "b": [1, "x"]}),
        (of("object", {"a": optional("string")}), {}, {"a": None}),
        (of("object", {"a": optional("string", "x")}), {"a": None}, {"a": "x"}),
        (of("object", {"a": optional("number", "5")}), {}, {"a": 5}),
        (of("object", {"a": optional("any", 5)}), {}, {"a": 5}),
        (of("object", {"a": optional(INNER)}), {}, {"a": None}),
        (of("object", {"a": INNER}), {"a": {}}, {"a": {"c": 3}}),
        (of("tuple", [INNER]), [{}], [{"c": 3}]),
        (of("set", INNER), [{}, {"c": 3}], SetValue([{"c": 3}])),
        (
            of("object", {"a": optional(of("map", INNER), {"z": {}})}),
            {},
            {"a": MapValue(z={"c": 3})},
        ),
        (
            of("object", {"a": optional(of("list", "any"), [1, "x"])}),
            {},
            {"a": ListValue(["1", "x"])},
        ),
        (
            DEEP,
            [{}, {"b": {"c": 1}}, {"b": None}],
            ListValue(
                [
                    {"a": "x", "b": {"c": 3}},
                    {"a": "x", "b": {"c": 1}},
                    {"a": "x", "b": {"c": 3}},
                ]
            ),
        ),
        (
            of("list", of("object", {"a": "any"})),
            [{"a": 1}, {"a": "x"}],
            ListValue([{"a": "1"}, {"a": "x"}]),
        ),
        (of("list", of("object", {"a": "any"})), [{"a": 1}, {"a": [1]}], REFUSED),
        (
            of("list", of("object", {"b": optional("any")})),
            [{}, {"b": 3}],
            ListValue([{"b": None}, {"b": 3}]),
        ),
        (of("list", of("object", {"b": optional("any")})), [{}, {"b": [3]}], REFUSED),
    ],
)
def test_variable(kind, value, expected):
    found = converted(kind, value)
    assert found == expected
    assert kinds(found) == kinds(expected)


@pytest.mark.parametrize(
    "kind",
    [
        bare("foo"),
        constant(True),
        constant("text"),
        of("list"),
        of("list", "string", "number"),
        of("list", "list"),
        of("list", optional("string")),
        of("optional", "string"),
        of("object"),
        of("object", "string"),
        of("object", {"a": "list"}),
        of("object", {"a": of("optional")}),
        of("object", {"a": optional("string", "x", "y")}),
        of("object", {"a": optional("string", [])}),
        Call(NOWHERE, "object", (Object(NOWHERE, ((bare("a"), bare("string")),)),)),
        of("tuple", "string"),
        of("string", "any"),
        Call(NOWHERE, "list", (bare("string"),), True),
        Tuple(NOWHERE, (bare("string"),)),
        Template(NOWHERE, ()),
    ],
)
def test_what_is_no_type(kind):
    with pytest.raises(Failure):
        parse_type(kind, evaluate)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1"),
        ("+1", "1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("017", "17"),
        ("1e3", "1000"),
        ("1E-7", "0.0000001"),
        ("1p3", "8"),
        ("123456789012345678901234567890.123", "123456789012345678901234567890.123"),
        ("12.50", "12.5"),
        ("", REFUSED),
        ("-", REFUSED),
        (".", REFUSED),
        (" 1", REFUSED),
        ("1_000", REFUSED),
        ("0x10", REFUSED),
        ("Inf", REFUSED),
        ("NaN", REFUSED),
        ("1e", REFUSED),
        ("٣", REFUSED),
        ("1e999999999", REFUSED),
        ("1" * 5000, REFUSED),
    ],
)
def test_text_as_number(text, expected):
    found = converted(bare("number"), text)
    assert (found if found == REFUSED else as_text(found)) == expected


def some_list():
    """A value of which nothing is known."""
    return Unknown("made later", ("aws_s3_bucket.a",))


def test_what_is_not_known_is_of_the_type_from_then_on():
    text = convert(HIDDEN, STRING)
    assert (text.refs, text.attribute, text.prefix) == (HIDDEN.refs, "id", "a")
    assert type_of(text) == STRING
    with pytest.raises(Failure):
        convert(text, list_of(STRING))
    some = convert(Unknown("made later", among=("1", "2")), NUMBER)
    assert (some.among, type_of(some)) == ((1, 2), NUMBER)
    assert convert(convert(some_list(), list_of(NUMBER)), set_type(ANY)).type == set_type(NUMBER)
    template = partial_text(("a", HIDDEN))
    assert convert(template, STRING) is template


def test_a_list_of_a_set_of_unknown_length_is_not_known():
    found = convert(set_of([convert(HIDDEN, STRING), "b"]), list_of(STRING))
    assert isinstance(found, UnknownOf)
    assert found.refs == HIDDEN.refs
    one = convert(set_of([convert(HIDDEN, STRING)]), list_of(STRING))
    assert isinstance(one, ListValue)


def test_elements_whose_type_is_open_leave_the_whole_open():
    open_ended = Unknown("read later", ("data.aws_vpc.x",))
    found = convert([open_ended, [1], ["a", "b"]], list_of(ANY))
    assert isinstance(found, UnknownOf)
    assert found.refs == open_ended.refs
    with pytest.raises(Failure):
        convert([None, {"a": 1}, {"a": "b"}], list_of(ANY))


@given(values(), st.sampled_from([STRING, NUMBER, BOOL, ANY, list_of(ANY), set_type(STRING)]))
def test_conversion_is_idempotent_and_raises_nothing_but_failure(value, kind):
    try:
        once = convert(value, kind)
    except Failure:
        return
    assert convert(once, kind) == once
    assert kinds(convert(once, kind)) == kinds(once)


@given(st.lists(values(), max_size=4))
def test_what_unifies_does_so_in_any_order_and_stays_as_converted(found):
    common = unify([type_of(one) for one in found])
    assert (unify([type_of(one) for one in reversed(found)]) is None) == (common is None)
    for one in found if common else ():
        try:
            once = convert(one, common)
        except Failure:
            continue
        assert convert(once, common) == once


@given(st.lists(values(unknowns=False), max_size=4))
def test_a_map_and_its_order_do_not_matter(found):
    names = [f"k{n}" for n in range(len(found))]
    forth = dict(zip(names, found, strict=True))
    back = dict(reversed(forth.items()))
    outcomes = []
    for one in (forth, back):
        try:
            outcomes.append(convert(one, map_of(ANY)))
        except Failure:
            outcomes.append(REFUSED)
    assert outcomes[0] == outcomes[1]
