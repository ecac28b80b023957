"""The ways of becoming somebody: what each needs, and of whom. Data, one table a way.

A need is an action, and what it is on: the target (`on target`), a resource type of the
catalogue (`on task-definition`), or by default every type that the action requires; of those
some resource will do that the account may have or make.

People edit `data/escalation.toml`; the program reads `escalation.msgpack`, which
`scripts/compile_escalation.py` writes from it. A test fails when the two differ.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

Kind = Literal["assume", "create", "edit", "edit-group", "edit-policy", "federate", "hold",
               "join", "pass", "retrust", "unbound", "undeny", "user"]  # fmt: skip
TARGET: Final = "target"
WRITTEN: Final = Path(__file__).parents[1] / "data" / "escalation.toml"
COMPILED: Final = WRITTEN.with_suffix(".msgpack")


class Need(Struct, frozen=True, gc=False):
    """An action that the way takes, and what it is on."""

    action: str
    on: str = ""


class Way(Struct, frozen=True, gc=False):
    """One way of becoming somebody, as the data spell it.

    `service` is the one a role is passed to, `type` the CloudFormation type of what holds the
    role, `bond` how a policy is bound that is taken away. `source` is AWS's page.
    """

    id: str
    title: str
    kind: Kind
    needs: tuple[Need, ...]
    service: str = ""
    type: str = ""
    bond: str = ""
    profiled: bool = False
    principals: tuple[str, ...] = ("role", "user")
    source: str = ""

    @property
    def on_target(self) -> tuple[Need, ...]:
        """The needs on the target itself."""
        return tuple([need for need in self.needs if need.on == TARGET])

    @property
    def elsewhere(self) -> tuple[Need, ...]:
        """The needs on anything else."""
        return tuple([need for need in self.needs if need.on != TARGET])


class _Row(Struct, forbid_unknown_fields=True):
    id: str
    title: str
    kind: Kind
    needs: list[str]
    source: str
    service: str = ""
    type: str = ""
    bond: str = ""
    profiled: bool = False
    principals: tuple[str, ...] = ("role", "user")


class _File(Struct, forbid_unknown_fields=True):
    path: list[_Row]


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """All ways, in the order of the data."""
    return tuple(msgspec.msgpack.decode(COMPILED.read_bytes(), type=list[Way]))


def compile_all() -> bytes:
    """The content of `escalation.msgpack`. Slow; scripts and tests."""
    import tomllib

    read = msgspec.convert(tomllib.loads(WRITTEN.read_text("utf-8")), _File)
    return msgspec.msgpack.encode([_way(row) for row in read.path])


def _way(row: _Row) -> Way:
    return Way(
        row.id,
        row.title,
        row.kind,
        tuple([_need(one) for one in row.needs]),
        row.service,
        row.type,
        row.bond,
        row.profiled,
        row.principals,
        row.source,
    )


def _need(text: str) -> Need:
    action, _, on = text.partition(" on ")
    return Need(action, on)


@lru_cache(maxsize=1)
def actions() -> frozenset[str]:
    """Every action that a way takes, in lower case."""
    named = {need.action.lower() for way in ways() for need in way.needs}
    return frozenset(named | {"iam:passrole", "sts:assumerole"})
