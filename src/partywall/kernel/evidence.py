"""What was seen, and where: the ground of every verdict."""

from __future__ import annotations

from typing import Protocol, final

from msgspec import Struct

from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.unknown import Path


@final
class Evidence(Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing seen: the place, the property in CloudFormation's schema, and its value.

    `found` is the value as read, `None` when the property is absent, or an `Unknown`.
    `resource` is the address of the resource that holds the property: a companion's own
    address when the fact comes from a companion (a separate security group rule, say).
    """

    path: Path
    found: object
    note: str = ""
    where: Span = NOWHERE
    resource: str = ""


class Located(Protocol):
    """Anything that can say where it stands: a view, or a node of one."""

    def evidence(self, note: str = "") -> Evidence: ...
