"""A module: everything that the files of one folder declare.

Blocks of all files are one module. Override files come last and change what the others declare,
argument by argument; nested blocks of a type are replaced as a whole.

Source: Terraform documentation, "Files and Configuration Structure" and "Override Files", read
2026-11-23.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from partywall.kernel.diagnostic import Diagnostic
from partywall.sources.terraform_hcl.folder import sources_of
from partywall.sources.terraform_hcl.lowering import lower, lower_json
from partywall.sources.terraform_hcl.syntax import (
    Attribute,
    Block,
    Body,
    Constant,
    Expr,
    Fault,
    Object,
    SourceFile,
)
from partywall.sources.terraform_hcl.waivers import Notes, waivers_of

_LABELS: Final = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "module": 1,
    "variable": 1,
    "output": 1,
    "provider": 1,
}
"""The blocks that declare something by name, and how many labels each has."""

_TOLERATED: Final = frozenset({"moved", "import", "check", "removed"})
"""Blocks that change nothing about what there will be."""

_MODES: Final = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}
_REGISTRY: Final = "registry.terraform.io/"

_Key = tuple[str, ...]


class Declaration(Struct, frozen=True, eq=False):
    """A variable. `type` and `default` are None when they are not written."""

    name: str
    type: Expr | None
    default: Expr | None
    sensitive: bool
    nullable: bool
    block: Block


class LocalValue(Struct, frozen=True, eq=False):
    """A name of a `locals` block; `at` is where it stands in `file`."""

    value: Expr
    at: int
    file: SourceFile


class Output(Struct, frozen=True, eq=False):
    """An output; `value` is None when the block has none (it is broken)."""

    name: str
    value: Expr | None
    sensitive: bool
    block: Block


class ModuleCall(Struct, frozen=True, eq=False):
    """A `module` block; `source` is None when it is not plain text."""

    name: str
    source: str | None
    block: Block


class Module(Struct, eq=False):
    """What a folder declares; `shown` is how its path is shown to people, "" for the top.

    A `broken` one has files that could not be read as a whole, so what it lacks is not known to be
    absent. Resources are by mode (`managed`, `data`, `ephemeral`), type and name, providers by
    local name and alias ("" when it has none), required providers by local name: `hashicorp/aws`.
    `waivers` are those in comments beside a block.
    """

    folder: Path
    shown: str
    variables: dict[str, Declaration] = field(default_factory=dict)
    locals: dict[str, LocalValue] = field(default_factory=dict)
    resources: dict[tuple[str, str, str], Block] = field(default_factory=dict)
    calls: dict[str, ModuleCall] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    providers: dict[tuple[str, str], Block] = field(default_factory=dict)
    required_providers: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: bool = False
    waivers: Notes = field(default_factory=dict)
    waiver_remarks: list[Diagnostic] = field(default_factory=list)


def load_module(folder: Path, shown: str, root: Path, only: str = "") -> Module:
    """The module in a folder, with a Fault for whatever in it is not understood.

    `only` names the one file that is the module. No link is followed out of `root`. Raises
    nothing: a folder that cannot be listed is a broken module.
    """
    module = Module(folder, shown)
    sources, module.faults = sources_of(folder, shown, root, only)
    module.broken = bool(module.faults)
    collected = _Collected(module)
    for source in sources:
        body, faults = (lower_json if source.is_json else lower)(source.data, source.name)
        module.faults += faults
        module.broken |= body.broken
        collected.take(body, override=source.is_override)
        if not source.is_json:
            _note_waivers(module, source.data, body)
    collected.declare()
    return module


def _note_waivers(module: Module, data: bytes, body: Body) -> None:
    found, remarks = waivers_of(data, body.file, body.blocks)
    module.waiver_remarks += remarks
    for block, notes in found.items():
        module.waivers.setdefault(block, []).extend(notes)


class _Collected:
    """The blocks of a module by what they declare, and its locals."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.blocks: dict[_Key, Block] = {}

    def take(self, body: Body, *, override: bool) -> None:
        """Add the blocks of a file, or change with them what the files before declare."""
        if not body.broken:
            for attribute in body.attributes.values():
                self._fault(f'"{attribute.name}" belongs in a block', body.file, attribute.at)
        for block in body.blocks:
            if block.type == "locals":
                self._locals(block, override)
            elif block.type == "terraform":
                self._settings(block)
            elif block.type not in _LABELS:
                if block.type not in _TOLERATED:
                    self._fault(f'Terraform has no "{block.type}" block', body.file, block.at)
            elif len(block.labels) != _LABELS[block.type]:
                wanted = f"{_LABELS[block.type]} label{'s'[: _LABELS[block.type] - 1]}"
                self._fault(f'a "{block.type}" block has {wanted}', body.file, block.at)
                self.module.broken = True
            else:
                self._block(block, override)

    def _fault(self, message: str, file: SourceFile, at: int) -> None:
        self.module.faults.append(Fault(message, file.span(at)))

    def _block(self, block: Block, override: bool) -> None:
        key = _key(block)
        known = self.blocks.get(key)
        if known is None and (not override or (key[0] == "provider" and key[-1] == "")):
            self.blocks[key] = block
        elif known is None:
            self._fault("nothing is declared that this could override", block.body.file, block.at)
        elif override:
            self.blocks[key] = _overridden(known, block)
        else:
            first = known.body.file.span(known.at)
            self._fault(f"this is declared at {first} already", block.body.file, block.at)

    def _locals(self, block: Block, override: bool) -> None:
        values = self.module.locals
        for name, attribute in block.body.attributes.items():
            if (name in values) is override:
                values[name] = LocalValue(attribute.value, attribute.at, block.body.file)
            elif override:
                message = "nothing is declared that this could override"
                self._fault(message, block.body.file, attribute.at)
            else:
                first = values[name].file.span(values[name].at)
                self._fault(f"this is declared at {first} already", block.body.file, attribute.at)

    def _settings(self, block: Block) -> None:
        for inner in block.body.blocks:
            if inner.type == "required_providers":
                for name, attribute in inner.body.attributes.items():
                    self.module.required_providers[name] = _provider_source(name, attribute.value)

    def declare(self) -> None:
        """Give the module what the blocks declare."""
        for (kind, *names), block in self.blocks.items():
            if kind in _MODES:
                self.module.resources[_MODES[kind], names[0], names[1]] = block
            elif kind == "provider":
                self.module.providers[names[0], names[1]] = block
            elif kind == "module":
                source = _text(block.body.attributes.get("source"))
                self.module.calls[names[0]] = ModuleCall(names[0], source, block)
            elif kind == "output":
                self.module.outputs[names[0]] = _output(names[0], block)
            else:
                self.module.variables[names[0]] = _declaration(names[0], block)


