"""From an item of an output to what it says of a resource."""

from __future__ import annotations

from msgspec import Struct

from partywall.kernel.span import Span
from partywall.sources.describe.kinds import Kind, inner, shape, steps_of
from partywall.sources.describe.scopes import Scope, of_item
from partywall.sources.describe.sightings import Sighting, Sightings, arn_of
from partywall.sources.describe.values import Item, Told, apply, objects, pluck
from partywall.sources.describe.writer import Writer
from partywall.sources.reading import Coverage


class Reader(Struct, eq=False):
    """Reads items, one after the other, into sightings; counts what it understands."""

    sightings: Sightings
    coverage: dict[str, Coverage]
    secrets: set[str]

    def read(self, kind: Kind, item: Item, scope: Scope, place: Span, subject: str = "") -> None:
        """Everything that an item tells. `scope` is that of its output, `subject` what that is
        about."""
        own = of_item(kind, item)
        anothers = bool(scope.account) and own.account not in ("", scope.account)
        scope = Scope(own.account or scope.account, own.region or scope.region)
        if kind.spec.each:
            within = inner(kind.name)
            assert within is not None
            for one in objects(item.get(kind.spec.each)):
                self.read(within, one, scope, place)
            return
        count = self.coverage.setdefault(kind.spec.operation, Coverage())
        if is_gone(kind, item) or (kind.spec.own and anothers):
            return
        write = Writer(self.sightings, kind.spec.operation, scope, place)
        told = apply(kind, item) if kind.spec.type else Told({}, len(item))
        seen = self._seen(kind, item, told, write, subject)
        if seen is None:
            return
        seen.rank += anothers
        count.resources += bool(kind.spec.type or kind.spec.everywhere)
        count.mapped += told.understood
        if kind.spec.make:
            shape(kind.spec.make)(item, seen, write)
            self.secrets |= write.secrets
        missed = [*told.missed, *write.missed]
        if missed:
            seen.unmapped = dict.fromkeys(missed)
            miss(count, missed)

    def _seen(
        self, kind: Kind, item: Item, told: Told, write: Writer, subject: str
    ) -> Sighting | None:
        """The sighting of the item's own resource; of what it is about when it is none itself."""
        spec = kind.spec
        if not spec.type:
            return Sighting(
                type=spec.of,
                address=subject,
                properties={},
                scope=write.scope,
                place=write.place,
                operation=spec.operation,
            )
        id = id_of(kind, item)
        if not id:
            return None
        arn = arn_of_item(kind, item, id, write.scope)
        names = (arn, *(text for name in spec.names if (text := _text(item, name))))
        address = arn if spec.by_arn and arn else id
        return write.add(spec.type, address, told.properties, names=names, covers=kind.covers)


def miss(count: Coverage, names: list[str]) -> None:
    """These fields were not understood."""
    for name in names:
        count.unmapped += 1
        count.arguments[name] = count.arguments.get(name, 0) + 1


def is_gone(kind: Kind, item: Item) -> bool:
    """Whether what the item describes is there no more."""
    return any(pluck(item, steps_of(path)) in states for path, states in kind.spec.gone.items())


def id_of(kind: Kind, item: Item) -> str:
    """What names the item; "" when nothing does."""
    ids = [kind.spec.id] if isinstance(kind.spec.id, str) else kind.spec.id
    found = [_text(item, one) for one in ids]
    if kind.spec.first:
        return next((one for one in found if one), "")
    return "/".join(found) if all(found) else ""


def arn_of_item(kind: Kind, item: Item, id: str, scope: Scope) -> str:
    """The item's ARN, as it says or as it must be; "" when it is not known."""
    written = _text(item, kind.spec.arn) if kind.spec.arn else ""
    if written or not kind.spec.arn_type:
        return written
    return arn_of(kind.service, scope, kind.spec.arn_type + id)


def _text(item: Item, path: str) -> str:
    value = pluck(item, steps_of(path)) if path else None
    return value if isinstance(value, str) else ""
