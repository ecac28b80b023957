"""One instance of a module: its names lead to values, each worked out once, when asked for."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct

from partywall.estate.resource import Guard, WaiverNote
from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.address import within
from partywall.sources.terraform.values import Failure, Lazy
from partywall.sources.terraform_hcl.evaluation.blocks import settled
from partywall.sources.terraform_hcl.evaluation.declared import Declared
from partywall.sources.terraform_hcl.evaluation.groups import Group
from partywall.sources.terraform_hcl.evaluation.inputs import BROKEN, CallInputs, Inputs, Variables
from partywall.sources.terraform_hcl.evaluation.memo import Key, Memo
from partywall.sources.terraform_hcl.evaluation.providers import Providers
from partywall.sources.terraform_hcl.evaluation.repetition import (
    SINGLE,
    Expansion,
    any_of,
    counted,
    keyed,
)
from partywall.sources.terraform_hcl.evaluation.resources import ResourceInstance
from partywall.sources.terraform_hcl.evaluation.run import MODULE, veil
from partywall.sources.terraform_hcl.evaluation.surroundings import Here, Repetition
from partywall.sources.terraform_hcl.evaluation.world import World
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.scope import Scope
from partywall.sources.terraform_hcl.syntax import Bare, Block, SourceFile

T = TypeVar("T")

log = logging.getLogger(__name__)


class Site(Struct, frozen=True, eq=False):
    """Where a module instance is in the tree: its address, the names of the calls that lead to
    it, its providers, what must be so for it to be there, waivers beside those calls, and the
    modules above it."""

    address: str = ""
    path: tuple[str, ...] = ()
    providers: Providers | None = None
    guard: Guard = ()
    waivers: tuple[WaiverNote, ...] = ()
    above: tuple[Module, ...] = ()


class ModuleInstance:
    """A module as it is called in one place, once."""

    def __init__(self, world: World, module: Module, inputs: Inputs, site: Site) -> None:
        self.world, self.run = world, world.run
        self.module, self.site = module, site
        self.scope = Scope(world.settings.checked, module.folder, world.root)
        self.settings = world.settings
        self.providers = site.providers or Providers({})
        self._declared = world.declarations(module)
        self._variables = Variables(world, inputs)
        self.once = Memo(world.run, site.address).once
        self._single: dict[Key, ResourceInstance] = {}
        self._places: dict[str, Here] = {}
        for (name, alias), block in module.providers.items():
            self.providers.declare(name, alias, block, self.here(block.body.file))

    # -- names

    def variable(self, name: str) -> Any:
        """`var.name`: what the call gives, else the default, as the type has it."""
        return self.once(("var", name), self._variable, name)

    def local(self, name: str) -> Any:
        """`local.name`."""
        return self.once(("local", name), self._local, name)

    def output(self, name: str) -> Any:
        """An output, as the calling module sees it."""
        return self.once(("output", name), self._output, name)

    def call(self, name: str) -> Any:
        """`module.name`: its outputs; of all instances where it is repeated."""
        return self.once(("module", name), self._called, name)

    def resource(self, mode: str, kind: str, name: str) -> Any:
        """A resource or data source; all instances where it is repeated."""
        declared = self._declared.resources.get((mode, kind, name))
        if declared is None:
            what = "data source" if mode == "data" else "resource"
            return self._not_declared(f'the {what} "{kind}" "{name}" is not declared')
        if declared.single:
            return self._only(declared)
        return self.once((mode, kind, name), self._all_of, declared)

    def ambient(self, name: str) -> Any:
        """`path.*` and `terraform.*`."""
        if name == "path.module":
            return os.path.relpath(self.module.folder, self.world.root)
        if name == "path.root":
            return "."
        if name == "path.cwd":
            return Unknown("it depends on where Terraform runs", present=True)
        if name == "terraform.workspace":
            return self.world.settings.workspace
        if name == "terraform.applying":
            return Unknown("it depends on whether Terraform plans or applies", present=True)
        raise Failure(f"there is no {name}")

    # -- what is in the module

    def resources(self) -> Iterator[ResourceInstance]:
        """Every instance of every resource, those of called modules after its own."""
        for declared in self._declared.resources.values():
            if declared.mode != "managed":
                continue
            if declared.single:
                yield self._only(declared)
            else:
                yield from self._unless_too_many(self._instances, declared, declared.block)
        for name, call in self.module.calls.items():
            for child in self._unless_too_many(self.children, name, call.block):
                yield from child.resources()

    def _unless_too_many(
        self, instances: Callable[[Any], dict[str, T]], of: Any, block: Block
    ) -> Iterable[T]:
        """The instances; none, and an error, when there are too many in all, or we fail."""
        try:
            return instances(of).values()
        except Failure as failure:
            why = failure.message
        except Exception as error:
            why = f"its instances could not be worked out ({type(error).__name__})"
            log.debug("%s: %s", self.site.address, why, exc_info=error)
        self.run.fault(why, block.body.file.span(block.at), level="error")
        return ()

    def children(self, name: str) -> dict[str, ModuleInstance]:
        """The instances of a module call, by key; none when its source is not here."""
        found: dict[str, ModuleInstance] = self.once(("children", name), self._children, name)
        return found

    def expansion(self, declared: Declared) -> Expansion:
        """Which instances a block has."""
        if declared.single:
            return SINGLE
        key = ("expansion", declared.address)
        found: Expansion = self.once(key, self._expansion, declared)
        return found

    def here(self, file: SourceFile, repetition: Repetition | None = None) -> Here:
        """The surroundings of an expression in one of the module's files."""
        if repetition is not None:
            return Here(self, file, repetition)
        found = self._places.get(file.name)
        if found is None:
            found = self._places[file.name] = Here(self, file)
        return found

    # -- working out

    def _not_declared(self, what: str) -> Unknown:
        """Unknown where a part of the module could not be read. Raises Failure where all was."""
        if self.module.broken:
            return Unknown(f"{what} in the part of the module that could be read")
        raise Failure(what)

    def _local(self, name: str) -> Any:
        declared = self.module.locals.get(name)
        if declared is None:
            return self._not_declared(f'the local value "{name}" is not declared')
        return settled(declared, self.here(declared.file))

    def _variable(self, name: str) -> Any:
        declared = self.module.variables.get(name)
        if declared is None:
            return self._not_declared(f'the variable "{name}" is not declared')
        here = self.here(declared.block.body.file)
        return self._shown(self._variables.value(declared, here), declared.sensitive)

    def _output(self, name: str) -> Any:
        declared = self.module.outputs.get(name)
        if declared is None:
            return self._not_declared(f'the module has no output "{name}"')
        body = declared.block.body
        written = body.attributes.get("value")
        if written is None:
            return Unknown(f'the output "{declared.name}" has no value')
        return self._shown(settled(written, self.here(body.file)), declared.sensitive)

    def _shown(self, value: Any, sensitive: bool) -> Any:
        if not sensitive:
            return value
        self.run.touched = True
        return veil(value) if self.run.veiled else value

    def _called(self, name: str) -> Any:
        if name not in self.module.calls:
            return self._not_declared(f'the module "{name}" is not called here')
        address = within(self.site.address, f"module.{name}")
        if self._source(name) is None:
            return Unknown(f"{address} is not here to be read", (address,))
        outputs = {key: ModuleOutputs(one) for key, one in self.children(name).items()}
        return _referred(self.expansion(self._declared.calls[name]), outputs, address)

    def _children(self, name: str) -> dict[str, ModuleInstance]:
        module, call = self._source(name), self._declared.calls[name]
        if module is None:
            return {}
        expansion = self.expansion(call)
        self.run.make(MODULE * len(expansion.instances))
        found = {}
        for key, repetition in expansion.instances.items():
            here = self.here(call.file, repetition)
            site = Site(
                within(self.site.address, f"module.{call.name}{key}"),
                (*self.site.path, call.name),
                self.providers.handed_on(call),
                self.site.guard + expansion.guard,
                self._waivers(call),
                (*self.site.above, self.module),
            )
            found[key] = ModuleInstance(self.world, module, CallInputs(call, here), site)
        return found

    def _source(self, name: str) -> Module | None:
        """The module that a call names; None, and a remark, when it is not here."""
        call, path = self.module.calls[name], (*self.site.path, name)
        found = self.world.modules.called(self.module, call, path, self.world.root)
        if isinstance(found, Module):
            if found is not self.module and found not in self.site.above:
                return found
            found = "it calls itself"
        address = within(self.site.address, f"module.{name}")
        self.run.unread.setdefault(address, lambda: self._given_to(self._declared.calls[name]))
        self.run.fault(
            f"{address} was not read: {found}",
            call.block.body.file.span(call.block.at),
            address,
            "what it makes, and what its outputs are, is not known",
        )
        return None

    def _given_to(self, call: Declared) -> list[Any]:
        """The values of a call's arguments."""
        here = self.here(call.file)
        return [settled(one, here) for one in call.block.body.attributes.values()]

    def _expansion(self, declared: Declared) -> Expansion:
        if declared.block.broken:
            return any_of(BROKEN, Bare(declared.block.at, declared.address), self.site.address)
        attributes = declared.block.body.attributes
        count, each = attributes.get("count"), attributes.get("for_each")
        wanted = count or each
        assert wanted is not None, "a single block is not expanded"
        value = settled(wanted, self.here(declared.file), declared.address)
        try:
            repeat = counted if count is not None else keyed
            found = repeat(value, wanted.value, self.site.address)
            if found.crowded and found.open is not None:
                what = f"{declared.address}: {found.open.why}; one stands for all of them"
                self.run.fault(what, declared.file.span(wanted.at), declared.address)
            return found
        except Failure as failure:
            self.run.fault(failure.message, declared.file.span(wanted.at), declared.address)
            return any_of(Unknown(failure.message), wanted.value, self.site.address)

    def _only(self, declared: Declared) -> ResourceInstance:
        """The instance of a block that is not repeated; no value is asked for to make it."""
        found = self._single.get(declared.key)
        if found is None:
            found = self._single[declared.key] = self._instance(declared, "", SINGLE)
        return found

    def _instances(self, declared: Declared) -> dict[str, ResourceInstance]:
        key = ("instances", declared.address)
        found: dict[str, ResourceInstance] = self.once(key, self._made, declared)
        return found

    def _made(self, declared: Declared) -> dict[str, ResourceInstance]:
        expansion = self.expansion(declared)
        self.run.make(len(expansion.instances))
        return {key: self._instance(declared, key, expansion) for key in expansion.instances}

    def _instance(self, declared: Declared, key: str, expansion: Expansion) -> ResourceInstance:
        return ResourceInstance(
            declared,
            within(self.site.address, f"{declared.address}{key}"),
            self.here(declared.file, expansion.instances[key]),
            self.providers,
            self.site.guard + expansion.guard,
            self._waivers(declared),
        )

    def _waivers(self, declared: Declared) -> tuple[WaiverNote, ...]:
        return self.site.waivers + tuple(self.module.waivers.get(declared.key, ()))

    def _all_of(self, declared: Declared) -> Any:
        address = within(self.site.address, declared.address)
        return _referred(self.expansion(declared), self._instances(declared), address)


class ModuleOutputs(Lazy):
    """The outputs of one module instance, as an object."""

    def __init__(self, instance: ModuleInstance) -> None:
        self._instance = instance

    def attribute(self, name: str) -> Any:
        """An output. Raises Failure when there is none of that name."""
        return self._instance.output(name)

    def whole(self) -> dict[str, Any]:
        """All outputs."""
        return {name: self._instance.output(name) for name in self._instance.module.outputs}


def _referred(expansion: Expansion, instances: dict[str, Any], address: str) -> Any:
    """What a reference to a block gives: its one instance, or all of them by index or key."""
    values = list(instances.values())
    if expansion.open is not None:
        refs = (f"{address}[0]",) if expansion.switch else ()
        return Group(
            expansion.open.why,
            refs,
            domain=expansion.domain,
            instance=values[0],
            switch=expansion.switch,
        )
    if expansion.single:
        return values[0]
    if expansion.by_count:
        return values
    keys = [one.key for one in expansion.instances.values() if one is not None]
    return dict(zip(keys, values, strict=True))