# -- one block


def _key(block: Block) -> _Key:
    if block.type == "provider":
        return ("provider", *block.labels, _text(block.body.attributes.get("alias")) or "")
    return (block.type, *block.labels)


def _declaration(name: str, block: Block) -> Declaration:
    type_, default = (_value(block, part) for part in ("type", "default"))
    sensitive, nullable = _flag(block, "sensitive", False), _flag(block, "nullable", True)
    return Declaration(name, type_, default, sensitive, nullable, block)


def _output(name: str, block: Block) -> Output:
    return Output(name, _value(block, "value"), _flag(block, "sensitive", False), block)


def _value(block: Block, name: str) -> Expr | None:
    found = block.body.attributes.get(name)
    return None if found is None else found.value


def _flag(block: Block, name: str, default: bool) -> bool:
    """A setting that Terraform wants written out: `true`, or a text that says so."""
    value = _value(block, name)
    if not isinstance(value, Constant) or value.value is None:
        return default
    return value.value in (True, "true")


def _text(attribute: Attribute | None) -> str | None:
    if attribute is None or not isinstance(attribute.value, Constant):
        return None
    return attribute.value.value if isinstance(attribute.value.value, str) else None


def _provider_source(name: str, value: Expr) -> str:
    """`hashicorp/aws`; a provider that says no source is HashiCorp's."""
    source = f"hashicorp/{name}"
    if isinstance(value, Object):
        for key, item in value.items:
            if isinstance(key, Constant) and key.value == "source" and isinstance(item, Constant):
                source = str(item.value)
    return source.lower().removeprefix(_REGISTRY)


# -- override files


def _overridden(base: Block, by: Block) -> Block:
    """The block with the arguments and nested blocks of another in the place of its own.

    Nested blocks of a type, also when a `dynamic` makes them, take the place of all of that type;
    only `lifecycle` is merged argument by argument.
    """
    body = Body(base.body.file, broken=base.broken or by.broken)
    moved = {name: _moved(one, by.body) for name, one in by.body.attributes.items()}
    body.attributes = base.body.attributes | moved
    changed = {_makes(block) for block in by.body.blocks}
    kept, lifecycles = [], []
    for block in base.body.blocks:
        if block.type == "lifecycle":
            lifecycles.append(block)
        elif _makes(block) not in changed:
            kept.append(block)
    for block in by.body.blocks:
        if block.type == "lifecycle" and lifecycles:
            lifecycles[-1] = _overridden(lifecycles[-1], block)
        else:
            kept.append(block)
    body.blocks = kept + lifecycles
    return replace(base, body=body)


def _moved(attribute: Attribute, body: Body) -> Attribute:
    return attribute if attribute.file else replace(attribute, file=body.file)


def _makes(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
