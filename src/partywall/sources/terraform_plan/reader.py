"""From a plan's JSON to resources and fragments in CloudFormation's schema.

Each resource is decoded, masked, mapped and forgotten in turn. One that cannot be read becomes
a diagnostic, and the others are read all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Any, Final

import msgspec
from msgspec import Raw

from partywall.estate.resource import Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Mapped, Table, Values, apply, table_for
from partywall.sources.mapping.engine import UNSET
from partywall.sources.mapping.table import ALWAYS_IGNORED
from partywall.sources.reading import Coverage, Reading
from partywall.sources.terraform_plan.address import key_of
from partywall.sources.terraform_plan.document import (
    ConfigResource,
    Plan,
    ResourceChange,
    decode,
    text_of,
)
from partywall.sources.terraform_plan.emit import Item, emit, lost, unclassified
from partywall.sources.terraform_plan.places import Places
from partywall.sources.terraform_plan.policies import Policies
from partywall.sources.terraform_plan.providers import Regions
from partywall.sources.terraform_plan.references import Place, References
from partywall.sources.terraform_plan.secrets import secrets_of
from partywall.sources.terraform_plan.values import SENSITIVE, Context, complete, merge, veil

_decode = msgspec.json.Decoder().decode

NAMED_ALIKE = "awscc_"
OURS = ("aws_", NAMED_ALIKE)
"""What the types of AWS's two providers begin with."""

NONE: Final[frozenset[str]] = frozenset()
GONE = (["delete"], ["forget"])
"""Actions after which the resource is no longer there, or no longer Terraform's."""


