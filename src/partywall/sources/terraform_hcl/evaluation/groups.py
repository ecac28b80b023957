"""Blocks of which it is not known which instances there are.

One instance then stands for each of them. Two blocks that are repeated over the same expression,
in the same instance of a module, have the same keys: that expression is their *domain*.
"""

from __future__ import annotations

from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Failure


class AnyKey(Unknown, frozen=True, gc=False):
    """The key or index of whichever instance of a domain."""

    domain: str = ""


class Group(Unknown, frozen=True, gc=False):
    """All instances of a block; `instance` is what is true of each of them.

    `switch`: there is one, whose index is 0, or none. For everybody but an index a group is an
    unknown.
    """

    domain: str = ""
    instance: Any = None
    switch: bool = False

    def member(self, key: Any) -> Any:
        """The instance of a key, if it is there at all. Raises Failure for a key that none has.

        Of any other key than that of the instance at hand nothing is known, not even which
        instance it is.
        """
        if key is None:
            raise Failure("an index must not be null")
        if self.switch and not isinstance(key, Unknown):
            if key in (0, "0"):
                return self.instance
            raise Failure("there is no instance of this index")
        if self.domain and isinstance(key, AnyKey) and key.domain == self.domain:
            return self.instance
        return Unknown(self.why)
