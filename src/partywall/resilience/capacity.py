"""How many copies of a thing run in which zones, and how many are left when zones are lost."""

from __future__ import annotations

from msgspec import Struct


class Spread(Struct, frozen=True, gc=False):
    """Copies of a resource over parts, a part being what it has in one zone (or one Region).

    `count` is how many copies run; None when they are not counted (one part is as good as all).
    `demand` is how many are needed, None when nobody says; `demand_from` says who does. `field`
    is the property that says how many run.
    """

    parts: tuple[str, ...]
    count: int | None = None
    demand: int | None = None
    demand_from: str = ""
    field: str = ""

    def left_at_least(self, lost: int) -> int | None:
        """The copies that surely remain when `lost` of the parts are, shared out evenly.

        Those lost are presumed to be the fullest: of 5 copies in 3 zones one zone takes 2.
        """
        if self.count is None:
            return None
        each, fuller = divmod(self.count, max(len(self.parts), 1))
        return self.count - lost * each - min(lost, fuller)

    def left_at_most(self, lost: int) -> int | None:
        """The copies that may remain when the emptiest of the parts are lost."""
        if self.count is None:
            return None
        parts = max(len(self.parts), 1)
        each, fuller = divmod(self.count, parts)
        return self.count - lost * each - max(0, lost - (parts - fuller))

    @property
    def stands_one_loss(self) -> bool | None:
        """Whether the demand is met after any one part is lost, with nothing launched (N+1).

        None when copies are not counted or nobody says how many are needed.
        """
        left = self.left_at_least(1)
        if left is None or self.demand is None:
            return None
        return left >= self.demand

    @property
    def for_static_stability(self) -> int | None:
        """How many copies would meet the demand after the loss of any one part: n/(n−1) of it."""
        if self.demand is None or len(self.parts) < 2:
            return None
        others = len(self.parts) - 1
        return -(-self.demand * len(self.parts) // others)
