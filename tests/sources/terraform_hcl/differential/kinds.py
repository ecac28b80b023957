"""The static types that the generator of programs keeps track of, and terms that have one."""

from __future__ import annotations

from random import Random
from typing import Any, Final, NamedTuple

Kind = Any
"""`S`, `N`, `B`, `ANY`, or a tuple: `("list", K)`, `("set", K)`, `("map", K)`,
`("object", ((name, K), …))`. A list may be written as a tuple, a map as an object."""

S: Final = "string"
N: Final = "number"
B: Final = "bool"
ANY: Final = "any"
T: Final = "T"
"""In the table of functions: whatever it is here."""


class Term(NamedTuple):
    """An expression: its text, and what is surely true of its value.

    `known` is False where a part of it may be unknown at plan time, `secret` where a part may be
    sensitive, `null` where a part may be null. `uses` are the ids of the items it refers to,
    `parts` the terms that it was made of.
    """

    text: str
    kind: Kind
    known: bool = True
    secret: bool = False
    null: bool = False
    uses: frozenset[str] = frozenset()
    parts: tuple[Term, ...] = ()

    def path(self, step: str, kind: Kind) -> Term:
        """A part of this one."""
        return self._replace(text=self.text + step, kind=kind, parts=())


def joined(text: str, kind: Kind, parts: list[Term], *, null: bool = False) -> Term:
    """A term made of others."""
    return Term(
        text,
        kind,
        known=all(part.known for part in parts),
        secret=any(part.secret for part in parts),
        null=null,
        uses=frozenset().union(*(part.uses for part in parts)),
        parts=tuple(parts),
    )


def simplest(kind: Kind) -> str:
    """The shortest value of a kind."""
    words = {
        S: '"a"',
        N: "1",
        B: "true",
        ANY: "true",
        "list": "[]",
        "set": "toset([])",
        "map": "{}",
    }
    if isinstance(kind, tuple) and kind[0] == "object":
        return f"{{ {', '.join(f'{name} = {simplest(one)}' for name, one in kind[1])} }}"
    return words[kind[0] if isinstance(kind, tuple) else kind]


def list_of(kind: Kind) -> Kind:
    """`list(kind)`, or a tuple of such."""
    return ("list", kind)


def set_of(kind: Kind) -> Kind:
    """`set(kind)`."""
    return ("set", kind)


def map_of(kind: Kind) -> Kind:
    """`map(kind)`, or an object of such."""
    return ("map", kind)


NAMES: Final = ("alpha", "beta", "size", "tags", "zone")


def random_kind(random: Random, depth: int = 2) -> Kind:
    """A kind of which values can be written."""
    choice = random.random()
    if depth <= 0 or choice < 0.45:
        return random.choice((S, S, N, B))
    if choice < 0.62:
        return list_of(random_kind(random, depth - 1))
    if choice < 0.69:
        return set_of(random.choice((S, S, N)))
    if choice < 0.84:
        return map_of(random_kind(random, depth - 1))
    names = sorted(random.sample(NAMES, random.randint(1, 3)))
    return ("object", tuple((name, random_kind(random, depth - 1)) for name in names))


def bound(pattern: Kind, kind: Kind) -> dict[str, Kind] | None:
    """What `T` in the pattern stands for when it is this kind; None when it cannot be."""
    if pattern == T:
        return {T: kind}
    if isinstance(pattern, tuple) and isinstance(kind, tuple) and pattern[0] == kind[0]:
        return bound(pattern[1], kind[1]) if pattern[0] != "object" else None
    return {} if pattern == kind else None


def filled(pattern: Kind, found: dict[str, Kind], random: Random) -> Kind:
    """The pattern with a kind in place of `T`."""
    if pattern == T:
        return found.setdefault(T, random_kind(random, 1))
    if isinstance(pattern, tuple) and pattern[0] != "object":
        return (pattern[0], filled(pattern[1], found, random))
    return pattern


def constraint(kind: Kind, random: Random) -> str:
    """The kind as a type constraint of a variable; attributes of objects are optional at times."""
    if not isinstance(kind, tuple):
        return str(kind)
    word, inner = kind
    if word != "object":
        return f"{word}({constraint(inner, random)})"
    fields = []
    for name, one in inner:
        text = constraint(one, random)
        if one in DEFAULTS and random.random() < 0.3:
            text = f"optional({text}, {DEFAULTS[one]})"
        fields.append(f"{name} = {text}")
    return f"object({{ {', '.join(fields)} }})"


DEFAULTS: Final = {S: '"usual"', N: "7", B: "true"}
