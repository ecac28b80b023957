"""What all module instances of one evaluation share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct, field

from partywall.sources.terraform.types import Type
from partywall.sources.terraform_hcl.evaluation.declared import Declarations
from partywall.sources.terraform_hcl.evaluation.run import Run
from partywall.sources.terraform_hcl.evaluation.settings import Settings
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.roots import Modules


class World(Struct, eq=False):
    """One evaluation; `root` is the folder of the root module.

    What is the same for all instances of a module is kept by the identity of what it is about:
    `types` and `defaults` of variables, and the `declared` blocks of modules.
    """

    settings: Settings
    root: Path
    modules: Modules
    run: Run = field(default_factory=Run)
    types: dict[int, Type] = field(default_factory=dict)
    defaults: dict[int, Any] = field(default_factory=dict)
    declared: dict[int, Declarations] = field(default_factory=dict)

    def declarations(self, module: Module) -> Declarations:
        """The blocks of a module that make instances."""
        found = self.declared.get(id(module))
        if found is None:
            found = self.declared[id(module)] = Declarations(module)
        return found
