"""What an expression sees around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from msgspec import Struct

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.evaluation.run import Run
from partywall.sources.terraform_hcl.evaluation.settings import Settings
from partywall.sources.terraform_hcl.scope import Scope
from partywall.sources.terraform_hcl.syntax import SourceFile

NO_NAMES: Final[Mapping[str, Any]] = {}


class Names(Protocol):
    """What the names in an expression lead to: one instance of a module.

    Each raises Failure for what is not declared.
    """

    run: Run
    scope: Scope
    settings: Settings

    def once(self, key: tuple[str, ...], work: Callable[..., Any], *given: Any) -> Any:
        """What `work` gives, worked out the first time that the key is asked for."""

    def variable(self, name: str) -> Any:
        """`var.name`."""

    def local(self, name: str) -> Any:
        """`local.name`."""

    def call(self, name: str) -> Any:
        """`module.name`: one object of outputs, or all instances."""

    def resource(self, mode: str, kind: str, name: str) -> Any:
        """`kind.name`: one object, or all instances."""

    def ambient(self, name: str) -> Any:
        """`path.module`, `terraform.workspace` and their like."""


class Repetition(Struct, frozen=True, eq=False):
    """Which instance of a repeated block this is: `each` of a `for_each`, or `index` of a count."""

    key: Any = None
    value: Any = None
    index: Any = None
    by_count: bool = False


class Here(Struct, eq=False):
    """Where an expression stands: its module instance, its file, and the names bound around it."""

    module: Names
    file: SourceFile
    repetition: Repetition | None = None
    names: Mapping[str, Any] = NO_NAMES
    element: Any = None

    def with_names(self, names: Mapping[str, Any]) -> Here:
        """The same place with further names bound."""
        bound = {**self.names, **names} if self.names else names
        return Here(self.module, self.file, self.repetition, bound, self.element)

    def each(self, which: str) -> Any:
        """`each.key` or `each.value`. Raises Failure where nothing is repeated by `for_each`."""
        if self.repetition is None or self.repetition.by_count:
            raise Failure(f"each.{which} is only there with for_each")
        return self.repetition.key if which == "key" else self.repetition.value

    def index(self) -> Any:
        """`count.index`. Raises Failure where nothing is repeated by `count`."""
        if self.repetition is None or not self.repetition.by_count:
            raise Failure("count.index is only there with count")
        return self.repetition.index
