"""Whether one set of policies permits what another does not, decided over all requests at once.

Every field of a request (action, resource, principal, each context key) is cut into cells, sets
of values that no element of the policies tells apart, each with a witness. What remains is a
search over cells: is there one of each field for which the one side permits and the other does
not? Whatever the cells cannot express is left free, so "permits nothing more" never rests on it,
and every request that is found is decided again by the concrete procedure before it is shown.
"""

from partywall.access.symbolic.answer import Answer, Comparison, Relation
from partywall.access.symbolic.compare import compare

__all__ = ["Answer", "Comparison", "Relation", "compare"]
