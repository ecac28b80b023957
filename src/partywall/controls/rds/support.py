"""How long AWS supports a version, for instances and clusters alike."""

from __future__ import annotations

from partywall.controls.questions import Questions
from partywall.estate.views.rds import DBCluster, DBInstance
from partywall.kernel.verdict import Verdict, proved, refuted, undecided


def is_in_standard_support(db: DBCluster | DBInstance, ask: Questions) -> Verdict:
    """Standard support of the engine's version has not ended."""
    version, (ends, newest) = db.at("EngineVersion"), db.support_ends
    if not ask.has_come(ends, version):
        return proved(version)
    if newest:
        return undecided(version.doubt("it is newer than every version whose end we know"))
    return refuted(version, f"standard support ended on {ends.isoformat()}")
