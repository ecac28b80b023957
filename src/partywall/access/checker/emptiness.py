"""Whether some text fits patterns and misses others, by plain search.

A text is searched letter by letter, each pattern as the set of places that it can be at. A search
that grows too large proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

from partywall.access.checker.language import Rejected

MOST_SETS = 200_000
Token = tuple[str, str]
"""What a place takes: `one` of the characters, `any`, `inside` a field any but a colon; with a star
after the kind, any number of them."""
Pattern = tuple[Token, ...]


def tokens(text: str, wild: bool, variables: bool, fields: bool, fold: bool = False) -> Any:
    """The places of a pattern, and whether it has a variable; a variable takes anything."""
    found: list[Token] = []
    varies, colons = False, 0
    pieces = re.split(r"\$\{([^}]*)\}", text) if variables else [text]
    for index, piece in enumerate(pieces):
        if index % 2 and piece not in ("*", "?", "$"):
            varies = True
            found.append(("any*", ""))
            continue
        for char in piece:
            if wild and index % 2 == 0 and char in "*?":
                found.append(("any*" if char == "*" else "any", ""))
            else:
                colons += char == ":"
                found.append(("one", char.lower() + char.upper() if fold else char))
    if fields and not varies:
        found = _by_field(found, min(colons, 5))
    return tuple(found), varies


def _by_field(found: list[Token], ends: int) -> list[Token]:
    """Wildcards before the last field take no colon."""
    kept, seen = [], 0
    for kind, chars in found:
        seen += chars == ":"
        inside = kind != "one" and seen < ends
        kept.append((kind.replace("any", "inside") if inside else kind, chars))
    return kept


Need = tuple[tuple[Pattern, ...], bool]
"""Patterns, one of which a text matches, or none of which it does."""


def empty(needs: Sequence[Need], alphabet: str = "") -> bool:
    """Whether no text meets all needs. Raises Rejected when there is too much to search."""
    flat = [pattern for patterns, _ in needs for pattern in patterns]
    named = {char for pattern in flat for _, chars in pattern for char in chars} | {":"}
    if alphabet:
        named = (named & set(alphabet)) | {next((one for one in alphabet if one not in named), ":")}
    else:
        named.add(next(chr(code) for code in range(0x61, 0x10FFFF) if chr(code) not in named))
    chars = sorted(named)
    start = tuple(_closed(pattern, frozenset({0})) for pattern in flat)
    seen, level = {start}, [start]
    while level:
        following = []
        for state in level:
            if _met(needs, flat, state):
                return False
            for char in chars:
                reached = tuple(map(_step, flat, state, [char] * len(flat)))
                if reached not in seen and _alive(needs, reached):
                    seen.add(reached)
                    following.append(reached)
        if len(seen) > MOST_SETS:
            raise Rejected("a leaf is too large to be checked")
        level = following
    return True


def _closed(pattern: Pattern, places: frozenset[int]) -> frozenset[int]:
    """The places that are reached without a character: a star may take none."""
    found = set(places)
    for place in sorted(places):
        while place < len(pattern) and pattern[place][0].endswith("*"):
            place += 1
            found.add(place)
    return frozenset(found)


def _step(pattern: Pattern, places: frozenset[int], char: str) -> frozenset[int]:
    found = set()
    for place in places:
        if place == len(pattern):
            continue
        kind, chars = pattern[place]
        if char in chars if kind == "one" else (char != ":" or kind.startswith("any")):
            found.add(place if kind.endswith("*") else place + 1)
    return _closed(pattern, frozenset(found))


def _met(needs: Sequence[Need], flat: list[Pattern], state: Any) -> bool:
    at = 0
    for patterns, wanted in needs:
        there = any(len(flat[n]) in state[n] for n in range(at, at + len(patterns)))
        if there is not wanted:
            return False
        at += len(patterns)
    return True


def _alive(needs: Sequence[Need], state: Any) -> bool:
    """Whether every need for a pattern has one that can still match."""
    at = 0
    for patterns, wanted in needs:
        if wanted and not any(state[at : at + len(patterns)]):
            return False
        at += len(patterns)
    return True


NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-_:"


def text_clash(field: str, assumed: list[tuple[Any, bool]], whole: bool) -> bool:
    """Whether no action, or no resource, has these elements hold and fail as assumed."""
    fields = field == "resource" and not whole
    wanted = [(one, truth is not one[1]) for one, truth in assumed]
    out = {(text, one[2]) for one, match in wanted if not match for text in one[0]}
    needs: list[Need] = []
    for (texts, _, variables), match in wanted:
        kept = []
        for text in texts:
            pattern, varies = tokens(text, True, variables, fields)
            if varies and (not match or any(vary and _covers(one, text) for one, vary in out)):
                continue
            kept.append(pattern)
        needs.append((tuple(kept), match))
    if field == "action":
        shape = _by_field(list(tokens("?*:?*", True, False, False)[0]), 2)
        return empty([((tuple(shape),), True), *needs], NAMES)
    arn = tokens("arn:?*:?*:*:*:?*", True, False, True)[0]
    return empty([((arn, (("one", "*"),)), True), *needs])


VARIABLE = re.compile(r"\$\{(?![*?$]\})([^}]*)\}")
FIRST = 0xF0000


def _covers(wide: str, narrow: str) -> bool:
    """Whether one pattern matches what the other does, whatever the variables hold.

    Each variable stands as a word of letters that are in no policy. What a star takes stays taken
    when a value is put for a word; a question mark and a field that colons move would not do.
    """
    if wide == narrow:
        return True
    if "?" in wide or max(wide + narrow) >= chr(FIRST):
        return False
    texts = [VARIABLE.sub(_word, one) for one in (wide, narrow)]
    for text in texts:
        fields = text.split(":", 5)
        if any(char >= chr(FIRST) for one in fields[: min(len(fields), 5)] for char in one):
            return False
    both = [
        [((tokens(one, True, True, fields)[0],), wanted)
         for one, wanted in zip(texts, (False, True), strict=True)]
        for fields in (False, True)
    ]  # fmt: skip
    return all(map(empty, both))


def _word(found: re.Match[str]) -> str:
    letters = [FIRST, *(FIRST + 2 + byte for byte in found[1].encode()), FIRST + 1]
    return "".join(map(chr, letters))


def is_region(resource: str) -> bool:
    """Whether it is a pattern of resources; `*` alone is what actions without one are about."""
    return resource != "*" and re.search("[*?]", resource) is not None


def reaches(pattern: str, region: str) -> bool:
    """Whether the pattern matches some resource of a region, stars going on beyond colons."""
    return not empty([_glob(region, True), _glob(pattern, True)])


def fits_all(pattern: str, region: str) -> bool:
    """Whether the pattern matches every resource of a region; False when it matches none.

    Both hold whether stars go on beyond colons or not. Raises Rejected when it matches some.
    """
    if not reaches(pattern, region):
        return False
    fields = pattern.split(":", 5)
    parts = region.split(":", len(fields) - 1)
    ahead = len(parts) == len(fields) and all(map(fnmatchcase, parts[:-1], fields[:-1]))
    if ahead and empty([_glob(parts[-1], True), _glob(fields[-1], False)]):
        return True
    raise Rejected(f"{pattern} matches some of {region}, which are not decided at once")


def _glob(text: str, wanted: bool) -> Need:
    if "[" in text:
        raise Rejected("a bracket in a pattern is not checked against others")
    return (tokens(text, True, False, False)[0],), wanted
