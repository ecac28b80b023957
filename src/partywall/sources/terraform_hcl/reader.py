"""From a folder of Terraform sources to resources in CloudFormation's schema.

What is neither configured there nor the provider's default is not known; the tables, the folding
and everything after them are those of plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Path, Unknown
from partywall.sources.mapping import Table, Values
from partywall.sources.mapping.positions import Spot, positions
from partywall.sources.reading import Reading
from partywall.sources.terraform.collecting import OURS, STACKS, Collector, table_of
from partywall.sources.terraform.emit import Item
from partywall.sources.terraform.unknowns import SENSITIVE
from partywall.sources.terraform.values import Lazy, PartialJson, PartialText, framed, refs_of
from partywall.sources.terraform_hcl.evaluation import Evaluation, Instance, Settings, evaluate
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.partial_json import json_of
from partywall.sources.terraform_hcl.provider.schema import schema_of
from partywall.sources.terraform_hcl.roots import Root
from partywall.sources.terraform_hcl.spots import spots_in
from partywall.sources.terraform_hcl.syntax import Block

_AS_THEY_ARE: Final = frozenset({str, int, bool, type(None)})


def read_root(root: Root, settings: Settings, file: str) -> Reading:
    """What a root module would make. `file` is its folder, as reports show it.

    Raises OSError when the folder cannot be read.
    """
    reading = Reading(file, "terraform")
    evaluation = evaluate(root.folder, settings, root.modules, outputs=False)
    reading.diagnostics += remarks_on(root, evaluation)
    reading.secrets = evaluation.secrets
    reader = _Reader(reading, settings)
    reader.collector.told = sum(map(_told, root.modules.loaded()))
    reader.run(evaluation)
    reading.hand_on(reader.told_others, "")
    reading.hand_on((name, refs_of([value])) for name, value in evaluation.outputs.items())
    reading.unseen = _unseen(evaluation, reading)
    return reading


def _unseen(evaluation: Evaluation, reading: Reading) -> Unknown | None:
    """Why there may be resources, about those that are here, which are not.

    A module that could not be read was handed something of theirs: a reference, or a name. Or a
    stack of CloudFormation was.
    """
    names = {name for resource in reading.resources for name in resource.names}
    stacks = {one.address: [one.values] for one in evaluation.instances if one.type in STACKS}
    for address, given in (*evaluation.unread.items(), *stacks.items()):
        if refs_of(given) or not names.isdisjoint(_texts_in(given)):
            return Unknown(f"{address} was not read, and may say more")
    return None


def _texts_in(given: list[Any]) -> Iterator[str]:
    """Every known text in some values."""
    stack: list[Any] = list(given)
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, dict):
            stack.extend(one.values())


def remarks_on(root: Root, evaluation: Evaluation) -> list[Diagnostic]:
    """What could not be parsed in the modules of a root, or not be worked out."""
    remarks = []
    for module in root.modules.loaded():
        for fault in module.faults:
            hint = "the rest was read"
            remarks.append(Diagnostic("error", fault.message, fault.where, hint))
        remarks += module.waiver_remarks
    return [*remarks, *evaluation.faults]


def _told(module: Module) -> int:
    """How many faults of a module lie in the blocks of resources, which say so themselves."""
    blocks = [block for block in module.resources.values() if block.broken]
    return sum(any(_holds(block, fault.where) for block in blocks) for fault in module.faults)


def _holds(block: Block, where: Span) -> bool:
    file = block.body.file
    first, last = file.span(block.at).line, file.span(block.end - 1).line
    return file.name == where.file and first <= where.line <= last


class _Reader:
    """The loop over the instances.

    `told_others` are the resources of other providers, with what they are told of AWS's: a script
    or a chart may start something with it.
    """

    def __init__(self, reading: Reading, settings: Settings) -> None:
        self.collector = Collector(reading)
        self.settings = settings
        self.told_others: list[tuple[str, tuple[str, ...]]] = []
        self._placed: dict[int, dict[Path, Spot]] = {}

    def run(self, evaluation: Evaluation) -> None:
        for instance in evaluation.instances:
            where = instance.place
            if not instance.type.startswith(OURS):
                self.collector.leave_out(instance.type)
                told = refs_of([instance.values])
                if told:
                    self.told_others.append((instance.address, told))
                continue
            broken = "its block has a syntax error" if instance.declared.block.broken else ""
            if broken or instance.failed:
                self._fail(instance, where, broken or instance.failed)
                continue
            self.collector.attempt(self._take, instance, where)
        self.collector.finish()

    def _fail(self, instance: Instance, where: Span, why: str) -> None:
        self.collector.fail(instance.address, instance.type, where, why)

    def _take(self, instance: Instance, where: Span) -> None:
        table = table_of(instance.type)
        values = self._handed_over(instance, instance.values, table)
        veiled = None
        if instance.veiled is not None:
            veiled = self._handed_over(instance, instance.veiled, table)
        item = Item(
            instance.address,
            instance.type,
            "create",
            where,
            self._region(instance, values),
            guard=instance.guard,
            waivers=instance.waivers,
            positions=self._positions(instance, table),
        )
        self.collector.take(item, table, values, veiled, instance.written)

    def _positions(self, instance: Instance, table: Table | None) -> dict[Path, Spot] | None:
        """The places of the properties, the same for all instances of a block."""
        if table is None:
            return None
        block = instance.declared.block
        found = self._placed.get(id(block))
        if found is None:
            spots = spots_in(block.body, schema_of(instance.type))
            found = self._placed[id(block)] = positions(table.steps, spots)
        return found

    def _handed_over(self, instance: Instance, values: Values, table: Table | None) -> Values:
        """The values as the tables take them, with the provider's default tags."""
        plain: Values = handed_over(values)
        if table is not None and "tags" in table.steps and instance.provider.tags is not None:
            plain["tags"] = _tagged(handed_over(instance.provider.tags), plain.get("tags"))
        return plain

    def _region(self, instance: Instance, values: Values) -> str | Unknown | None:
        """The resource's own Region (provider 6), else its provider's."""
        own = values.get("region")
        if isinstance(own, str):
            return own
        return instance.provider.region or self.settings.region or None


