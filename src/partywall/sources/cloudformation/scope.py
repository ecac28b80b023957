"""One stack: what its template declares, and all that values in it can refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File
from typing import Protocol

from msgspec import Struct

from partywall.estate.resource import Guard
from partywall.kernel.diagnostic import Diagnostic, Level
from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.unknown import Path, Unknown
from partywall.sources.cloudformation.conditions import Conditions
from partywall.sources.cloudformation.document import Document
from partywall.sources.cloudformation.parameters import Parameter, read_parameter
from partywall.sources.cloudformation.pseudo import Environment
from partywall.sources.cloudformation.resolver import Resolver
from partywall.sources.cloudformation.text import spelled
from partywall.sources.cloudformation.yaml_document import plain

STACK = "AWS::CloudFormation::Stack"


class Declared(Struct):
    """A resource as the template declares it. `path` is where its text stands.

    `made_from`: the SAM resource that it was generated from, whose place stands for its own.
    """

    body: dict[str, object]
    path: Path
    made_from: str = ""


class Template(Struct):
    """A template's sections, after ForEach and SAM; each by name.

    `untranslated`: SAM's resources stand as they are; `included`: more come at deployment.
    """

    document: Document
    parameters: dict[str, object]
    mappings: dict[str, object]
    conditions: dict[str, object]
    resources: dict[str, Declared]
    outputs: dict[str, object]
    transforms: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    untranslated: bool = False
    included: bool = False

    def place(self, path: Path) -> Span:
        """The place of a key, else of its nearest parent, else the file."""
        for length in range(len(path), 0, -1):
            spot = self.document.spot(path[:length])
            if spot is not None:
                return Span(self.document.file, *spot)
        return Span(self.document.file)


class Remarks:
    """The diagnostics of one reading; the same remark about the same place is made once."""

    def __init__(self) -> None:
        self.made: list[Diagnostic] = []
        self._seen: set[tuple[str, Span, str]] = set()

    def make(
        self, level: Level, message: str, where: Span = NOWHERE, hint: str = "", resource: str = ""
    ) -> None:
        """Add a remark unless it has been made."""
        key = (message, where, resource)
        if key not in self._seen:
            self._seen.add(key)
            self.made.append(Diagnostic(level, message, where, hint, resource))


class Nested(Protocol):
    """Finds the scope of a nested stack, or says why its outputs are not known."""

    def __call__(self, parent: Scope, name: str) -> Scope | Unknown: ...


class Scope:
    """A stack with its parameters, conditions and nested stacks; values are resolved on demand.

    `address` is the nested stack's own address, "" for the root; `guard` is what must hold for
    the stack to exist; `files` are its template's real path, after those of the stacks around
    it.
    """

    def __init__(
        self,
        template: Template,
        environment: Environment,
        given: Mapping[str, object],
        *,
        remarks: Remarks,
        nested: Nested,
        address: str = "",
        guard: Guard = (),
        files: tuple[File, ...] = (),
    ) -> None:
        self.template = template
        self.environment = environment
        self.remarks = remarks
        self.address = address
        self.guard = guard
        self.files = files
        self.prefix = f"{address}/" if address else ""
        self.defaulted: set[str] = set()
        self.secrets: set[str] = set()
        self._given = given
        self._nested = nested
        self._parameters: dict[str, Parameter] = {}
        self._stacks: dict[str, Scope | Unknown] = {}
        self._outputs: dict[str, object] = {}
        self.conditions = Conditions(self)

    # -- what a Ref may mean

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name, or None when the template declares none."""
        found = self._parameters.get(name)
        if found is None:
            if name not in self.template.parameters:
                return None
            found = read_parameter(name, self.template.parameters[name], self._given)
            self._parameters[name] = found
            if found.secret:
                values = found.value if isinstance(found.value, list) else [found.value]
                self.secrets.update(one for one in values if isinstance(one, str) and one)
        if found.defaulted:
            self.defaulted.add(name)
        return found

    def base_value(self, name: str) -> object:
        """The value of a parameter or pseudo-parameter, or None when there is none."""
        parameter = self.parameter(name)
        if parameter is not None:
            return parameter.value
        if name.startswith("AWS::"):
            return self.environment.value(name, self.address)
        return None

    # -- conditions

    def condition_of(self, declared: Declared) -> str:
        """The name of the condition under which a resource exists, or ""."""
        written = declared.body.get("Condition")
        return "" if written is None else self.condition_name(written)

    def condition_name(self, written: object) -> str:
        """The condition that is meant: YAML reads the names Yes, No, On and Off as booleans."""
        if isinstance(written, bool):
            names = [name for name in self.template.conditions if plain(name) is written]
            return names[0] if len(names) == 1 else spelled(written)
        return written if isinstance(written, str) else "?"

    # -- nested stacks

    def stack(self, name: str) -> Scope | Unknown:
        """The scope of a nested stack of this one, or why it cannot be seen."""
        if name not in self._stacks:
            self._stacks[name] = Unknown("the nested stack refers to itself")
            self._stacks[name] = self._nested(self, name)
        return self._stacks[name]

    def is_stack(self, name: str) -> bool:
        """Whether a logical id names a nested stack."""
        declared = self.template.resources.get(name)
        return declared is not None and declared.body.get("Type") == STACK

    def output(self, name: str) -> object:
        """The value of an output of this stack, as the parent stack sees it."""
        if name not in self._outputs:
            self._outputs[name] = Unknown(f"output {name} refers to itself")
            declared = self.template.outputs.get(name)
            if isinstance(declared, dict) and "Value" in declared:
                self._outputs[name] = Resolver(self).value(declared["Value"])
            else:
                where = f"nested stack {self.address}"
                self._outputs[name] = Unknown(f"{where} has no output {name}")
        return self._outputs[name]
