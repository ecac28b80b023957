"""From a plan's JSON to resources and fragments in CloudFormation's schema.

Each resource is decoded, masked, mapped and forgotten in turn. One that cannot be read becomes
a diagnostic, and the others are read all the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from operator import attrgetter

import msgspec
from msgspec import Raw

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Values
from partywall.sources.reading import Reading
from partywall.sources.recognise import Contents
from partywall.sources.terraform.address import key_of
from partywall.sources.terraform.collecting import OURS, STACKS, Collector, table_of
from partywall.sources.terraform.emit import Item
from partywall.sources.terraform.unknowns import SENSITIVE
from partywall.sources.terraform_plan.beside import ReadSources, Sources, add, variables_of
from partywall.sources.terraform_plan.document import (
    ConfigResource,
    Plan,
    ResourceChange,
    decode,
    text_of,
)
from partywall.sources.terraform_plan.places import Places
from partywall.sources.terraform_plan.policies import Policies
from partywall.sources.terraform_plan.providers import Regions
from partywall.sources.terraform_plan.references import Place, References
from partywall.sources.terraform_plan.secrets import secrets_of
from partywall.sources.terraform_plan.values import Context, Masks, complete, merge, veil

_decode = msgspec.json.Decoder().decode

GONE = (["delete"], ["forget"])
"""Actions after which the resource is no longer there, or no longer Terraform's."""


def read_plan(data: Contents, file: str, read_sources: ReadSources | None = None) -> Reading:
    """What the plan will have made, once applied. Raises SourceError when it is no plan.

    `read_sources` reads the sources that the plan was made from, if they are at hand.
    """
    text = text_of(data, file)
    plan, faults = decode(text, file)
    reading = Reading(file, "terraform-plan")
    for fault in faults:
        reading.diagnostics.append(Diagnostic("error", fault, Span(file), "the rest was read"))
    _note_state(plan, reading)
    reading.secrets = secrets_of(plan, file)
    sources = None
    if read_sources is not None:
        sources = read_sources(variables_of(plan))
        reading.diagnostics += sources.remarks
    addresses = (change.address for change in plan.resource_changes or ())
    _Reader(plan, reading, Places(text, file, addresses), sources).run()
    return reading


def _note_state(plan: Plan, reading: Reading) -> None:
    where = Span(reading.file)
    if plan.errored:
        what = "Terraform failed while it made this plan, so resources are missing"
        reading.diagnostics.append(Diagnostic("error", what, where, "plan again without errors"))
    for one in plan.deferred_changes:
        address = one.resource_change.address if one.resource_change else "a resource"
        what = f"{address} was deferred by Terraform ({one.reason or 'no reason given'})"
        hint = "apply what it waits for, then plan again"
        reading.diagnostics.append(Diagnostic("error", what, where, hint, address))