def handed_over(value: Any) -> Any:
    """A value of the language as plain JSON with plain `Unknown`; partial JSON text is opened."""
    if isinstance(value, Unknown):
        return _plain(value)
    if isinstance(value, dict):
        return {
            name: one if type(one) in _AS_THEY_ARE else handed_over(one)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [one if type(one) in _AS_THEY_ARE else handed_over(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    return handed_over(value.whole()) if isinstance(value, Lazy) else value


def _plain(value: Unknown) -> Any:
    if type(value) is Unknown and (value.present or not value.attribute):
        return value
    if isinstance(value, PartialJson):
        return handed_over(value.document)
    if isinstance(value, PartialText):
        document = json_of(value.parts)
        if document is not None:
            return handed_over(document)
    return Unknown(
        value.why,
        value.refs,
        value.attribute,
        value.prefix,
        value.suffix,
        value.among,
        _is_sure(value),
        value.many,
        framed(value) if isinstance(value, PartialText) else (),
    )


def _is_sure(value: Unknown) -> bool:
    """Whether a value is surely there, and not empty either: to Terraform that is the same.

    An attribute of a resource is; a text around one is; what a function or a choice gives may
    not be, also when it comes from a resource.
    """
    if isinstance(value, PartialText):
        return any(part if isinstance(part, str) else _is_sure(part) for part in value.parts)
    return bool(value.attribute) or value is SENSITIVE


def _tagged(defaults: Any, own: Any) -> Any:
    """The tags that the resource ends up with: its own win."""
    if own is None:
        return defaults
    if isinstance(defaults, dict) and isinstance(own, dict):
        return {**defaults, **own}
    hidden = own if isinstance(own, Unknown) else defaults
    return Unknown(hidden.why, hidden.refs, present=True) if isinstance(hidden, Unknown) else own
