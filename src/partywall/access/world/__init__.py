"""From an estate to the policies around a request: who there is, what there is, what binds them."""

from partywall.access.world.home import Home
from partywall.access.world.world import World

__all__ = ["Home", "World"]
