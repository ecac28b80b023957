"""The values of a module's variables: what the call gives, else the default, as the type has it."""

from __future__ import annotations

from typing import Any, Final, Protocol

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, Type, convert
from partywall.sources.terraform.values import Failure, UnknownOf
from partywall.sources.terraform_hcl.evaluation.blocks import settled
from partywall.sources.terraform_hcl.evaluation.declared import Declared
from partywall.sources.terraform_hcl.evaluation.expressions import value_of
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.evaluation.world import World
from partywall.sources.terraform_hcl.modules import Declaration
from partywall.sources.terraform_hcl.type_expressions import parse_type

_ABSENT: Final = object()

BROKEN: Final = Unknown("its block has a syntax error")


class Inputs(Protocol):
    """Where the values of a module's variables come from."""

    def get(self, name: str, otherwise: Any, /) -> Any:
        """The value that the variable is given, be it null; `otherwise` when it is given none."""


class CallInputs:
    """The arguments of one instance of a module call, worked out where the call stands."""

    def __init__(self, call: Declared, here: Here) -> None:
        self._call, self._here = call, here

    def get(self, name: str, otherwise: Any, /) -> Any:
        """The argument of that name."""
        written = self._call.block.body.attributes.get(name)
        if written is not None:
            return settled(written, self._here)
        return BROKEN if self._call.block.broken else otherwise


class Variables:
    """The variables of one module instance. Each value is asked for once (see `Memo`)."""

    def __init__(self, world: World, inputs: Inputs) -> None:
        self._world, self._inputs = world, inputs

    def value(self, declared: Declaration, here: Here) -> Any:
        """The value of a variable, declared in the file that `here` is in."""
        value = self._inputs.get(declared.name, _ABSENT)
        if value is _ABSENT or (value is None and not declared.nullable):
            return self._default(declared, here)
        return self._converted(value, declared, here)

    def _default(self, declared: Declaration, here: Here) -> Any:
        key = id(declared)
        found = self._world.defaults.get(key, _ABSENT)
        if found is _ABSENT:
            found = self._world.defaults[key] = self._fallen_back(declared, here)
        return found

    def _fallen_back(self, declared: Declaration, here: Here) -> Any:
        if declared.default is None:
            why = f'the variable "{declared.name}" has no value'
            kind = self._type_of(declared, here)
            return UnknownOf(why, present=not declared.nullable, type=kind)
        value = settled(declared.block.body.attributes["default"], here)
        return self._converted(value, declared, here)

    def _converted(self, value: Any, declared: Declaration, here: Here) -> Any:
        try:
            return convert(value, self._type_of(declared, here))
        except Failure as failure:
            name = declared.name
            what = f'the value of the variable "{name}" does not fit its type: {failure.message}'
            self._world.run.fault(what, here.file.span(declared.block.at))
            return Unknown(what)

    def _type_of(self, declared: Declaration, here: Here) -> Type:
        key = id(declared)
        found = self._world.types.get(key)
        if found is None:
            found = self._world.types[key] = (
                ANY
                if declared.type is None
                else parse_type(declared.type, lambda expr: value_of(expr, here))
            )
        return found
