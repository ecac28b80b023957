"""One program, planned by Terraform and evaluated by us."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from partywall.sources.terraform.options import TerraformOptions
from partywall.sources.terraform.values import is_known
from partywall.sources.terraform_hcl.evaluation import Evaluation, Settings, evaluate
from partywall.sources.terraform_hcl.roots import Modules
from partywall.sources.terraform_hcl.variables import values_of
from sources.terraform_hcl.differential.comparison import Difference, differences
from sources.terraform_hcl.differential.oracle import Planned, Refused, plan
from sources.terraform_hcl.differential.programs import Program

Same = Callable[["Trial"], bool]
Unexplained = Callable[[Iterable[Difference], Program], Iterable[Difference]]
REPAIRS: Final = 12
"""A program of which Terraform refuses more parts than this one after another is left out."""


class Trial:
    """What became of a program: `program` is what was left of it when Terraform had accepted it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.refusals: list[Refused] = []
        self.found: list[Difference] = []
        self.planned: Planned | None = None

    def run(self) -> Trial:
        """Drop what Terraform refuses, with what uses it, until it plans; then compare."""
        while len(self.refusals) <= REPAIRS:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                result = plan(self.program.files(), folder)
                self.found += compared(folder, result)
            if isinstance(result, Planned):
                self.planned = result
                break
            self.refusals.append(result)
            refused = self.program.at(result.file, result.line)
            if self.found or not refused:
                break
            self.program = self.program.without(refused)
        return self

    def smallest(self, unexplained: Unexplained, tries: int = 250) -> Trial:
        """A difference of the same kind, in a program without whatever can be dropped."""

        def kinds(trial: Trial) -> set[str]:
            return {one.what for one in unexplained(trial.found, trial.program)}

        wanted = kinds(self)

        def same(trial: Trial) -> bool:
            return bool(wanted & kinds(trial))

        small = simplified(dropped(self, same), same, tries)
        return dropped(small, same)


def evaluated(folder: Path) -> Evaluation:
    """Our evaluation, with the values that variables are given in the folder's own files."""
    modules = Modules(folder)
    options = TerraformOptions()
    given, _ = values_of(modules.at(folder), folder, options, modules.checked)
    return evaluate(folder, Settings(checked=folder, variables=given), modules)


def compared(folder: Path, result: Planned | Refused) -> Iterator[Difference]:
    """Our evaluation of a folder against what Terraform said of it.

    A value that Terraform refuses to compute must not be known to us.
    """
    try:
        ours = evaluated(folder)
    except Exception as error:
        yield Difference("", f"we raise {type(error).__name__}", str(error), "")
        return
    instances = {one.address: one for one in ours.instances}
    if isinstance(result, Refused):
        yield from _refused(ours.outputs, result)
        return
    for address in sorted(instances.keys() ^ result.instances.keys()):
        where = "only ours" if address in instances else "missing"
        yield Difference(address, f"instance {where}", "", "")
    for address in sorted(instances.keys() & result.instances.keys()):
        value = instances[address].values.get("input")
        yield from differences(address, value, result.instances[address])
    for name, masked in result.outputs.items():
        if name not in ours.outputs:
            yield Difference(f"output.{name}", "output missing", "", "")
        else:
            yield from differences(f"output.{name}", ours.outputs[name], masked)


def _refused(outputs: dict[str, Any], refused: Refused) -> Iterator[Difference]:
    name = refused.block.removeprefix('output "').removesuffix('"')
    if refused.file == "main.tf" and name in outputs and is_known(outputs[name]):
        where = f"output.{name}"
        yield Difference(where, "we know what is refused", repr(outputs[name]), refused.summary)


def dropped(trial: Trial, same: Same) -> Trial:
    """A trial that is the same with fewer items: ever smaller runs of them are dropped.

    Later ones first, for fewer others use them.
    """
    best, size = trial, max(1, len(trial.program.items) // 2)
    while True:
        start, changed = len(best.program.items), False
        while start > 0:
            start -= size
            window = best.program.items[max(start, 0) : start + size]
            other = Trial(best.program.without(item.id for item in window)).run()
            if same(other):
                best, changed = other, True
                start = min(start, len(best.program.items))
        if size == 1 and not changed:
            return best
        size = max(1, size // 2)


def simplified(trial: Trial, same: Same, tries: int) -> Trial:
    """A trial that is the same with simpler expressions."""
    best, changed = trial, True
    while changed:
        changed = False
        for item in best.program.items:
            for simpler in item.simpler():
                tries -= 1
                if tries < 0:
                    return best
                other = Trial(best.program.having(simpler)).run()
                if same(other):
                    best, changed = other, True
                    break
    return best
