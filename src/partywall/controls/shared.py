"""Judgements that controls of several services share, each written once."""

from __future__ import annotations

from collections.abc import Sequence

from partywall.estate.view import View
from partywall.estate.views.policies import names_services, unsourced_statement
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted


def services_bring_their_source(resource: View, policies: Sequence[View]) -> Verdict:
    """Each service that the policies of a resource let in acts for a named account or resource."""
    if no(names_services(policies, "PolicyDocument")):
        return not_applicable(resource, "no service is let in")
    statement, found = unsourced_statement(policies, "PolicyDocument")
    if found:
        return refuted(statement, "the service may be asked by a stranger")
    return proved(*[one.at("PolicyDocument") for one in policies])
