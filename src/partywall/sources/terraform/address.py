"""Terraform addresses and references, taken apart at the right dots.

Index keys hold anything: `module.m["two.x"].aws_sqs_queue.q["a\\"]b"]`. So an address is read
from left to right, never split on ".".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r'\.?([^.\[\]"]+)|(\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])')


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Names and index keys in order; a key keeps its brackets: `("a", "b", '["k"]', "id")`.

    Empty when the text is no address.
    """
    found: list[str] = []
    end = 0
    while end < len(text):
        match = _TOKEN.match(text, end)
        if match is None:
            return ()
        found.append(match[1] or match[2])
        end = match.end()
    return tuple(found)


def module_steps(address: str) -> list[tuple[str, str]]:
    """Name and key (with brackets, or empty) of each module on the way to a module instance."""
    steps: list[tuple[str, str]] = []
    parts = iter(tokens(address))
    for part in parts:
        if part.startswith("["):
            if steps:
                steps[-1] = (steps[-1][0], part)
        elif part == "module":
            steps.append((next(parts, ""), ""))
    return steps


_BARE: Final = re.compile(r"[\w .:/@-]*", re.ASCII)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MARK: Final = re.compile(r"([$%])(?=\{)")


def key_of(index: str | int | float) -> str:
    """The key as an address shows it: quotes, marks of templates and what no one sees escaped.

    Source: addresses that Terraform 1.11 printed, 2026-11-23.
    """
    if not isinstance(index, str):
        return f"[{index:.0f}]"
    if _BARE.fullmatch(index):
        return f'["{index}"]'
    return f'["{_MARK.sub(_doubled, "".join(map(_escaped, index)))}"]'


def _doubled(mark: re.Match[str]) -> str:
    return mark[1] * 2


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"


def within(module: str, name: str) -> str:
    """The address of something in a module instance; the root module has no name."""
    return f"{module}.{name}" if module else name
