"""When a request is allowed, where a name that is chosen later may change the answer."""

from __future__ import annotations

from collections.abc import Callable

from partywall.access.formula import Formula, Untold, both, either
from partywall.access.situation import Request, Situation
from partywall.access.world.arns import Named
from partywall.access.world.doubts import extremes


def hedged(
    request: Request,
    situation: Situation,
    resource: Named,
    requester: Named,
    answer: Callable[[Situation], Formula],
) -> Formula:
    """The answer of the situation; where it hangs on such a name, that is not told, by name."""
    found = extremes(request, situation, resource, requester)
    if found is None:
        return answer(situation)
    hopeful, careful = answer(found.open), answer(found.closed)
    if hopeful == careful or not found.hangs_on:
        return careful
    return either(careful, both(hopeful, Untold(found.hangs_on[0])))
