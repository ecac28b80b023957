"""Source resources, handed over one by one, become a reading in CloudFormation's schema.

A plan's resources and those of a folder of sources differ in where their values come from; what
is made of the values, what is counted, and what is said of those that could not be read is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from functools import cache
from typing import Any, Final

from partywall.estate.resource import Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.sources.mapping import Mapped, Table, Values, apply, table_for
from partywall.sources.mapping.engine import UNSET
from partywall.sources.mapping.table import ALWAYS_IGNORED
from partywall.sources.reading import Coverage, Reading
from partywall.sources.terraform.emit import Item, emit, lost, unclassified

NAMED_ALIKE: Final = "awscc_"
OURS: Final = ("aws_", NAMED_ALIKE)
STACKS: Final = ("aws_cloudformation_stack", "aws_cloudformation_stack_instances")
"""Types that make resources of their own from a template, with the parameters they are given."""
"""What the types of AWS's two providers begin with."""

NONE: Final[frozenset[str]] = frozenset()


@cache
def table_of(source_type: str) -> Table | None:
    """The table of a type of either provider; None when there is none yet."""
    if not source_type.startswith(NAMED_ALIKE):
        return table_for(source_type)
    from partywall.sources.mapping.by_name import table_by_name  # brings all schemas along

    return table_by_name(source_type)


class Collector:
    """A reading that fills up, and what is worked out once all resources are in it.

    `told` counts the errors in it that concern nothing but resources that failed.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.told = 0
        self._failed: list[str] = []
        self._others: Counter[str] = Counter()
        self._understood: list[Resource] = []

    def take(
        self,
        item: Item,
        table: Table | None,
        values: Values,
        veiled: Values | None,
        written: Container[str] | None,
    ) -> Resource | None:
        """All that a resource of these values amounts to is in the reading; gives the resource.

        `veiled` are the values with everything sensitive replaced, None when nothing is.
        `written` are the names of the arguments that somebody wrote, None when that is not known.
        """
        item.names = _names(values, table)
        kept = values if veiled is None else veiled
        if table is None:
            missed = [name for name, value in values.items() if value not in UNSET]
            self._cover(item.type, Mapped({}, missed=missed), kept, written, ALWAYS_IGNORED)
            resource = unclassified(item, kept)
            self.reading.resources.append(resource)
            return resource
        item.parent = values.get(table.parent)
        mapped = _apply(table, values, item)
        shaded = None if veiled is None else _apply(table, veiled, item)
        missing = self._cover(item.type, mapped, kept, written, table.ignored)
        found = emit(self.reading, item, table, mapped, shaded)
        if found is not None:
            found.unmapped = missing
            if missing is None and written is not None:
                self._understood.append(found)
        return found

    def attempt(self, read: Callable[[Any, Span], None], one: Any, where: Span) -> None:
        """The resource `one`, which has an address and a type, is read, or the reading says that it
        was not: it must not hide the others."""
        try:
            read(one, where)
        except RecursionError:
            self.fail(one.address, one.type, where, "its values are nested too deep")
        except Exception as error:
            kind = type(error).__name__  # its text may hold a secret
            self.fail(one.address, one.type, where, f"its values are not understood ({kind})")

    def fail(self, address: str, source_type: str, where: Span, why: str) -> None:
        """The resource is missing from the reading, which says so, and what that leaves open."""
        self._failed.append(source_type)
        what = f"{address} was not checked: {why}"
        self.reading.diagnostics.append(
            Diagnostic("error", what, where, "the other resources were", address)
        )
        table = None if source_type.startswith(NAMED_ALIKE) else table_for(source_type)
        if table is not None and table.folds_into:
            self.reading.fragments.append(lost(address, source_type, where, table))

    def leave_out(self, source_type: str) -> None:
        """A resource of another provider is counted, and no more."""
        self._others[source_type.split("_", 1)[0]] += 1

    def finish(self) -> None:
        """The reading is whole."""
        self._lift_covers()
        self._note_others()

    def _lift_covers(self) -> None:
        """Where all that somebody wrote was understood, what he did not write is not there.

        Unless a resource without a table, or one that could not be read, may say something
        about it: `aws_lb_x` about an `aws_lb`; or a part of the input of which not even the type
        is known.
        """
        errors = sum(one.level == "error" for one in self.reading.diagnostics)
        if errors > self.told + len(self._failed):
            return
        strangers = {one.source_type for one in self.reading.resources if one.covers == NONE}
        strangers.update(self._failed)
        closed: dict[str, bool] = {}
        for resource in self._understood:
            kind = resource.source_type
            if kind not in closed:
                closed[kind] = not any(name.startswith(f"{kind}_") for name in strangers)
            if closed[kind]:
                resource.covers = None

    def _note_others(self) -> None:
        if self._others:
            kinds = ", ".join(f"{name} ({count})" for name, count in sorted(self._others.items()))
            what = f"{self._others.total()} resources of other providers were left out: {kinds}"
            self.reading.diagnostics.append(Diagnostic("info", what, Span(self.reading.file)))

    def _cover(
        self,
        source_type: str,
        mapped: Mapped,
        values: Values,
        written: Container[str] | None,
        ignored: Container[str],
    ) -> dict[str, object] | None:
        """Counts what was understood; gives the arguments that somebody wrote and nobody mapped."""
        coverage = self.reading.coverage.get(source_type)
        if coverage is None:
            coverage = self.reading.coverage[source_type] = Coverage()
        coverage.resources += 1
        coverage.mapped += mapped.understood
        unmapped: dict[str, object] = {}
        known = written or ()
        for label in mapped.missed:
            if label in ignored:
                continue
            top = label.split(".", 1)[0] if "." in label else label
            value = values.get(top)
            if top in known or _is_block(value):
                coverage.unmapped += 1
                coverage.arguments[label] = coverage.arguments.get(label, 0) + 1
                unmapped[top] = value
        return unmapped or None


def _apply(table: Table, values: Values, item: Item) -> Mapped:
    if table.by_name:
        from partywall.sources.mapping.by_name import apply_by_name

        return apply_by_name(table, values)
    return apply(table, values, item.address)


def _names(values: Values, table: Table | None) -> tuple[str, ...]:
    """The known texts that mention the resource."""
    found = []
    for name in ("id", "arn") if table is None or not table.name else ("id", "arn", table.name):
        value = values.get(name)
        if value and isinstance(value, str) and value not in found:
            found.append(value)
    return tuple(found)


def _is_block(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
