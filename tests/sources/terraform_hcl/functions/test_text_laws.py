"""Laws of the functions over texts, and that no argument makes one crash, hang or grow."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    MapValue,
    number,
    partial_text,
)
from partywall.sources.terraform_hcl.functions import call, known_functions
from partywall.sources.terraform_hcl.functions.texts import LONGEST, graphemes
from sources.terraform_hcl.functions.asked import HERE

MODULES = ("texts", "formatting", "patterns", "encoding", "hashes", "dates", "jsons", "yamls")
NAMES = sorted(
    name
    for name, one in known_functions().items()
    if one.call.__module__.rpartition(".")[2] in MODULES
)
HOLES = st.builds(
    Unknown,
    st.just("later"),
    prefix=st.sampled_from(["", "arn:"]),
    among=st.sampled_from([(), ("a", "B"), (1, 2)]),
)
TEXTS = st.text(max_size=12).map(lambda text: normalize("NFC", text))
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3).map(number)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
KNOWN = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)
SPICE = st.sampled_from(
    [
        *("%s %5.2f", "%[2]d", "/(a)b/", "(?P<n>a*)+", "$1${x}", "[1, {}]", "a: &x [*x]"),
        *("- {<<: *a}", "YQ==", "UTF-16", 'a,"b\n1,2', "2020-02-29T23:59:59Z", "1h3m", "YY'x'"),
    ]
)
ANYTHING = st.recursive(
    LEAVES | SPICE | HOLES | st.lists(TEXTS | HOLES, min_size=1, max_size=3).map(partial_text),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | st.lists(TEXTS | HOLES, max_size=3).map(ListValue)
        | st.dictionaries(TEXTS, TEXTS | HOLES, max_size=3).map(MapValue)
    ),
    max_leaves=6,
)


def ask(name: str, *arguments: Any) -> Any:
    return call(name, arguments, HERE)


@settings(max_examples=50)
@given(KNOWN)
def test_json_comes_back(value: Any) -> None:
    assert ask("jsondecode", ask("jsonencode", value)) == value


@settings(max_examples=50)
@given(KNOWN)
def test_yaml_comes_back(value: Any) -> None:
    assert ask("yamldecode", ask("yamlencode", value)) == value


@given(TEXTS)
def test_base64_comes_back(text: str) -> None:
    assert ask("base64decode", ask("base64encode", text)) == text


@given(TEXTS, st.sampled_from(["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16"]))
def test_other_encodings_come_back(text: str, encoding: str) -> None:
    packed = ask("textencodebase64", text, encoding)
    assert ask("textdecodebase64", packed, encoding) == text


@given(TEXTS, st.sampled_from([",", "ab", "\n"]))
def test_split_and_join_are_inverse(text: str, separator: str) -> None:
    assert ask("join", separator, ask("split", separator, text)) == text


@given(st.text(alphabet="ae\u0301\u200d\U0001f468\U0001f1e9\r\n", max_size=9))
def test_graphemes_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(TEXTS)
def test_formatting_as_is_changes_nothing(text: str) -> None:
    assert ask("format", "%s", text) == text


@given(st.integers(-(10**30), 10**30), st.integers(0, 20))
def test_whole_numbers_format_as_pythons(value: int, width: int) -> None:
    assert ask("format", f"%0{width}d" if width else "%d", value) == f"{value:0{width}d}"


@given(st.floats(-1e9, 1e9), st.integers(0, 9))
def test_fractions_format_as_pythons(value: float, places: int) -> None:
    exact = number(Decimal(value))
    assert ask("format", f"%.{places}f", exact) == f"{value + 0.0:.{places}f}"
    assert ask("format", f"%.{places}e", exact) == f"{value + 0.0:.{places}e}"


@given(TEXTS, TEXTS, TEXTS)
def test_hiding_a_part_never_says_anything_else(before: str, hidden: str, after: str) -> None:
    whole, partial = before + hidden + after, partial_text([before, Unknown("later"), after])
    for name, rest in (("lower", ()), ("trimspace", ()), ("replace", ("a", "b"))):
        told, sure = ask(name, partial, *rest), ask(name, whole, *rest)
        if isinstance(told, Unknown) and whole.isascii():
            assert sure.startswith(told.prefix) and sure.endswith(told.suffix)
    if whole.isascii():
        begins = ask("startswith", partial, before[:1])
        assert isinstance(begins, Unknown) or begins == whole.startswith(before[:1])


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_nothing_but_failure_is_raised(name: str, data: st.DataObject) -> None:
    arguments = data.draw(st.lists(ANYTHING, max_size=4))
    try:
        call(name, arguments, HERE)
    except Failure as failure:
        assert failure.message


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("format", ("%1000000000d", 1)),
        ("format", ("%.9999999d", 1)),
        ("format", ("%.999999f", 1)),
        ("format", ("%999999s" * 100, *["x"] * 100)),
        ("formatlist", ("%999999s", ["x"] * 100)),
        ("indent", (10**9, "a\nb")),
        ("join", ("x" * 10**6, [""] * 100)),
        ("replace", ("a" * 10**6, "a", "b" * 100)),
        ("replace", ("a" * 10**6, "", "b" * 100)),
        ("replace", ("a" * 10**6, "/a/", "b" * 100)),
        ("jsondecode", ("1e1000000000",)),
        ("yamldecode", ("1e1000000000",)),
    ],
)
def test_work_that_would_explode_is_refused(name: str, arguments: tuple[Any, ...]) -> None:
    started = time.process_time()
    with pytest.raises(Failure):
        ask(name, *arguments)
    assert time.process_time() - started < 2


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(Failure):
        ask("yamldecode", "\n".join(lines))


@pytest.mark.parametrize("name", ["jsondecode", "yamldecode"])
def test_what_is_nested_too_deeply_is_unknown(name: str) -> None:
    deep = 5_000
    assert isinstance(ask(name, "[" * deep + "]" * deep), Unknown)


def test_a_pattern_that_backtracks_elsewhere_is_quick() -> None:
    started = time.process_time()
    assert ask("regexall", "(a|aa|a*)*b", "a" * 50_000) == []
    assert time.process_time() - started < 2


def test_no_message_holds_a_value() -> None:
    secret = "hunter2"
    for name in NAMES:
        for arguments in ([secret], [secret, secret], [secret, secret, secret], [[secret], secret]):
            try:
                call(name, arguments, HERE)
            except Failure as failure:
                assert secret not in failure.message


def test_longest_is_what_a_folder_may_hold() -> None:
    assert len(ask("join", "", ["x" * (LONGEST // 2)] * 2)) == LONGEST
