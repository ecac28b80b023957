"""What an output is about that does not say so itself: by what stands beside it, or its file.

`aws elbv2 describe-target-health` prints targets without their group. The group's ARN may stand in
the file beside them, or its id in the file's path. A plain name in the file's name counts when it
is the name of one resource only; otherwise what the output is about is not known.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from partywall.kernel.arn import parse_arn
from partywall.sources.describe.documents import Part
from partywall.sources.describe.kinds import Kind
from partywall.sources.describe.scopes import Scope, of_path
from partywall.sources.describe.sightings import Sightings

_MADE: Final = re.compile(r"(?:[a-z]+-)*(?=[0-9a-f]*\d)[0-9a-f]{8,}")
"""Ids that AWS makes: nobody gives them to anything else."""

_PIECE: Final = re.compile(r"[A-Za-z0-9]+")
MOST: Final = 24
"""Words of a file's name that are looked at."""


class Subject(Struct, frozen=True):
    """The table that a part is of, and the address of what it is about."""

    kind: Kind
    address: str


class Index(Struct, frozen=True):
    """The resources of one type: addresses by every name, and by the end of each."""

    named: dict[str, list[str]]
    ended: dict[str, list[str]]
    scopes: dict[str, Scope]


class Subjects:
    """Finds what parts are about, among the resources seen so far."""

    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._indexes: dict[str, Index] = {}

    def of(self, part: Part) -> Subject | None:
        """What a part is about, when that is sure."""
        for kind in part.kinds:
            beside = part.beside.get(kind.spec.subject)
            if beside:
                named = self._index(kind).named.get(beside, [])
                return Subject(kind, named[0] if len(named) == 1 else beside)
        for sure in (self._by_id, self._by_name):
            found = {(kind, one): None for kind in part.kinds for one in sure(kind, part.file)}
            if found:
                (kind, address), *more = found
                return None if more else Subject(kind, address)
        return None

    def _by_id(self, kind: Kind, file: str) -> list[str]:
        index = self._index(kind)
        found = [
            address
            for id in _runs(file)
            if _MADE.fullmatch(id)
            for address in index.ended.get(id, ())
        ]
        return list(dict.fromkeys(found))

    def _by_name(self, kind: Kind, file: str) -> list[str]:
        """By a name in the file's own name, aside from the words of the command."""
        index, words = self._index(kind), set(_PIECE.findall(kind.spec.operation)) | {"json"}
        found = [
            address
            for name in _runs(file.rsplit("/", 1)[-1])
            if not words.issuperset(_PIECE.findall(name))
            for address in index.named.get(name, ())
        ]
        addresses = list(dict.fromkeys(found))
        here = of_path(file)
        same = [one for one in addresses if _same(index.scopes.get(one, Scope()), here)]
        return same if len(same) == 1 else addresses

    def _index(self, kind: Kind) -> Index:
        index = self._indexes.get(kind.spec.of)
        if index is None:
            index = self._indexes[kind.spec.of] = Index({}, {}, {})
            for address, names in self._sightings.addresses(kind.spec.of).items():
                for name in dict.fromkeys((address, *names)):
                    index.named.setdefault(name, []).append(address)
                    index.ended.setdefault(re.split(r"[/:]", name)[-1], []).append(address)
                    arn = parse_arn(name)
                    if arn is not None:
                        index.scopes[address] = Scope(arn.account, arn.region)
        return index


def _same(one: Scope, path: Scope) -> bool:
    return path.account in ("", one.account) and path.region in ("", one.region)


def _runs(text: str) -> list[str]:
    """Every run of words in a text, with what stands between them."""
    words = list(_PIECE.finditer(text))[-MOST:]
    return [text[first.start() : last.end()] for n, first in enumerate(words) for last in words[n:]]
