"""A folder of what `aws … describe-*` printed, read as one estate.

Files are told by what is in them. They are taken together whatever order they come in: an account
in the path, in an ARN or in an `OwnerId` says whose an output is, and a command whose last page is
here was run to its end. What was not collected is open, never absent: see `gaps`.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import PurePath

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.unknown import Unknown
from partywall.sources.describe.documents import Part, parts_of
from partywall.sources.describe.finishing import finish
from partywall.sources.describe.gaps import Gaps
from partywall.sources.describe.items import Reader, miss
from partywall.sources.describe.kinds import Kind, inner, shape
from partywall.sources.describe.scopes import Scope, of_item, of_path, only
from partywall.sources.describe.sightings import NO_REGION, Sightings, differing
from partywall.sources.describe.subjects import Subject, Subjects
from partywall.sources.describe.values import Item, elements, objects, text
from partywall.sources.describe.writer import Seen, Writer
from partywall.sources.reading import Coverage, Reading

NOT_READ = Unknown("a file that could not be read may say more")
MORE_TO_COME = Unknown("the rest of the list was not collected", many=True)


class Collected(Struct, eq=False):
    """The elements of a list property of one resource, from as many pages as there are."""

    kind: Kind
    address: str
    items: list[Item]
    scope: Scope
    place: Span
    whole: bool = False


class Collection:
    """Files, added one after the other; then the reading that they make up together.

    `region` and `account` are for what no file tells; "" for not known.
    """

    def __init__(self, region: str = "", account: str = "") -> None:
        self._given = Scope(account, region)
        self._parts: list[Part] = []
        self._named: list[str] = []
        self._faults: list[Diagnostic] = []

    def __bool__(self) -> bool:
        return bool(self._parts or self._faults)

    def add(self, data: bytes, file: str, named: str) -> None:
        """Take a file, found in what the user named. One that cannot be read is a diagnostic."""
        if named not in self._named:
            self._named.append(named)
        try:
            self._parts += parts_of(data, file)
        except SourceError as error:
            self._faults.append(Diagnostic("error", error.message, error.where, error.hint))

    def reading(self) -> Reading:
        """All files as one estate."""
        reading = Reading(_together(self._named), "aws-describe", diagnostics=list(self._faults))
        if self._faults:
            reading.unseen = NOT_READ
        self._parts.sort(key=_place)
        _Together(self._parts, self._given, reading).run()
        reading.diagnostics.sort(key=lambda one: (one.where.file, one.where.line, one.message))
        return reading


class _Together:
    """The parts of all files, at work."""

    def __init__(self, parts: list[Part], given: Scope, reading: Reading) -> None:
        self.reading = reading
        self.sightings = Sightings()
        self.gaps = Gaps(reading.unseen)
        self.items = Reader(self.sightings, reading.coverage, reading.secrets)
        self.scopes = _scopes(parts, given)
        self.parts = list(zip(parts, self.scopes, strict=True))
        self.subjects = Subjects(self.sightings)

    def run(self) -> None:
        self._read_main()
        self._read_gathered()
        self._read_subjects()
        found = self.sightings.resources()
        finish(found, self.gaps)
        for resource, scope in found:
            if resource.region is not None or self.reading.unseen:
                resource.uncollected = self.gaps.around(resource, scope)
        self.reading.resources = [resource for resource, _ in found]
        self._remark(self.reading.resources)

    # -- outputs that say themselves what they are about

    def _read_main(self) -> None:
        for part, scope in self.parts:
            kind = part.kinds[0]
            if kind.spec.of and not kind.spec.type:
                continue
            self.reading.coverage.setdefault(kind.spec.operation, Coverage())
            if not part.more:
                self.gaps.whole(kind, scope)
            if kind.spec.gather:
                continue
            for item, place in part.items:
                self.items.read(kind, item, scope, place)
                if kind.spec.parent and not part.more:
                    self.gaps.asked(kind, _parent(kind, item))

    def _read_gathered(self) -> None:
        gathered: dict[str, tuple[Kind, list[Seen]]] = {}
        for part, scope in self.parts:
            kind = part.kinds[0]
            if kind.spec.gather:
                _, items = gathered.setdefault(kind.name, (kind, []))
                for item, place in part.items:
                    own = of_item(kind, item)
                    whose = Scope(own.account or scope.account, own.region or scope.region)
                    items.append((item, whose, place))
        for kind, items in gathered.values():
            count = self.reading.coverage[kind.spec.operation]
            count.resources += len(items)
            count.mapped += sum(len(item) for item, _, _ in items)
            write = Writer(self.sightings, kind.spec.operation, Scope(), NOWHERE)
            shape(kind.spec.gather)(items, write, partial(self.gaps.is_whole, kind.name))

    # -- outputs that are about a resource which they do not name

    def _read_subjects(self) -> None:
        lists: dict[tuple[str, str], Collected] = {}
        for part, scope in self.parts:
            kind = part.kinds[0]
            if not kind.spec.of or (kind.spec.type and part.items):
                continue
            subject = self.subjects.of(part)
            if subject is None:
                self._not_told(part)
                continue
            kind, address = subject.kind, subject.address
            if not part.more:
                self.gaps.asked(kind, address)
            if kind.spec.collects:
                _gather(lists, part, subject, scope, self.gaps.of_all and not part.more)
            else:
                for item, place in part.items:
                    self.items.read(kind, item, scope, place, address)
        for one in lists.values():
            self._write_list(one)

    def _write_list(self, one: Collected) -> None:
        spec = one.kind.spec
        made = shape(spec.make) if spec.make else None
        items = one.items if made is None else [each for item in one.items if (each := made(item))]
        found, missed = elements(spec.of, spec.collects, items)
        if not one.whole:
            found.append(MORE_TO_COME)
        count = self.reading.coverage.setdefault(spec.operation, Coverage())
        count.mapped += len(items)
        miss(count, missed)
        write = Writer(self.sightings, spec.operation, one.scope, one.place)
        told = {spec.collects: found}
        write.add(spec.of, one.address, {**told}, covers=frozenset(told), rank=1)

    # -- remarks

    def _not_told(self, part: Part) -> None:
        spec = part.kinds[0].spec
        if spec.type:
            return
        of = " or ".join(dict.fromkeys(kind.spec.of for kind in part.kinds))
        where = part.items[0][1] if part.items else Span(part.file)
        what = f"which {of} this output of `aws {spec.operation}` is about is not told"
        hint = f"put its id in the file's name, or {spec.subject} beside {part.key} in the file"
        self._add("warning", what, where, hint)

    def _add(self, level: str, what: str, where: Span, hint: str, resource: str = "") -> None:
        remark = Diagnostic(level, what, where, hint, resource)  # type: ignore[arg-type]
        self.reading.diagnostics.append(remark)

    def _remark(self, resources: list[Resource]) -> None:
        for part, scope in self.parts:
            kind = part.kinds[0]
            known = kind.spec.of or not self.gaps.of_all
            if part.more and not (known or self.gaps.is_whole(kind.name, scope)):
                what = f"`aws {kind.spec.operation}` had more to tell, which is not here"
                hint = "collect the other pages too, or leave out --max-items"
                self._add("warning", what, Span(part.file), hint)
        placed = {scope for part, scope in self.parts if not part.kinds[0].spec.everywhere}
        accounts = {scope.account for scope in self.scopes}
        several = len(placed - {Scope()}) > 1 or len(accounts - {""}) > 1
        for part, scope in self.parts:
            if several and not _is_told(part.kinds[0], scope) and not part.kinds[0].spec.of:
                what = "whose output this is, and of which Region, is not told"
                self._add("warning", what, Span(part.file), "put it in a folder ACCOUNT/REGION")
        lost = [one for one in resources if one.region is NO_REGION]
        if lost:
            what = f"which Region {len(lost)} resources are in is not told"
            self._add("info", what, Span(lost[0].place.file), "put the files in ACCOUNT/REGION")
        for one in differing(resources):
            what = f"the files differ on {one.address}"
            self._add(
                "warning", what, one.place, "collect them again, all at one time", one.address
            )


def _is_told(kind: Kind, scope: Scope) -> bool:
    """Whether it is known whose an output is, and of which Region if that matters."""
    return bool(scope.account and (scope.region or kind.spec.everywhere))


def _gather(
    lists: dict[tuple[str, str], Collected],
    part: Part,
    subject: Subject,
    scope: Scope,
    whole: bool,
) -> None:
    kind, address = subject.kind, subject.address
    place = part.items[0][1] if part.items else Span(part.file)
    one = lists.setdefault((kind.name, address), Collected(kind, address, [], scope, place))
    one.items += [item for item, _ in part.items if item not in one.items]
    one.whole = one.whole or whole


def _parent(kind: Kind, item: Item) -> str:
    """The address of the resource whose children an item is one of."""
    if "." in kind.spec.parent:
        found = shape(kind.spec.parent)(item)
        return found if isinstance(found, str) else ""
    return text(item, kind.spec.parent)


def _scopes(parts: list[Part], given: Scope) -> list[Scope]:
    """Whose each part is, and of which Region: by its path, else by its items when they agree,
    else by those of its folder when they do, else as the user says."""
    paths = [of_path(part.file) for part in parts]
    own = [_own(part) for part in parts]
    folders: dict[PurePath, list[Scope]] = {}
    for part, path, scopes in zip(parts, paths, own, strict=True):
        inside = folders.setdefault(PurePath(part.file).parent, [])
        inside += [Scope(path.account or a, path.region or r) for a, r in scopes]
        inside.append(path)
    found = []
    for part, path, scopes in zip(parts, paths, own, strict=True):
        beside = folders[PurePath(part.file).parent]
        account = path.account or only(one.account for one in scopes)
        region = path.region or only(one.region for one in scopes)
        account = account or only(one.account for one in beside) or given.account
        region = region or only(one.region for one in beside) or given.region
        found.append(Scope(account, region))
    return found


def _own(part: Part) -> list[Scope]:
    """What the items say of themselves; those that may be another account's say nothing."""
    kind = part.kinds[0]
    if kind.spec.foreign:
        return []
    found = {of_item(kind, item): None for item, _ in part.items}
    within = inner(kind.name)
    if within is not None:
        inside = (one for item, _ in part.items for one in objects(item.get(kind.spec.each)))
        found.update({of_item(within, one): None for one in inside})
    return list(found)


def _place(part: Part) -> tuple[str, int, int, str]:
    where = part.items[0][1] if part.items else Span(part.file)
    return part.file, where.line, where.column, part.key


def _together(named: list[str]) -> str:
    """How the files are called in reports: as the user named them."""
    names = sorted(named)
    if len(names) < 3:
        return " and ".join(names)
    try:
        return os.path.commonpath(names) or "."
    except ValueError:
        return "."
