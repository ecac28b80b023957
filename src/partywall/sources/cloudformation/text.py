"""Texts put together from known and unknown parts: what is surely known of the result.

Used by Fn::Sub, Fn::Join and dynamic references. A text that contains the value of a NoEcho
parameter is a `Secret`, so that whatever is made of it can be hidden, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from math import prod
from typing import Final

from partywall.kernel.unknown import Unknown

MAX_AMONG: Final = 64
"""A value that could be more things than this is simply not known."""

_DYNAMIC: Final = re.compile(r"\{\{resolve:(ssm-secure|ssm|secretsmanager):([^}]*)\}\}")
_OPENING: Final = "{{resolve:"
_STORES: Final = {
    "ssm": "SSM parameter",
    "ssm-secure": "secure SSM parameter",
    "secretsmanager": "Secrets Manager secret",
}


class Secret(str):
    """A text from a NoEcho parameter; hidden wherever it ends up."""

    __slots__ = ()


def spelled(value: object) -> str:
    """A scalar as CloudFormation writes it into a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def refs_in(value: object) -> tuple[str, ...]:
    """The addresses that a value, known or not, comes from; each once, in order."""
    found: dict[str, None] = {}
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Unknown):
            found.update(dict.fromkeys(one.refs))
        elif isinstance(one, dict):
            stack.extend(reversed(list(one.values())))
        elif isinstance(one, list | tuple):
            stack.extend(reversed(one))
    return tuple(found)


def joined(parts: Iterable[object]) -> str | Unknown:
    """The text that the parts make; an Unknown with known beginning and end if one is open."""
    pieces = [part for part in parts if part != ""]
    if all(isinstance(piece, str) for piece in pieces):
        return _together(pieces)
    if len(pieces) == 1 and isinstance(pieces[0], Unknown):
        return pieces[0]
    unknown = [piece for piece in pieces if isinstance(piece, Unknown)]
    whole = "".join(piece if isinstance(piece, str) else "\x00" for piece in pieces)
    if _OPENING in whole:
        return _resolved_later(pieces, whole)
    return Unknown(
        "; ".join(dict.fromkeys(piece.why for piece in unknown)),
        refs_in([piece for n, piece in enumerate(pieces) if not _blurred(pieces, n)]),
        prefix=_leading(pieces),
        suffix=_trailing(pieces),
        among=alternatives(pieces, _together),
        present=len(unknown) < len(pieces) or any(piece.present for piece in unknown),
        framed=framed(pieces),
    )


def framed(pieces: Sequence[object]) -> tuple[str, ...]:
    """The text before, the attribute and the text after, when that is all there is."""
    holes = [piece for piece in pieces if isinstance(piece, Unknown)]
    if len(holes) != 1 or not holes[0].attribute:
        return ()
    if len(holes[0].refs) != 1 and holes[0].attribute != "AWS::AccountId":
        return ()
    place = next(n for n, piece in enumerate(pieces) if piece is holes[0])
    before, after = map(_together, (pieces[:place], pieces[place + 1 :]))
    if isinstance(before, Secret) or isinstance(after, Secret):
        return ()
    return before, holes[0].attribute, after


def _blurred(pieces: list[object], n: int) -> bool:
    """Whether another unknown touches this one, so that the text need not name what it refers to.

    `${Bucket}${Suffix}` may be the name of any bucket; `${Key}:${Alias}` has the key's whole.
    """
    around = pieces[max(n - 1, 0) : n] + pieces[n + 1 : n + 2]
    if any(isinstance(one, Unknown) for one in around):
        return True
    ends = [str(one)[-1:] if m == 0 and n else str(one)[:1] for m, one in enumerate(around)]
    return len([one for one in pieces if isinstance(one, Unknown)]) > 1 and any(
        one.isalnum() or one in ("-", "_", ".") for one in ends
    )


def alternatives(
    parts: list[object], make: Callable[[tuple[object, ...]], object]
) -> tuple[object, ...]:
    """What `make` gives for every choice of the parts; none when a part is open, or too many."""
    choices = [part.among if isinstance(part, Unknown) else (part,) for part in parts]
    if not all(choices) or prod(map(len, choices)) > MAX_AMONG:
        return ()
    made: list[object] = []
    for choice in product(*choices):
        one = make(choice)
        if one not in made:
            made.append(one)
    return tuple(made)


def _together(pieces: Iterable[object]) -> str:
    texts = [piece if isinstance(piece, str) else spelled(piece) for piece in pieces]
    whole = "".join(texts)
    return Secret(whole) if any(isinstance(text, Secret) for text in texts) else whole


def _leading(pieces: list[object]) -> str:
    known = ""
    for piece in pieces:
        if isinstance(piece, Unknown):
            return known + beginning(piece)
        known += str(piece)
    return known


def _trailing(pieces: list[object]) -> str:
    known = ""
    for piece in reversed(pieces):
        if isinstance(piece, Unknown):
            return ending(piece) + known
        known = str(piece) + known
    return known


def beginning(value: Unknown) -> str:
    """What the text surely begins with, also by what all its alternatives share."""
    texts = [one for one in value.among if isinstance(one, str)]
    if value.prefix or not texts or len(texts) != len(value.among):
        return value.prefix
    return shared(texts)


def shared(texts: list[str]) -> str:
    """The beginning that all the texts have in common."""
    if not texts:
        return ""
    first, last = min(texts), max(texts)
    for n, letter in enumerate(first):
        if n == len(last) or last[n] != letter:
            return first[:n]
    return first


def ending(value: Unknown) -> str:
    """What the text surely ends with."""
    texts = [one[::-1] for one in value.among if isinstance(one, str)]
    if value.suffix or not texts or len(texts) != len(value.among):
        return value.suffix
    return shared(texts)[::-1]


# -- dynamic references


def looked_up(text: str) -> str | Unknown:
    """`text`, or an Unknown when it holds `{{resolve:…}}`, which only the deployment reads.

    Source: CloudFormation User Guide, "Get values stored in other services using dynamic
    references" (not re-read).
    """
    match = _DYNAMIC.search(text)
    if match is None:
        return text
    last = text.rindex("}}") + 2
    return Unknown(
        f"resolved at deployment from {_STORES[match[1]]} {match[2].split(':')[0] or '?'}",
        prefix=text[: match.start()],
        suffix=text[last:],
        present=True,
    )


def _resolved_later(pieces: list[object], whole: str) -> Unknown:
    """A dynamic reference put together from unknown parts: the secret's own ARN, mostly."""
    start = whole.index(_OPENING)
    service = whole[start + len(_OPENING) :].split(":", 1)[0]
    end = whole.rfind("}}")
    tail = whole[end + 2 :] if end > start else ""
    head = whole[:start]
    return Unknown(
        f"resolved at deployment from a {_STORES.get(service, 'stored value')}",
        refs_in(pieces),
        prefix="" if "\x00" in head else head,
        suffix="" if "\x00" in tail else tail,
        present=True,
    )


def unsettled(value: Unknown, why: str = "") -> Unknown:
    """Something computed from `value`: nothing is known of the text any more.

    Where `value` came from is told in words only, since what is computed need not name it.
    """
    source = f" (from {', '.join(value.refs)})" if value.refs else ""
    return Unknown(f"{why or value.why}{source}", present=value.present)
