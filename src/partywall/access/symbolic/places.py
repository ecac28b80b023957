"""How patterns of resources lie to each other, two at a time, in either reading of a star."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from partywall.access.globs import Step, Steps, arn_steps, text_steps
from partywall.access.patterns import (
    ARN_FIELDS,
    Solid,
    Tokens,
    Variable,
    Wild,
    arn_fields,
    compile_arn,
    compile_glob,
    parse_pattern,
)
from partywall.access.symbolic.automaton import text_cells
from partywall.access.symbolic.budget import Budget, Exhausted

EVERYTHING: Final[Tokens] = (Wild.MANY,)
PLACEHOLDER: Final = re.compile(r"\$\{(\w+)\}")
MAY_BE_EMPTY: Final = frozenset({"Region", "Account"})
BUCKET_CHARS: Final = "abcdefghijklmnopqrstuvwxyz0123456789-._ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORDS: Final = "\U000f0000"
"""The first letter of the plane of which the words for variables are made."""
MOST_PAIRED: Final = 20_000
"""Steps of the automaton of two patterns."""
ONE_ALONE: Final = 0b0010
BOTH: Final = 0b1000
ALL_FOUR: Final = 0b1111


def has_variable(tokens: Tokens) -> bool:
    """Whether the pattern has a variable."""
    return any(isinstance(one, Variable) for one in tokens)


def widest(tokens: Tokens) -> Solid:
    """The pattern with a star for each variable."""
    return tuple([Wild.MANY if isinstance(one, Variable) else one for one in tokens])


def matches(tokens: Tokens, text: str) -> bool:
    """Whether the pattern can match the resource."""
    if has_variable(tokens):
        return compile_glob(widest(tokens)).matches(text)
    return compile_arn(widest(tokens)).matches(text)


@lru_cache(maxsize=8192)
def steps_of(tokens: Tokens) -> Steps:
    """What a value for a variable holds may be colons too."""
    return text_steps(widest(tokens)) if has_variable(tokens) else arn_steps(widest(tokens))


@lru_cache(maxsize=8192)
def shape_of(arn: str) -> Tokens:
    """A documented ARN as a pattern: something for each placeholder."""
    return parse_pattern(
        PLACEHOLDER.sub(lambda match: "*" if match[1] in MAY_BE_EMPTY else "?*", arn)
    )


def inside(one: Tokens, other: Tokens, whole: bool) -> bool:
    """Whether all that one pattern matches the other surely does; `whole`: stars go on beyond
    colons."""
    if other in (one, EVERYTHING):
        return True
    if not may_meet(one, other):
        return False
    if has_variable(other):
        return carries(one, other) and not _pair(held(one), held(other), whole) & ONE_ALONE
    return not _pair(one, other, whole) & ONE_ALONE


def carries(one: Tokens, other: Tokens) -> bool:
    """Whether the variables of two patterns may stand as words of letters that no policy has.

    If `other` matches all that `one` does with such a word for each variable, that stays so when
    values are put for the words, since a star takes whatever they become. A question mark would
    not; and as a value may hold colons, variables of an ARN have to stand in its last field.
    """
    return Wild.ONE not in other and not (
        any(map(_has_words, (one, other)))
        or any(
            _has_words(field)
            for fields in (arn_fields(held(one)), arn_fields(held(other)))
            for field in (fields[:-1] if len(fields) == ARN_FIELDS else fields)
        )
    )


def _has_words(tokens: Tokens) -> bool:
    return any(isinstance(one, str) and max(one, default="") >= WORDS for one in tokens)


def held(tokens: Tokens) -> Solid:
    """The pattern with a word for each variable, the same for the same variable."""
    found: list[str | Wild] = []
    for one in tokens:
        part = _word(one) if isinstance(one, Variable) else one
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def _word(variable: Variable) -> str:
    """Letters of a plane for private use, between a first and a last that stand nowhere else."""
    text = variable.key if variable.default is None else f"{variable.key}, {variable.default}"
    start = ord(WORDS)
    letters = [start, *(start + 2 + byte for byte in text.encode()), start + 1]
    return "".join(map(chr, letters))


def meet(one: Tokens, other: Tokens, whole: bool) -> bool:
    """Whether some text may match both patterns."""
    return may_meet(one, other) and bool(_pair(one, other, whole) & BOTH)


@lru_cache(maxsize=8192)
def _pair(one: Tokens, other: Tokens, whole: bool) -> int:
    """The combinations of two patterns that may occur: bit n for combination n."""
    if whole:
        steps = [text_steps(widest(one)), text_steps(widest(other))]
    else:
        steps = [steps_of(one), steps_of(other)]
    try:
        return sum(1 << cell for cell in text_cells(steps, 0, Budget(MOST_PAIRED)))
    except Exhausted:
        return ALL_FOUR


def spans_fields(tokens: Tokens) -> bool:
    """Whether a wildcard stands in a field before the last, so that the readings differ."""
    return any(
        not isinstance(one, str) for field in arn_fields(widest(tokens))[:-1] for one in field
    )


@lru_cache(maxsize=8192)
def shape_steps(arn: str) -> Steps:
    """A documented ARN step by step; the name of a bucket has no slash.

    Source: S3 User Guide, "General purpose bucket naming rules" (not re-read).
    """
    before, bucket, after = arn.partition("${BucketName}")
    if not bucket:
        return arn_steps(widest(shape_of(arn)))
    name = (Step(BUCKET_CHARS), Step(BUCKET_CHARS, repeats=True))
    rest = text_steps(widest(parse_pattern(PLACEHOLDER.sub("?*", after))))
    fields = arn_steps((*widest(shape_of(before)), "."))
    return (*fields[:-1], *name, *rest)


def may_meet(one: Tokens, other: Tokens) -> bool:
    """Whether the texts before the first wildcards of two patterns can begin one text."""
    first, second = _head(one), _head(other)
    return first.startswith(second) or second.startswith(first)


def _head(tokens: Tokens) -> str:
    return tokens[0] if tokens and isinstance(tokens[0], str) else ""