class _Reader:
    """The loop over the resources, with what is worked out once for all of them."""

    def __init__(
        self, plan: Plan, reading: Reading, places: Places, sources: Sources | None = None
    ) -> None:
        self.reading = reading
        self.changes = plan.resource_changes or []
        self.collector = Collector(reading)
        self.places = places
        self.regions = Regions(plan)
        self.references = References(plan.configuration.root_module, self.changes)
        self.policies = Policies(self.references)
        self.masks = Masks()
        self.seen: set[str] = set()
        self._told_others: dict[str, tuple[str, ...]] = {}
        self.written = sources.instances if sources is not None else {}

    def run(self) -> None:
        """Read type by type, so that like resources lie together in memory when they are judged:
        a fortieth of the whole check."""
        self.changes.sort(key=attrgetter("type"))
        self.changes.reverse()
        while self.changes:  # each is let go of when it is done, or memory peaks at the end
            change = self.changes.pop()
            written = self.written.get(change.address)
            where = self.places.of(change.address) if written is None else written.where
            if change.mode != "managed" or change.change.actions in GONE:
                continue
            if not change.type.startswith(OURS):
                self.collector.leave_out(change.type)
                self._note_told(change)
            elif change.address in self.seen:
                if not change.deposed:
                    self._fail(change, where, "the plan has this address twice")
            else:
                self.seen.add(change.address)
                if change.type in STACKS and self._told(change):
                    self.reading.unseen = Unknown(
                        f"{change.address} was not read, and may say more"
                    )
                self.collector.attempt(self._read, change, where)
        self.collector.finish()
        self.reading.hand_on(self._told_others.items(), "")
        self.reading.hand_on(self._handed_on())

    def _note_told(self, change: ResourceChange) -> None:
        """What a resource of another provider is told of AWS's: a script may start things."""
        self._told_others[change.address] = self._told(change)

    def _told(self, change: ResourceChange) -> tuple[str, ...]:
        """The resources that the arguments of one name."""
        block, place = self._block(change)
        if block is None or place is None:
            return ()
        return self.references.of(self.references.expressions(block, False), place).refs

    def _handed_on(self) -> Iterator[tuple[str, Iterable[str]]]:
        """The outputs with what they hand on: with a local in between, it may be anything."""
        for name, found in self.references.outputs():
            yield (
                name,
                (one.address for one in self.reading.resources) if found.opaque else found.refs,
            )

    def _fail(self, change: ResourceChange, where: Span, why: str) -> None:
        self.collector.fail(change.address, change.type, where, why)

    # -- one resource

    def _read(self, change: ResourceChange, where: Span) -> None:
        after = _decode(change.change.after)
        if after is None:
            return
        if not isinstance(after, dict):
            self._fail(change, where, "its values are no object")
            return
        table = table_of(change.type)
        block, place = self._block(change)
        expressions = None
        if block is not None:
            repeated = change.index is not None or bool(change.module_address)
            expressions = self.references.expressions(block, repeated)
        region = self._region(after, block)
        item = Item(change.address, change.type, _action(change), where, region)
        beside = self.written.get(change.address)
        names: Container[str] | None = expressions
        if beside is not None:
            item.waivers, names = beside.waivers, beside.names.union(expressions or ())
        sensitive = _mask(change.change.after_sensitive, after)
        if table is None:
            veiled = veil(after, sensitive, str(SENSITIVE)) if sensitive else None
            self.collector.take(item, None, after, veiled, names)
            return
        mask = self.masks.of(table, change.change.after_unknown)
        if mask is None:
            self._fail(change, where, "none of its values is known")
            return
        if mask:
            context = Context(self.references, place, expressions, table.computed, self.policies.of)
            if table.by_name:
                complete(after, mask, context)
            else:
                merge(after, mask, context)
            if beside is not None:
                add(after, mask, beside)
        if after.get("tags_all") and "tags" in table.steps:
            after["tags"] = after["tags_all"]
        veiled = None
        if sensitive:
            sensitive.setdefault("tags", sensitive.get("tags_all"))
            veiled = veil(after, sensitive)
        self.collector.take(item, table, after, veiled, names)

    def _block(self, change: ResourceChange) -> tuple[ConfigResource | None, Place | None]:
        scope = self.references.scope(change.module_address)
        block = scope.resource(f"{change.type}.{change.name}") if scope is not None else None
        if scope is None or block is None:
            return None, None
        if change.index is None:
            return block, Place(scope)
        return block, Place(scope, key_of(change.index), block.for_each_expression)

    def _region(self, after: Values, block: ConfigResource | None) -> str | Unknown | None:
        """The resource's own Region (provider 6), else its provider's."""
        own = after.get("region")
        if isinstance(own, str):
            return own
        return self.regions.of(block.provider_config_key) if block is not None else None


def _action(change: ResourceChange) -> str:
    """What Terraform will do: its own word, or `replace`."""
    actions = change.change.actions
    return actions[0] if len(actions) == 1 else "replace"


def _mask(raw: Raw, after: Values) -> Values | None:
    """The mask, or None when it marks nothing, as most do; `true` marks everything."""
    if b"true" not in bytes(raw):
        return None
    mask = _decode(raw)
    return mask if isinstance(mask, dict) else dict.fromkeys(after, True)