def read_plan(data: bytes, file: str) -> Reading:
    """What the plan will have made, once applied. Raises SourceError when it is no plan."""
    text = text_of(data, file)
    plan, faults = decode(text, file)
    reading = Reading(file, "terraform-plan")
    for fault in faults:
        reading.diagnostics.append(Diagnostic("error", fault, Span(file), "the rest was read"))
    _note_state(plan, reading)
    reading.secrets = secrets_of(plan, file)
    _Reader(plan, reading, Places(text, file)).run()
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

    def __init__(self, plan: Plan, reading: Reading, places: Places) -> None:
        self.changes = plan.resource_changes or []
        self.reading = reading
        self.places = places
        self.regions = Regions(plan)
        self.references = References(plan.configuration.root_module, self.changes)
        self.policies = Policies(self.references)
        self.failed: list[str] = []
        self.others: Counter[str] = Counter()
        self.understood: list[Resource] = []
        self.seen: set[str] = set()

    def run(self) -> None:
        self.changes.reverse()
        while self.changes:  # each is let go of when it is done, or memory peaks at the end
            change = self.changes.pop()
            where = self.places.of(change.address)
            if change.mode != "managed" or change.change.actions in GONE:
                continue
            if not change.type.startswith(OURS):
                self.others[change.type.split("_", 1)[0]] += 1
            elif change.address in self.seen:
                if not change.deposed:
                    self._fail(change, where, "the plan has this address twice")
            else:
                self.seen.add(change.address)
                try:
                    self._read(change, where)
                except RecursionError:
                    self._fail(change, where, "its values are nested too deep")
                except Exception as error:
                    kind = type(error).__name__  # its text may hold a secret
                    self._fail(change, where, f"its values are not understood ({kind})")
        self._lift_covers()
        self._note_others()

    def _fail(self, change: ResourceChange, where: Span, why: str) -> None:
        self.failed.append(change.type)
        what = f"{change.address} was not checked: {why}"
        self.reading.diagnostics.append(
            Diagnostic("error", what, where, "the other resources were", change.address)
        )
        table = None if change.type.startswith(NAMED_ALIKE) else table_for(change.type)
        if table is not None and table.folds_into:
            self.reading.fragments.append(lost(change, where, table))

    def _note_others(self) -> None:
        if self.others:
            kinds = ", ".join(f"{name} ({count})" for name, count in sorted(self.others.items()))
            what = f"{self.others.total()} resources of other providers were left out: {kinds}"
            self.reading.diagnostics.append(Diagnostic("info", what, Span(self.reading.file)))

    # -- one resource

    def _read(self, change: ResourceChange, where: Span) -> None:
        after = _decode(change.change.after)
        if after is None:
            return
        if not isinstance(after, dict):
            self._fail(change, where, "its values are no object")
            return
        named_alike = change.type.startswith(NAMED_ALIKE)
        table = _table_by_name(change.type) if named_alike else table_for(change.type)
        block, place = self._block(change)
        expressions = None
        if block is not None:
            repeated = change.index is not None or bool(change.module_address)
            expressions = self.references.expressions(block, repeated)
        item = Item(change, where, self._region(after, block), _names(after, table))
        sensitive = _mask(change.change.after_sensitive, after)
        if table is None:
            kept = veil(after, sensitive, str(SENSITIVE)) if sensitive else after
            missed = [name for name, value in after.items() if value not in UNSET]
            self._cover(change.type, Mapped({}, missed=missed), kept, expressions, ALWAYS_IGNORED)
            self.reading.resources.append(unclassified(item, kept))
            return
        mask = _decode(change.change.after_unknown)
        if mask and not isinstance(mask, dict):
            self._fail(change, where, "none of its values is known")
            return
        if mask:
            context = Context(
                self.references, place, expressions, table.steps, table.computed, self.policies.of
            )
            if named_alike:
                complete(after, mask, context)
            else:
                merge(after, mask, context)
        if after.get("tags_all") and "tags" in table.steps:
            after["tags"] = after["tags_all"]
        item.parent = after.get(table.parent)
        mapped = self._apply(table, after, change)
        kept, veiled = after, None
        if sensitive:
            sensitive.setdefault("tags", sensitive.get("tags_all"))
            kept = veil(after, sensitive)
            veiled = self._apply(table, kept, change)
        missing = self._cover(change.type, mapped, kept, expressions, table.ignored)
        resource = emit(self.reading, item, table, mapped, veiled)
        if resource is not None:
            resource.unmapped = missing
            if missing is None and expressions is not None:
                self.understood.append(resource)

    def _lift_covers(self) -> None:
        """Where all that somebody wrote was understood, what he did not write is not there.

        Unless a resource without a table, or one that could not be read, may say something
        about it: `aws_lb_x` about an `aws_lb`; or a part of the plan of which not even the type
        is known.
        """
        errors = sum(one.level == "error" for one in self.reading.diagnostics)
        if errors > len(self.failed):
            return
        strangers = {one.source_type for one in self.reading.resources if one.covers == NONE}
        strangers.update(self.failed)
        closed: dict[str, bool] = {}
        for resource in self.understood:
            kind = resource.source_type
            if kind not in closed:
                closed[kind] = not any(name.startswith(f"{kind}_") for name in strangers)
            if closed[kind]:
                resource.covers = None

    def _apply(self, table: Table, values: Values, change: ResourceChange) -> Mapped:
        if change.type.startswith(NAMED_ALIKE):
            from partywall.sources.mapping.by_name import apply_by_name

            return apply_by_name(table, values)
        return apply(table, values, change.address)

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

    def _cover(
        self,
        source_type: str,
        mapped: Mapped,
        values: Values,
        expressions: dict[str, Any] | None,
        ignored: Container[str],
    ) -> dict[str, object] | None:
        """Counts what was understood; gives the arguments that somebody wrote and nobody mapped."""
        coverage = self.reading.coverage.get(source_type)
        if coverage is None:
            coverage = self.reading.coverage[source_type] = Coverage()
        coverage.resources += 1
        coverage.mapped += mapped.understood
        unmapped: dict[str, object] = {}
        written = expressions or {}
        for label in mapped.missed:
            if label in ignored:
                continue
            top = label.split(".", 1)[0] if "." in label else label
            value = values.get(top)
            if top in written or _is_block(value):
                coverage.unmapped += 1
                coverage.arguments[label] = coverage.arguments.get(label, 0) + 1
                unmapped[top] = value
        return unmapped or None


def _table_by_name(source_type: str) -> Table | None:
    from partywall.sources.mapping.by_name import table_by_name  # brings all schemas along

    return table_by_name(source_type)


def _mask(raw: Raw, after: Values) -> Values | None:
    """The mask, or None when it marks nothing, as most do; `true` marks everything."""
    if b"true" not in bytes(raw):
        return None
    mask = _decode(raw)
    return mask if isinstance(mask, dict) else dict.fromkeys(after, True)


def _names(after: Values, table: Table | None) -> tuple[str, ...]:
    """The known texts that mention the resource."""
    found = []
    for name in ("id", "arn") if table is None or not table.name else ("id", "arn", table.name):
        value = after.get(name)
        if value and isinstance(value, str) and value not in found:
            found.append(value)
    return tuple(found)


def _is_block(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
