"""What was not collected: around which resources there may be more than the files have.

That a file is missing says nothing of the account. For each account and Region it is known which
commands were run to their end; of the types that the others tell of there may be any number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from partywall.estate.companions import COMPANIONS
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.sources.describe.kinds import Kind, givers
from partywall.sources.describe.scopes import Scope

APART: Final[dict[str, tuple[str, ...]]] = {
    "AWS::EC2::VPCGatewayAttachment": ("InternetGateways", "VpnGateways"),
}
"""Types of which several commands tell a part each."""

Around = tuple[str, str]
"""A resource's type and address."""


class Gaps:
    """Which outputs there are, whole; and what that leaves open.

    Where a file could not be read (`unread` says so) it may be a page of any of them, so none is
    whole.
    """

    def __init__(self, unread: Unknown | None = None) -> None:
        self.of_all = unread is None
        self._whole: set[tuple[Scope, str]] = set()
        self._asked: set[tuple[Around, str]] = set()
        self._open: dict[Scope, dict[str, Unknown]] = {}
        self._with_more: dict[tuple[Scope, tuple[str, ...]], dict[str, Unknown]] = {}

    def whole(self, kind: Kind, scope: Scope) -> None:
        """A command was run to its end in an account and a Region."""
        if self.of_all:
            self._whole.add((scope, kind.name))

    def asked(self, kind: Kind, address: str) -> None:
        """A command that is about one resource was run to its end for this one."""
        if self.of_all:
            self._asked.add(((kind.spec.of, address), kind.name))

    def is_whole(self, name: str, scope: Scope) -> bool:
        """Whether a table's command was run to its end there."""
        return (scope, name) in self._whole

    def around(self, resource: Resource, scope: Scope) -> Mapping[str, Unknown] | None:
        """The types of which there may be more around a resource, and why."""
        found = self._open_in(scope)
        here = resource.type, resource.address
        missing = [
            name
            for name, kinds in _told_of().get(resource.type, ())
            if not any((here, kind.name) in self._asked for kind in kinds)
        ]
        if missing:
            key = scope, tuple(missing)
            if key not in self._with_more:
                self._with_more[key] = {**found, **{one: _not_run(one, scope) for one in missing}}
            found = self._with_more[key]
        return found or None

    def _open_in(self, scope: Scope) -> dict[str, Unknown]:
        if scope not in self._open:
            found = {kind: _untold(kind) for kind in COMPANIONS if kind not in givers()}
            for type_name, kinds in givers().items():
                told = any(self.is_whole(kind.name, scope) for kind in kinds)
                if not kinds[0].spec.of and not told:
                    found[type_name] = _not_run(type_name, scope)
            for type_name, parts in APART.items():
                if all(self.is_whole(part, scope) for part in parts):
                    found.pop(type_name, None)
                else:
                    found[type_name] = Unknown(f"its gateways were not all collected ({scope})")
            self._open[scope] = found
        return self._open[scope]


@cache
def _told_of() -> dict[str, list[tuple[str, tuple[Kind, ...]]]]:
    """Type of a resource → the types that are asked about for each such resource."""
    found: dict[str, list[tuple[str, tuple[Kind, ...]]]] = {}
    for name, kinds in givers().items():
        if kinds[0].spec.of:
            found.setdefault(kinds[0].spec.of, []).append((name, kinds))
    return found


def _not_run(type_name: str, scope: Scope) -> Unknown:
    command = givers()[type_name][0].spec.operation
    return Unknown(f"aws {command} was not collected ({scope})")


def _untold(type_name: str) -> Unknown:
    return Unknown(f"no output that was collected tells of {type_name}")
