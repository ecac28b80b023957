"""All instances of a block of which it is not known how many there are."""

from __future__ import annotations

from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.values import Failure


class Group(Unknown, frozen=True, gc=False):
    """Any number of instances; `instance` is what is true of each of them.

    For everybody but an index it is an unknown.
    """

    instance: Any = None

    def member(self, key: Any) -> Any:
        """The instance of a key: whatever it is, if it is there at all."""
        if key is None:
            raise Failure("an index must not be null")
        return self.instance
