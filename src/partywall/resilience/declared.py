"""What people say about their applications, which no configuration shows: `dependencies.toml`.

"Can connect" is not "depends on". What an application needs is unknown until it is declared here,
and so is how much of it the demand takes.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from partywall.kernel.errors import ConfigError
from partywall.resilience.written import read


class Application(Struct, frozen=True, forbid_unknown_fields=True):
    """What is declared of one resource.

    `needs` are addresses without all of which it stops; of each list in `any_of` one is enough.
    `complete` says that it needs nothing that is not declared, the Internet included. `demand` is
    how many copies (instances, tasks, nodes) carry the peak.
    """

    resource: str
    needs: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    complete: bool = False
    demand: int | None = None


class Declared(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is declared; `zones` maps names of zones to their ids, for this account."""

    application: tuple[Application, ...] = ()
    zones: dict[str, str] = field(default_factory=dict)

    def of(self, address: str) -> Application:
        """What is declared of a resource; nothing, mostly."""
        return next(
            (one for one in self.application if one.resource == address), Application(address)
        )


NOTHING = Declared()


def load(path: Path) -> Declared:
    """What the file declares. Raises ConfigError naming the file and what is wrong with it."""
    declared = read(path, Declared)
    names = [one.resource for one in declared.application]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: {name} is declared twice")
    if any(one.demand is not None and one.demand < 0 for one in declared.application):
        raise ConfigError(f"{path}: demand counts copies, and is not below 0")
    return declared
