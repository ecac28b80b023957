"""What a policy says, element by element; any leaf may be Unknown.

The records keep what was written, in its order. They are values: two policies that say the same
in the same order are equal, whatever they are called and wherever they are attached.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from partywall.access.language.operators import Operator
from partywall.kernel.unknown import Path, Unknown

Text = str | Unknown
"""A string of a policy, or all that is known of it."""

Effect = Literal["Allow", "Deny"]
PrincipalKind = Literal["AWS", "Service", "Federated", "CanonicalUser"]

VARIABLES_SINCE: Final = "2012-10-17"
DEFAULT_VERSION: Final = "2008-10-17"
"""What holds when a policy names no version. Source: IAM User Guide, "IAM JSON policy elements:
Version" (not re-read)."""


class Condition(Struct, frozen=True, gc=False):
    """One key under one operator. The values are alternatives (for a negated operator: none).

    `test` is None when AWS has no such operator; then nobody can say what the condition does.
    """

    operator: str
    key: str
    values: tuple[Text, ...]
    test: Operator | None
    path: Path = ()


class PrincipalEntry(Struct, frozen=True, gc=False):
    """One principal as written: `AWS` and an ARN, `Service` and a name, …"""

    kind: PrincipalKind
    name: Text

    @property
    def is_wild(self) -> bool:
        """Whether it has wildcards, which AWS refuses: only `*` alone stands for everybody.

        Source: IAM User Guide, "AWS JSON policy elements: Principal" (not re-read).
        """
        name = self.name
        if not isinstance(name, str) or (self.kind == "AWS" and name == "*"):
            return False
        return "*" in name or "?" in name


class PrincipalSet(Struct, frozen=True, gc=False):
    """The principals that a statement names, or (`negated`) all but those it names."""

    entries: tuple[PrincipalEntry, ...]
    negated: bool = False


class Patterns(Struct, frozen=True, gc=False):
    """The patterns of Action or Resource, or (`negated`) of NotAction or NotResource."""

    texts: tuple[Text, ...]
    negated: bool = False


class Statement(Struct, frozen=True, gc=False):
    """One statement. `principals` and `resources` are None when it has no such element.

    `flaws` says what keeps the statement from being understood; it may then do anything that
    its understood parts do not rule out.
    """

    index: int
    effect: Effect | Unknown
    actions: Patterns
    resources: Patterns | None = None
    principals: PrincipalSet | None = None
    conditions: tuple[Condition, ...] = ()
    sid: Text = ""
    flaws: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The Sid, or the place in the list when there is none."""
        return self.sid if isinstance(self.sid, str) and self.sid else f"Statement[{self.index}]"


class Policy(Struct, frozen=True, gc=False):
    """A policy. `flaws` says why there may be more to it than its statements tell."""

    statements: tuple[Statement, ...]
    version: str = DEFAULT_VERSION
    id: Text = ""
    flaws: tuple[str, ...] = ()

    @property
    def has_variables(self) -> bool:
        """Whether `${…}` is a variable here and not plain text."""
        return self.version == VARIABLES_SINCE
