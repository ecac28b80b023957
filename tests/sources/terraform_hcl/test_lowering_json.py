"""The JSON syntax."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.sources.terraform_hcl.lowering import lower_json
from partywall.sources.terraform_hcl.syntax import Body
from sources.terraform_hcl.dump import outline


def outlined(document: Any) -> list[str]:
    body, faults = lower_json(json.dumps(document).encode(), "main.tf.json")
    assert not faults
    assert not body.broken
    return outline(body)


@pytest.mark.parametrize(
    "document, expected",
    [
        ({}, []),
        ([], []),
        ({"//": "a comment"}, []),
        ({"locals": {"a": "${local.b}", "//": "c"}}, ["locals", "  a = local.b"]),
        ({"locals": [{"a": 1}, {"b": True}]}, ["locals", "  a = 1", "locals", "  b = true"]),
        ([{"locals": {"a": None}}, {"locals": {"b": -2.5}}],
         ["locals", "  a = null", "locals", "  b = -2.5"]),
        ({"locals": {"a": ["x-${each.key}", {"${var.k}": {"//": 1}}]}},
         ["locals", '  a = [t<"x-" each.key>, {var.k={"//"=1}}]']),
        ({"locals": {"a": "\\n \"q\" $${x} é"}}, ["locals", '  a = "\\\\n \\"q\\" ${x} é"']),
        ({"resource": {"aws_x": {"a": {}, "b": [{"c": 1}, {"c": 2}]}}},
         ["resource aws_x a", "resource aws_x b", "  c = 1", "resource aws_x b", "  c = 2"]),
        ({"resource": [{"aws_x": [{"a": [{"c": 1}]}]}]}, ["resource aws_x a", "  c = 1"]),
        ({"resource": {"aws_x": {"a": None}}}, []),
        # only the provider's schema knows blocks from arguments
        ({"resource": {"aws_x": {"a": {"ingress": [{"port": "${var.p}"}], "lifecycle":
            {"prevent_destroy": True}}}}},
         ["resource aws_x a", '  ingress = [{"port"=var.p}]', "  lifecycle",
          "    prevent_destroy = true"]),
        ({"resource": {"aws_x": {"a": {"dynamic": {"ingress": {
            "for_each": "${ingress.a}", "labels": ["${ingress.key}"],
            "content": {"port": "${ingress.value}", "dynamic": [{"sub": {
                "for_each": "${ingress.value.s}", "iterator": "it",
                "content": {"x": "${it.value}${ingress.key}", "y": "${sub.value}"}}}]}}}}}}},
         ["resource aws_x a", "  dynamic ingress", "    for_each = managed:ingress.a",
          "    labels = [$ingress.key]", "    content", "      port = $ingress.value",
          "      dynamic sub", "        for_each = $ingress.value.s", "        iterator = 'it",
          "        content", "          x = t<$it.value $ingress.key>",
          "          y = managed:sub.value"]),
        # bare expressions, and plain text
        ({"resource": {"aws_x": {"a": {"provider": "aws.east"}}}},
         ["resource aws_x a", "  provider = managed:aws.east"]),
        ({"module": {"m": {"source": "./$${x}", "providers": {"aws": "aws.east"}}}},
         ["module m", '  source = "./$${x}"', '  providers = {"aws"=managed:aws.east}']),
        ({"variable": {"v": {"type": "map(object({a = optional(string)}))",
                             "default": {"a": "$${x}"}}}},
         ["variable v", "  type = map(object({\"a\"=optional('string)}))",
          '  default = {"a"="$${x}"}']),
        ({"variable": {"v": {"validation": {"condition": "${var.v > 1}", "error_message": "no"}}}},
         ["variable v", "  validation", "    condition = (var.v > 1)", '    error_message = "no"']),
        ({"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}},
         ["terraform", "  required_providers", '    aws = {"source"="hashicorp/aws"}']),
        ({"output": {"o": {"value": "${module.m.x}", "sensitive": True}}},
         ["output o", "  value = module.m.x", "  sensitive = true"]),
    ],
)  # fmt: skip
def test_document(document: Any, expected: list[str]) -> None:
    assert outlined(document) == expected


@pytest.mark.parametrize(
    "data, place, kept",
    [
        (b"", (1, 1), []),
        (b'{"locals": {"a": 1,}}', (1, 20), []),
        (b'{"locals": {"a": 1}\n', (2, 1), []),
        (b'{"locals": {"a" 1}}', (1, 17), []),
        (b'{"locals": {"a": 01}}', (1, 19), []),
        (b'{"locals": {"a": NaN}}', (1, 18), []),
        (b'{"locals": {"a": "\n"}}', (1, 18), []),
        (b'{} {}', (1, 3), []),
        (b'{"locals": {"a": "\\ud800"}}', (1, 18), []),
        (b'{"locals": {"a": "\xff"}}', (1, 19), []),
        (b"[" * 10_000, (1, 102), []),
        (b'{"locals": 3, "output": {"o": {}}}', (1, 12), ["output o"]),
        (b'{"locals": {"a": "${",\n "b": "${1 +}", "c": 2}}', (1, 19),
         ["locals broken", "  c = 2"]),
        (b'{"locals": {"a": 1, "a": 2}}', (1, 21), ["locals broken", "  a = 1"]),
    ],
)  # fmt: skip
def test_fault(data: bytes, place: tuple[int, int], kept: list[str]) -> None:
    body, faults = lower_json(data, "main.tf.json")
    assert (faults[0].where.line, faults[0].where.column) == place
    assert body.broken
    assert outline(body) == kept


def places(body: Body) -> list[tuple[str, int]]:
    own = [(name, one.at) for name, one in body.attributes.items()]
    blocks = [((x.labels or (x.type,))[-1], x.at) for x in body.blocks]
    return own + blocks + [pair for block in body.blocks for pair in places(block.body)]


def test_places_are_those_of_the_names() -> None:
    data = (
        '{\n "//": "é",\n "resource": {"aws_x": {"é": {"a": "é",\n "b": 1,'
        ' "lifecycle": {"c": 2}}}}\n}'.encode()
    )
    body, _ = lower_json(b"\xef\xbb\xbf" + data, "main.tf.json")
    found = places(body)
    assert {name for name, _ in found} == {"é", "a", "b", "lifecycle", "c"}
    for name, at in found:
        assert data[at - 3 :].startswith(f'"{name}"'.encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["${var.a}", "${", "%{if x}", "aws.east"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["resource", "locals", "dynamic", "content", "a", "//", "type", "${x}"]),
        inner,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON, st.integers(0, 200), st.binary(max_size=2))
def test_nothing_makes_it_fail(document: Any, at: int, noise: bytes) -> None:
    whole = json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for data in (whole, whole[:at] + noise + whole[at + 1 :]):
        body, faults = lower_json(data, "main.tf.json")
        assert body.broken == bool(faults)
