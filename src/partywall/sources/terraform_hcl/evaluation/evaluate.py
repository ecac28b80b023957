"""A root module, worked out: the instances of its resources with their values, and its outputs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from partywall.estate.resource import Guard, WaiverNote
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.sources.terraform.secrets import texts_in
from partywall.sources.terraform_hcl.evaluation.declared import Declared
from partywall.sources.terraform_hcl.evaluation.module_instance import (
    ModuleInstance,
    Site,
)
from partywall.sources.terraform_hcl.evaluation.providers import UNCONFIGURED, Provider
from partywall.sources.terraform_hcl.evaluation.resources import ResourceInstance
from partywall.sources.terraform_hcl.evaluation.run import Run, deep_recursion, veil
from partywall.sources.terraform_hcl.evaluation.settings import Settings
from partywall.sources.terraform_hcl.evaluation.world import World
from partywall.sources.terraform_hcl.roots import Modules

log = logging.getLogger(__name__)


class Instance(Struct, eq=False):
    """A resource instance. `values` are its arguments and the provider's defaults, blocks as
    lists of objects; `veiled` the same with everything sensitive replaced, None when nothing is.

    `written` are the names that somebody wrote; `guard` is what must be so for it to be there.
    `failed` says why there are no values, which is a mistake of ours.
    """

    address: str
    declared: Declared
    values: dict[str, Any]
    veiled: dict[str, Any] | None
    written: frozenset[str]
    provider: Provider
    guard: Guard = ()
    waivers: tuple[WaiverNote, ...] = ()
    failed: str = ""

    @property
    def place(self) -> Span:
        """Where its block begins."""
        return self.declared.file.span(self.declared.block.at)

    @property
    def type(self) -> str:
        """The resource type, as Terraform names it."""
        return self.declared.type


class Evaluation(Struct, eq=False):
    """What became of a root module. `secrets` are the texts in its sensitive variables.

    `unread` are the module calls whose source is not here, with the values of their arguments.
    """

    instances: list[Instance] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    unread: dict[str, list[Any]] = field(default_factory=dict)


def evaluate(
    root: Path, settings: Settings, modules: Modules | None = None, *, outputs: bool = True
) -> Evaluation:
    """The root module in a folder, worked out; with `outputs`, what is wrong in those is a fault.

    Raises OSError when the folder cannot be read; anything wrong inside it is a fault in the
    result, and leaves unknown what depends on it.
    """
    modules = modules or Modules(settings.checked)
    with deep_recursion():
        return _Evaluator(root, settings, modules).evaluation(outputs)


class _Evaluator:
    """The root module, and its twin in which everything sensitive is veiled."""

    def __init__(self, root: Path, settings: Settings, modules: Modules) -> None:
        self._root, self._settings, self._modules = root, settings, modules
        self._plain = self._instance(Run())
        self._twins: dict[str, ResourceInstance] | None = None

    def _instance(self, run: Run) -> ModuleInstance:
        world = World(self._settings, self._root, self._modules, run)
        return ModuleInstance(world, self._modules.at(self._root), self._settings.variables, Site())

    def evaluation(self, outputs: bool) -> Evaluation:
        """Everything worked out, in the order of the sources."""
        found = Evaluation([self._attempted(one) for one in self._plain.resources()])
        module = self._plain.module
        if outputs:
            found.outputs = self._outputs()
        for name, declared in module.variables.items():
            if declared.sensitive:
                found.secrets |= texts_in(self._plain.variable(name))
        unread = self._plain.run.unread
        found.unread = {address: unread[address]() for address in sorted(unread)}
        found.faults = list(self._plain.run.faults.values())
        if not outputs:
            found.outputs = self._outputs()
        return found

    def _outputs(self) -> dict[str, Any]:
        return {name: self._plain.output(name) for name in self._plain.module.outputs}

    def _attempted(self, one: ResourceInstance) -> Instance:
        """The instance; one that we fail on must not hide the others."""
        try:
            return self._worked_out(one)
        except Exception as error:
            why = f"its values could not be worked out ({type(error).__name__})"
            log.debug("%s: %s", one.address, why, exc_info=error)
            return Instance(
                one.address, one.declared, {}, None, frozenset(), UNCONFIGURED, failed=why
            )

    def _worked_out(self, one: ResourceInstance) -> Instance:
        run = self._plain.run
        run.touched = False
        values = one.values()
        veiled = self._veiled(one, values) if run.touched else None
        return Instance(
            one.address,
            one.declared,
            values,
            veiled,
            one.written,
            one.provider,
            one.guard,
            one.waivers,
        )

    def _veiled(self, one: ResourceInstance, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values once more, without anything sensitive."""
        if self._twins is None:
            twin = self._instance(Run(veiled=True))
            self._twins = {each.address: each for each in twin.resources()}
        found = self._twins.get(one.address)
        if found is None:
            return {name: veil(value) for name, value in values.items()}
        return found.values()
