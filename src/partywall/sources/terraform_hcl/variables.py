"""The values that a root module's variables are given from outside, as Terraform finds them.

Lowest precedence first: `TF_VAR_*` of the environment, `terraform.tfvars`,
`terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` in the order of their names, and
what is given by hand, in its order. A variable that a file may set which cannot be read is not
known, whatever came before it.

Source: Terraform documentation, "Input Variables", read 2026-11-23; which text is an expression,
and what an expression here may be, as Terraform 1.11 does it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.naming import shown
from partywall.sources.terraform.options import Assignment, TerraformOptions, VariableFile
from partywall.sources.terraform.types import as_number, as_text
from partywall.sources.terraform.values import EXACT, Failure, number
from partywall.sources.terraform_hcl.folder import read_inside
from partywall.sources.terraform_hcl.lowering import lower
from partywall.sources.terraform_hcl.modules import Declaration, Module
from partywall.sources.terraform_hcl.syntax import (
    Bare,
    Constant,
    Expr,
    Object,
    Template,
    Tuple,
    Unary,
)

ALWAYS_READ: Final = ("terraform.tfvars", "terraform.tfvars.json")
AUTOMATIC: Final = (".auto.tfvars", ".auto.tfvars.json")
PLAIN: Final = frozenset({"string", "number", "bool"})
"""Types of which a value on the command line is taken as it is."""

MOST_DIGITS: Final = 1_000
"""Larger numbers are refused: nobody means them."""


def values_of(
    module: Module, folder: Path | None, options: TerraformOptions, checked: Path
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The values of the variables that are given one, not yet converted to their types, and
    remarks on what could not be understood. `folder` is that of the root module, None when nothing
    in it may be read; nothing is read in it that leads out of `checked`."""
    found = _Values(module)
    for name, text in options.environment.items():
        found.take_text(name, text, f"TF_VAR_{name}")
    for file in files_in(folder) if folder is not None else ():
        found.take_file(file, read_inside(file, Path(os.path.realpath(checked))))
    for one in options.given:
        if isinstance(one, VariableFile):
            found.take_file(Path(one.path), _read(one.path))
        elif isinstance(one, Assignment) and isinstance(one.value, str):
            found.take_text(one.name, one.value, f"--var {one.name}")
        else:
            found.take(one.name, _exact(one.value))
    return found.known, found.remarks


def files_in(folder: Path) -> Iterator[Path]:
    """The files of values that Terraform reads by itself, lowest precedence first."""
    names = sorted(one.name for one in folder.iterdir())
    yield from (folder / name for name in ALWAYS_READ if name in names)
    yield from (folder / name for name in names if name.endswith(AUTOMATIC))


class _Values:
    """What is known so far. What is not declared is left out without a word, as it may be for
    another root module."""

    def __init__(self, module: Module) -> None:
        self.known: dict[str, Any] = {}
        self.remarks: list[Diagnostic] = []
        self._declared = module.variables

    def take(self, name: str, value: Any) -> None:
        """A value goes before what was there."""
        if name in self._declared:
            self.known[name] = value

    def take_text(self, name: str, text: str, origin: str) -> None:
        """A value as text: an expression, unless the variable is a plain text or number."""
        declared = self._declared.get(name)
        if declared is None:
            return
        if _is_plain(declared):
            self.known[name] = text
            return
        body, faults = lower(b"value = " + text.encode("utf-8", "surrogateescape"), origin)
        try:
            if faults or body.blocks or list(body.attributes) != ["value"]:
                raise Failure("this is no expression")
            self.known[name] = constant_of(body.attributes["value"].value)
        except Failure as failure:
            self._not_understood(name, f"the value of {origin}", failure, Span(""))

    def take_file(self, file: Path, data: bytes | str) -> None:
        """The values of a file. Where there is no reading it (`data` says why), it may have set
        any variable."""
        if isinstance(data, str):
            self._lost(shown(file), data)
        elif file.name.endswith(".json"):
            self._take_json(data, shown(file))
        else:
            self._take_native(data, shown(file))

    def _take_native(self, data: bytes, file: str) -> None:
        body, faults = lower(data, file)
        if faults or body.blocks:
            where = faults[0].where if faults else body.file.span(body.blocks[0].at)
            self._lost(file, faults[0].message if faults else "there is a block in it", where)
        for name, attribute in body.attributes.items():
            if name in self._declared:
                try:
                    self.known[name] = constant_of(attribute.value)
                except Failure as failure:
                    where = body.file.span(attribute.at)
                    self._not_understood(name, f"the value of {name}", failure, where)

    def _take_json(self, data: bytes, file: str) -> None:
        try:
            values = json.loads(data, parse_float=_decimal, parse_constant=_decimal)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            self._lost(file, "it is no JSON object")
            return
        for name, value in values.items():
            self.take(name, value)

    def _lost(self, file: str, why: str, where: Span | None = None) -> None:
        what = f"the values in {file} are not known: {why}"
        hint = "until then no variable that it may set is known"
        self.remarks.append(Diagnostic("error", what, where or Span(file), hint))
        self.known.update(dict.fromkeys(self._declared, Unknown(f"{file} could not be read")))

    def _not_understood(self, name: str, subject: str, failure: Failure, where: Span) -> None:
        what = f"{subject} is not understood: {failure.message}"
        self.remarks.append(Diagnostic("warning", what, where, "write a constant"))
        self.known[name] = Unknown(f"{subject} is not understood")


def _read(path: str) -> bytes | str:
    """The bytes of a file that somebody named, wherever it lies, or why there are none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        return f"this file cannot be read: {error.strerror or type(error).__name__}"


def _is_plain(declared: Declaration) -> bool:
    """Whether text is taken as it is: for `string`, `number`, `bool`, and no type at all."""
    if declared.type is None:
        return True
    if isinstance(declared.type, Bare):
        return declared.type.name in PLAIN
    return isinstance(declared.type, Constant) and declared.type.value in PLAIN


def constant_of(expr: Expr) -> Any:
    """The value of an expression that names nothing. Raises Failure for any other."""
    if isinstance(expr, Constant):
        return expr.value
    if isinstance(expr, Tuple):
        return [constant_of(one) for one in expr.items]
    if isinstance(expr, Object):
        return {str(constant_of(name)): constant_of(one) for name, one in expr.items}
    if isinstance(expr, Template):
        return "".join(as_text(constant_of(one)) for one in expr.parts)
    if isinstance(expr, Unary) and expr.operator == "-":
        return -as_number(constant_of(expr.operand))
    raise Failure("nothing but a constant can stand here", expr.at)


def _decimal(text: str) -> int | Decimal:
    """A number, exactly. Raises ValueError for what is none, or larger than anybody means."""
    try:
        value = EXACT.create_decimal(text)
    except ArithmeticError:
        raise ValueError(text) from None
    if not value.is_finite() or value.adjusted() > MOST_DIGITS:
        raise ValueError(text)
    return number(value)


def _exact(value: Any) -> Any:
    """A value from a configuration file, with its numbers exact."""
    if isinstance(value, float):
        return _decimal(repr(value))
    if isinstance(value, list):
        return [_exact(one) for one in value]
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    return value
