"""Mutations of plans and templates: of bytes, of lines, and of the tree that the text is.

A tree is what JSON decodes to. Each function changes a little and gives the result; `random` is
the caller's, so a seed repeats a run.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

TOKENS = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\n", b" ", b"\t", b"\x00", b"\xff"),
    *(b"null", b"true", b"1e999", b"-0", b"NaN", b"\xef\xbb\xbf", b"\\ud800", b"9" * 40),
    *(
        b"&a ",
        b"*a",
        b"<<: ",
        b"!Ref ",
        b"!Sub ",
        b"!If ",
        b"!Custom::T ",
        b"- ",
        b"? ",
        b"| ",
        b"# ",
    ),
    *(b"${", b"${!", b"{{resolve:", b"Fn::ForEach::X", b"Fn::Transform", b"AWS::NoValue"),
)

LEAVES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 22, 65535, 10**30, -(10**19), 0.5, 1e308, "", " ", "*", "-1"),
    *(
        "true",
        "false",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.0/33",
        "999.1.1.1",
        "a" * 300,
        "\x00",
        "\u202e",
    ),
    *("arn:aws:s3:::b/*", "arn:", "arn:aws:iam::aws:policy/AdministratorAccess", "alias/aws/s3"),
    *("${A}", "${A.B}", "${!A}", "{{resolve:ssm:x}}", "tcp", "Allow", "Deny", "2012-10-17", "٣"),
    *([], {}, [None], [[]], {"": ""}, [{}], {"a": {"a": {"a": {}}}}, "module.a.b[0]", "[", '["'),
    *({"Ref": "AWS::NoValue"}, {"Ref": "AWS::Region"}, {"Ref": "Bucket"}, {"Ref": 1}, {"Ref": []}),
    *({"Fn::GetAtt": "A.B"}, {"Fn::GetAtt": ["A"]}, {"Fn::Sub": "${X}"}, {"Fn::Sub": ["${X}", 1]}),
    *({"Fn::If": ["C", 1, 2]}, {"Fn::If": []}, {"Fn::Join": [",", {"Ref": "X"}]}, {"Fn::Join": 1}),
    *({"Fn::Select": [9, ["a"]]}, {"Fn::Split": [",", "a,b"]}, {"Fn::Split": ["", "a"]}),
    *({"Fn::FindInMap": ["M", "a", "b"]}, {"Fn::Cidr": ["10.0.0.0/16", 300, 8]}, {"Fn::And": []}),
    *({"Fn::Cidr": ["::/0", 256, 200]}, {"Fn::Base64": {}}, {"Fn::ImportValue": {"Fn::Sub": "x"}}),
    *({"Fn::Length": {"Ref": "L"}}, {"Fn::ToJsonString": {"a": 1}}, {"Fn::Nothing": 1}),
    *({"Condition": "C"}, {"Fn::Not": [{"Condition": "C"}]}, {"Fn::Equals": [1, {"Ref": "P"}]}),
    *({"Fn::ForEach::L": ["X", ["a", "b"], {"R${X}": {"Type": "AWS::S3::Bucket"}}]},),
    *({"Fn::Transform": {"Name": "AWS::Include"}}, {"Fn::GetAZs": ""}, {"constant_value": 1}),
    *({"references": ["a.b"]}, {"references": ["module.x", 1]}, {"constant_value": {"a": []}}),
)

KEYS = (
    *("", "Type", "Properties", "Condition", "Metadata", "DependsOn", "Ref", "Fn::If", "Statement"),
    *("after", "after_unknown", "index", "tags", "policy", "module_address", "values", "type"),
)


def of_bytes(data: bytes, random: Random) -> bytes:
    """Bytes flipped, cut out, repeated, or a token put in."""
    if not data:
        return random.choice(TOKENS)
    at = random.randrange(len(data))
    end = min(len(data), at + random.choice((1, 2, 8, 64, 512)))
    kind = random.randrange(6)
    if kind == 0:
        return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:at] + data[at:end] * random.choice((2, 3, 20)) + data[end:]
    if kind == 3:
        return data[:at]
    if kind == 4:
        return data[:at] + random.choice(TOKENS) + data[end:]
    return data[:at] + random.choice(TOKENS) + data[at:]


def of_lines(data: bytes, random: Random) -> bytes:
    """Lines deleted, doubled, swapped or indented otherwise: what breaks YAML in its own way."""
    lines = data.split(b"\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = b" " * random.randrange(9) + lines[at].lstrip()
    else:
        head, colon, _ = lines[at].partition(b": ")
        leaf = json.dumps(random.choice(LEAVES)).encode()
        lines[at] = head + (colon or b": ") + random.choice((random.choice(TOKENS), leaf))
    return b"\n".join(lines)


def of_tree(tree: Any, donor: Any, random: Random) -> Any:
    """A copy of a tree with one place changed; `donor` is another tree to take pieces from."""
    places = list(_places(tree))
    if not places:
        return random.choice(LEAVES)
    path = random.choice(places)
    change = random.choice(CHANGES)
    copied: Any = json.loads(json.dumps(tree))
    parent = copied
    for step in path[:-1]:
        parent = parent[step]
    change(parent, path[-1], donor, random)
    return copied


def _places(tree: Any) -> Any:
    stack: list[tuple[tuple[Any, ...], Any]] = [((), tree)]
    while stack:
        path, node = stack.pop()
        if path:
            yield path
        if isinstance(node, dict):
            stack.extend(((*path, key), item) for key, item in node.items())
        elif isinstance(node, list):
            stack.extend(((*path, n), item) for n, item in enumerate(node))


def _replace(parent: Any, key: Any, donor: Any, random: Random) -> None:
    parent[key] = random.choice(LEAVES)


def _delete(parent: Any, key: Any, donor: Any, random: Random) -> None:
    del parent[key]


def _wrap(parent: Any, key: Any, donor: Any, random: Random) -> None:
    inner = parent[key]
    parent[key] = random.choice(
        ([inner], {"a": inner}, [inner, inner], {"Fn::If": ["C", inner, {"Ref": "AWS::NoValue"}]})
    )


def _unwrap(parent: Any, key: Any, donor: Any, random: Random) -> None:
    inner = parent[key]
    if isinstance(inner, dict | list) and inner:
        parent[key] = random.choice(list(inner.values()) if isinstance(inner, dict) else inner)


def _graft(parent: Any, key: Any, donor: Any, random: Random) -> None:
    places = list(_places(donor))
    if places:
        for step in random.choice(places):
            donor = donor[step]
        parent[key] = json.loads(json.dumps(donor))


def _rename(parent: Any, key: Any, donor: Any, random: Random) -> None:
    if isinstance(parent, dict):
        others = [name for name in parent if name != key]
        parent[random.choice((*KEYS, *others))] = parent.pop(key)


def _deepen(parent: Any, key: Any, donor: Any, random: Random) -> None:
    for _ in range(random.choice((5, 60, 150))):
        parent[key] = {"Statement": parent[key]} if random.random() < 0.5 else [parent[key]]


def _lengthen(parent: Any, key: Any, donor: Any, random: Random) -> None:
    if isinstance(parent[key], list):
        parent[key] = parent[key] * random.choice((2, 50))
    elif isinstance(parent[key], str):
        parent[key] = parent[key] * random.choice((2, 500))


CHANGES: tuple[Callable[[Any, Any, Any, Random], None], ...] = (
    *(_replace, _replace, _replace, _delete, _wrap, _unwrap, _graft, _graft),
    *(_rename, _deepen, _lengthen),
)
