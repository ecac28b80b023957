"""The words in which a control can be asked anything interesting.

A value drawn blindly from a schema decides nothing: the port is 8231, the engine `xk`. What a
control looks at is read off its examples (property names and values, its own before all
others'), off the constants in its source and its view's, and off the schema's enumerations.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from controls.examples import Case, read_case
from partywall.controls.control import Control
from partywall.controls.registry import all_controls
from partywall.kernel.unknown import Unknown

Words = dict[str, list[Any]]
"""Property name → scalar values that stand under it in some example."""


class Vocabulary(Struct, frozen=True):
    """What one control's cases are made of.

    `names` are the property names, at any depth, that its examples hold or that it asks for.
    """

    cases: tuple[Case, ...]
    names: frozenset[str]
    words: Words
    texts: tuple[str, ...]
    numbers: tuple[int, ...]


@cache
def vocabulary_of(control: Control) -> Vocabulary:
    """The vocabulary of a control, gathered once."""
    cases = tuple(read_case(control, example.yaml) for example in control.text.examples)
    own: Words = {}
    for case in cases:
        for one in case.values():
            _gather(one.properties, own)
    constants = set(_constants(control.view.__module__))
    constants |= set(_constants(control.__module__, control.__name__))
    texts = {one for one in constants if isinstance(one, str) and one.isprintable()}
    numbers = {one for one in constants if isinstance(one, int) and not isinstance(one, bool)}
    return Vocabulary(
        cases=cases,
        names=frozenset({*own, *(text for text in texts if text[:1].isupper())}),
        words=own,
        texts=tuple(sorted(text for text in texts if 0 < len(text) < 60)),
        numbers=tuple(sorted({near for one in numbers for near in (one - 1, one, one + 1)})),
    )


@cache
def common_words() -> Words:
    """The words of all examples together."""
    words: Words = {}
    for control in all_controls():
        for name, values in vocabulary_of(control).words.items():
            known = words.setdefault(name, [])
            known += [value for value in values if value not in known]
    return words


def _gather(value: Any, words: Words, name: str = "") -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            words.setdefault(key, [])
            _gather(item, words, key)
    elif isinstance(value, list):
        for item in value:
            _gather(item, words, name)
    elif value is not None and not isinstance(value, Unknown):
        known = words.setdefault(name, [])
        if value not in known:
            known.append(value)


@cache
def _constants(module: str, function: str = "") -> tuple[str | int, ...]:
    """The constants in a module of ours, or in one function of it; docstrings left out."""
    tree: ast.AST = ast.parse(inspect.getsource(sys.modules[module]))
    if function:
        bodies = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
        tree = next((one for one in bodies if one.name == function), ast.Module([], []))
    return tuple(_values(tree))


def _values(tree: ast.AST) -> Iterator[str | int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
            value = node.value
            if not isinstance(value, str) or "\n" not in value:
                yield value
