"""What an identity policy must grant nowhere."""

from __future__ import annotations

from collections.abc import Callable

from partywall.estate.views.iam import Grant, Policy
from partywall.kernel.truth import Truth, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted, undecided


def granted_nowhere(policy: Policy, grants: Callable[[Grant], Truth], note: str) -> Verdict:
    """No statement grants it; of a policy that is not known as a whole, nothing is known."""
    body = policy.body
    if body.value is None:
        return not_applicable(body, "no policy is written here")
    if not body.known:
        return undecided(body.doubt())
    grant, found = some(policy.grants, grants)
    return refuted(grant, note) if found else proved(body)
